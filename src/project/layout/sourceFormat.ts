import ignore from 'ignore';

/** What Salesforce's own tools (source-deploy-retrieve) take for settings, as far as paths tell. Nothing is read here. */

/**
 * Folders that belong to one metadata type with everything in them: a settings file there is part of a component, or a
 * component of that type. By source-deploy-retrieve's registry, with which a test compares.
 */
const OTHER_TYPES = new Set([
  'ActionableEventOrchDefSettings',
  'ActionableEventTypeDefSettings',
  'IndustriesManufacturingSettings',
  'ObjectHierarchyRelationship',
  'aiAgentDefinitionVersions',
  'aiAuthoringBundles',
  'appTemplates',
  'aura',
  'contentTypes',
  'experiencePropertyTypeBundles',
  'experiences',
  'genAiFunctions',
  'genAiPlannerBundles',
  'integArtifactDefs',
  'integrationHub',
  'lightningTypes',
  'lwc',
  'staticresources',
  'uiBundles',
  'uiWidgets',
  'waveTemplates',
]);

/** Takes all files that end in `.xml`, whatever stands before it. */
const EMAIL_SERVICES = 'emailservices';

/** Documents lie one folder deeper: what is in `documents/` itself is none. */
const DOCUMENTS = 'documents';

/** Whether the settings file is something else to Salesforce, because of a folder above it. */
export function isOtherType(path: string): boolean {
  const folders = path.split('/').slice(0, -1);
  if (folders.some((name) => OTHER_TYPES.has(name)) || folders.slice(0, -1).includes(DOCUMENTS)) return true;
  return path.endsWith('.xml') && folders.includes(EMAIL_SERVICES);
}

/** `-meta.xml` files are settings wherever they lie; the mdapi format's only right in a folder `settings`. */
export const isSettingsPlace = (path: string): boolean =>
  path.endsWith('-meta.xml') || /(^|\/)settings\/[^/]+$/.test(path);

/** What Salesforce's own tools leave out besides the file's patterns (source-deploy-retrieve, ForceIgnore). */
const DEFAULT_IGNORED = ['**/*.dup', '**/.*', '**/package2-descriptor.json', '**/package2-manifest.json'];

/** Whether a `.forceignore` with that text leaves out a file; paths are relative to its folder. */
export function forceIgnore(text: string): (path: string) => boolean {
  const patterns = ignore().add(DEFAULT_IGNORED).add(text);
  return (path) => patterns.ignores(path);
}
