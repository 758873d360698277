import type { FileRole } from '../readProject.ts';
import { DEFAULT_RECORD_PATH } from '../settings/record.ts';
import { addLoose, newLooseDrafts } from './loose.ts';
import type { Draft, LayoutContext, LayoutOptions, ProjectLayout, SourceFormat } from './model.ts';
import { isExport, isSettings, PROJECT_FILE, recordPathOf } from './names.ts';
import { baseName, folderOf, joinPath, parentFolders, relative } from './paths.ts';
import { roleInSfdx, sfdxDraft } from './sfdx.ts';

/**
 * Sorts candidate paths into projects. A file belongs to the nearest `sfdx-project.json` above it if it lies in one of
 * its package directories; other settings files form projects of their own, by the nearest record or `package.xml`.
 *
 * @param manifest the text of a manifest, undefined if it cannot be read
 */
export function layoutProjects(
  found: readonly string[],
  manifest: (path: string) => string | undefined,
  options: LayoutOptions = {},
): readonly ProjectLayout[] {
  const paths = options.resolved ? withResolved(found, options.resolved) : found;
  const context: LayoutContext = { known: new Set(paths), manifest, options, recordPath: recordPathOf(options) };
  const roots = paths.filter((path) => baseName(path) === PROJECT_FILE).map(folderOf);
  const sfdx = new Map(roots.map((root) => [root, sfdxDraft(root, context)]));
  const loose = newLooseDrafts();
  // Exports come last: they join the project that the others make.
  for (const path of [...paths.filter((one) => !isExport(one)), ...paths.filter(isExport)]) {
    const root = parentFolders(path).find((folder) => sfdx.has(folder));
    const project = root === undefined ? undefined : sfdx.get(root);
    const role = project && roleInSfdx(project, path, options);
    if (role === 'ignored') continue;
    if (project && role)
      project.files.push({
        file: relative(project.root, path),
        role,
        ...(role === 'settings' ? { format: 'source' } : {}),
      });
    else addLoose(loose, { path, inSfdx: root }, context);
  }
  return [...sfdx.values(), ...loose.all]
    .filter((draft) => draft.files.length > 0)
    .map((draft) => finish(draft, context));
}

/** Of the settings files, those that Salesforce's own tools found, and no others. */
const withResolved = (paths: readonly string[], resolved: ReadonlyMap<string, SourceFormat>): readonly string[] =>
  [...paths.filter((path) => !isSettings(path)), ...resolved.keys()].sort();

/** A project of one file, whose name and place say nothing. */
export const singleLayout = (file: string, role: FileRole, apiVersion?: number): ProjectLayout => ({
  root: '',
  apiVersion,
  files: [{ file, role }],
  recordPath: DEFAULT_RECORD_PATH,
  occupied: [],
});

function finish({ root, apiVersion, files, recordPath }: Draft, { known }: LayoutContext): ProjectLayout {
  const own = new Set(files.map(({ file }) => file));
  return {
    root,
    apiVersion,
    files: [...files].sort((a, b) => (a.file < b.file ? -1 : 1)),
    recordPath,
    occupied: [recordPath].filter((path) => known.has(joinPath(root, path)) && !own.has(path)),
  };
}
