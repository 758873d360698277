import { Uri, workspace } from 'vscode';
import {
  isMissed,
  layoutProjects,
  mayBeSettings,
  roleByContent,
  singleLayout,
  type ProjectLayout,
} from '../../project/layout/layout.ts';
import { readProject, type ProjectInput } from '../../project/readProject.ts';
import { shownSources } from '../../project/select.ts';
import { lint } from '../../rules/lint.ts';
import { layoutOptions, type Base, type KnownPreflights, type Project } from './folder.ts';
import { settings } from '../settings.ts';
import type { TextStore } from './documentTexts.ts';

/** Reads what the folder's projects need besides the manifests, and checks them. */
export async function projectsOf(base: Base, texts: TextStore, known: KnownPreflights): Promise<readonly Project[]> {
  const layouts = layoutsOf(base, texts);
  const wanted = layouts.filter((layout) => settings().scope === 'workspace' || hasOpenFile(base, layout));
  await texts.load(wanted.flatMap((layout) => layout.files.map(({ file }) => fileUri(base, layout, file))));
  return wanted
    .map((layout) => build(base, layout, { texts, known }))
    .filter(({ input, problems }) => input.texts.length > 0 || problems.size > 0);
}

const fileUri = (base: Base, layout: ProjectLayout, file: string): Uri => Uri.joinPath(base.uri, layout.root, file);

function layoutsOf(base: Base, texts: TextStore): readonly ProjectLayout[] {
  const options = layoutOptions();
  const layouts = layoutProjects(base.paths, (path) => texts.get(Uri.joinPath(base.uri, path)).text, options);
  const [only] = base.paths;
  if (layouts.length > 0 || base.paths.length !== 1 || only === undefined) return layouts;
  // A single file whose place says nothing, such as a record opened by itself.
  const role = roleByContent(only, texts.get(Uri.joinPath(base.uri, only)).text ?? '');
  return role ? [singleLayout(only, role)] : [];
}

const hasOpenFile = (base: Base, layout: ProjectLayout): boolean =>
  layout.files.some(({ file }) => {
    const uri = fileUri(base, layout, file).toString();
    return workspace.textDocuments.some((document) => document.uri.toString() === uri);
  });

/** Where the texts of a project, and what is known of its domains, come from. */
interface Origin {
  readonly texts: TextStore;
  readonly known: KnownPreflights;
}

function build(base: Base, layout: ProjectLayout, origin: Origin): Project {
  const uriOf = (file: string): Uri => fileUri(base, layout, file);
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
    fresh: () => fresh(project, origin),
  };
  return project;
}

function fresh(project: Project, origin: Origin): Project {
  const now = project.input.texts.map((one) => {
    const text = origin.texts.get(project.uriOf(one.file)).text;
    return text === undefined || text === one.text ? one : { ...one, text };
  });
  const preflights = origin.known();
  const same = now.every((one, index) => one === project.input.texts[index]);
  if (same && preflights === project.input.preflights) return project;
  return checked({ ...project.input, texts: now, preflights }, project, origin);
}
