/** What others may ask of source-deploy-retrieve. It takes half a second to load: only ever by `import()`. */
export { emailManifest, type EmailManifest } from './manifest.ts';
export type { LoadResult } from './loadResult.ts';
export { mdapiFolderSettings, sfdxSettings } from './settingsFiles.ts';
export { readZip, type ZipPackage } from './zip.ts';
