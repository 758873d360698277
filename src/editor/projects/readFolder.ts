import { Uri, workspace } from 'vscode';
import { layoutProjects, singleLayout } from '../../project/layout/layout.ts';
import type { ProjectLayout } from '../../project/layout/model.ts';
import { isMissed, mayBeSettings } from '../../project/layout/names.ts';
import { roleByContent } from '../../project/layout/roles.ts';
import { readProject, type ProjectInput } from '../../project/readProject.ts';
import { shownSources } from '../../project/select.ts';
import { lint } from '../../rules/lint.ts';
import { layoutOptions, type KnownPreflights, type Project, type ProjectFolder } from './folder.ts';
import { settings } from '../settings.ts';
import type { TextStore } from './documentTexts.ts';

/** Reads what the folder's projects need besides the manifests, and checks them. */
export async function projectsOf(
  folder: ProjectFolder,
  texts: TextStore,
  known: KnownPreflights,
): Promise<readonly Project[]> {
  const layouts = layoutsOf(folder, texts);
  const wanted = layouts.filter((layout) => settings().scope === 'workspace' || hasOpenFile(folder, layout));
  await texts.load(wanted.flatMap((layout) => layout.files.map(({ file }) => fileUri(folder, layout, file))));
  return wanted
    .map((layout) => build(folder, layout, { texts, known }))
    .filter(({ input, problems }) => input.texts.length > 0 || problems.size > 0);
}

const fileUri = (folder: ProjectFolder, layout: ProjectLayout, file: string): Uri =>
  Uri.joinPath(folder.uri, layout.root, file);

function layoutsOf(folder: ProjectFolder, texts: TextStore): readonly ProjectLayout[] {
  const options = layoutOptions();
  const layouts = layoutProjects(folder.paths, (path) => texts.get(Uri.joinPath(folder.uri, path)).text, options);
  const [only] = folder.paths;
  if (layouts.length > 0 || folder.paths.length !== 1 || only === undefined) return layouts;
  // A single file whose place says nothing, such as a record opened by itself.
  const role = roleByContent(only, texts.get(Uri.joinPath(folder.uri, only)).text ?? '');
  return role ? [singleLayout(only, role)] : [];
}

const hasOpenFile = (folder: ProjectFolder, layout: ProjectLayout): boolean =>
  layout.files.some(({ file }) => {
    const uri = fileUri(folder, layout, file).toString();
    return workspace.textDocuments.some((document) => document.uri.toString() === uri);
  });

/** Where the texts of a project, and what is known of its domains, come from. */
interface Origin {
  readonly texts: TextStore;
  readonly known: KnownPreflights;
}

function build(folder: ProjectFolder, layout: ProjectLayout, origin: Origin): Project {
  const uriOf = (file: string): Uri => fileUri(folder, layout, file);
  const problems = new Map<string, string>();
  const inputTexts = layout.files.flatMap(({ file, role }) => {
    const { text, problem } = origin.texts.get(uriOf(file));
    if (problem !== undefined && isMissed({ file, role })) problems.set(file, problem);
    if (text === undefined || (role === 'settings' && !mayBeSettings(file, text))) return [];
    return [{ file, role, text }];
  });
  return checked({ ...layout, texts: inputTexts, preflights: origin.known() }, { problems, uriOf }, origin);
}

function checked(input: ProjectInput, files: Pick<Project, 'problems' | 'uriOf'>, origin: Origin): Project {
  const facts = readProject(input);
  const { problems, uriOf } = files;
  const project: Project = {
    input,
    facts,
    findings: lint(facts),
    sources: shownSources(facts),
    problems,
    uriOf,
    recheck: () => recheck(project, origin),
  };
  return project;
}

function recheck(project: Project, origin: Origin): Project {
  const now = project.input.texts.map((one) => {
    const text = origin.texts.get(project.uriOf(one.file)).text;
    return text === undefined || text === one.text ? one : { ...one, text };
  });
  const preflights = origin.known();
  const same = now.every((one, index) => one === project.input.texts[index]);
  if (same && preflights === project.input.preflights) return project;
  return checked({ ...project.input, texts: now, preflights }, project, origin);
}
