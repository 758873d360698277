/** The command that makes a package.xml: read as one file when somebody gives it. */
export { createManifest } from './createManifest.ts';
