import { statSync } from 'node:fs';
import path from 'node:path';
import { decodeFile, type DecodedFile } from '../formats/decode.ts';
import { layoutProjects } from '../project/layout/layout.ts';
import type { LayoutOptions, ProjectLayout } from '../project/layout/model.ts';
import { isMissed, mayBeSettings } from '../project/layout/names.ts';
import type { ProjectText } from '../project/readProject.ts';
import { reason } from '../files/disk.ts';
import { loadSdr } from '../sdr/lazy.ts';
import { UsageError } from './io.ts';
import { isBelow, type DiskProject, type FileNote, type Workspace } from './workspace.ts';

/**
 * The package in a zip, as a workspace whose files are named as if the zip were a folder. Nothing is unpacked.
 *
 * @throws UsageError if it cannot be read
 */
export async function openZip(absolute: string, name: string, options: LayoutOptions): Promise<Workspace> {
  try {
    if (!statSync(absolute).isFile()) throw new UsageError(`${name} is not a file`);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${name}: ${reason(error)}`);
  }
  const { readZip } = await loadSdr();
  const zip = await readZip(absolute);
  if (!zip.ok) throw new UsageError(`${name}: ${zip.message}`);
  const { manifests, settings, contents } = zip.value;
  const texts = new Map([...contents].map(([file, bytes]) => [file, decodeFile(bytes)]));
  const manifest = (file: string): string | undefined => {
    const found = texts.get(file);
    return found?.ok === true ? found.text : undefined;
  };
  const resolved = new Map(settings.map((file) => [file, 'mdapi' as const]));
  const problems: FileNote[] = [];
  const projects = layoutProjects(manifests, manifest, { ...options, resolved })
    .map((layout) => zipProject(absolute, layout, texts, problems))
    .filter(({ input }) => input.texts.length > 0);
  return { projects, problems, notes: [], selected: (file) => isBelow(absolute, file) };
}

function zipProject(
  zip: string,
  layout: ProjectLayout,
  contents: ReadonlyMap<string, DecodedFile>,
  problems: FileNote[],
): DiskProject {
  const root = path.join(zip, layout.root);
  const texts = layout.files.flatMap(({ file, role }): ProjectText[] => {
    const found = contents.get(path.posix.join(layout.root, file));
    if (found?.ok === false && isMissed({ file, role }))
      problems.push({ file: path.join(root, file), message: found.message });
    return found?.ok === true && mayBeSettings(file, found.text) ? [{ file, role, text: found.text }] : [];
  });
  return { root, input: { ...layout, texts }, boms: new Set() };
}
