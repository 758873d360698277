import type { ProjectFacts } from '../project/facts.ts';
import type { DecodedFile } from '../formats/decode.ts';
import { layoutProjects } from '../project/layout/layout.ts';
import type { LayoutOptions, ProjectLayout } from '../project/layout/model.ts';
import { isMissed, mayBeSettings } from '../project/layout/names.ts';
import { joinPath } from '../project/layout/paths.ts';
import { readProject, type ProjectInput, type ProjectText } from '../project/readProject.ts';
import type { ReviewedProject } from './model.ts';
import { pairProjects } from './pairProjects.ts';
import { reviewProject } from './review.ts';
import type { KnownPreflight } from '../project/knownPreflight.ts';

/** The files of one version of a repository that can matter: paths relative to its root, with `/`. */
export type Version = ReadonlyMap<string, DecodedFile>;

/** A project of one version. */
interface VersionProject {
  /** Relative to the repository's root. */
  readonly root: string;
  readonly input: ProjectInput;
}

export interface ReviewedVersions {
  readonly projects: readonly ReviewedProject[];
  /** What could not be read, in words. */
  readonly notes: readonly string[];
  /** Something of the version after the change could not be read. */
  readonly unreadable: boolean;
  /** Whether there is anything about email in either version. */
  readonly found: boolean;
}

export interface ReviewOptions extends LayoutOptions {
  readonly preflights: readonly KnownPreflight[];
  /** Whether somebody asked for a file, relative to the repository's root. */
  readonly selected: (file: string) => boolean;
  /** The name to show for one. */
  readonly displayName: (file: string) => string;
}

/** Reviews every project of which a file changes between two versions of a repository. */
export function reviewVersions(before: Version, after: Version, options: ReviewOptions): ReviewedVersions {
  const [old, now] = [projectsOf(before, options), projectsOf(after, options)];
  const own = ({ root, input }: VersionProject): boolean =>
    input.texts.some(({ file }) => options.selected(joinPath(root, file)));
  const pairs = pairProjects(old.projects, now.projects).filter(
    (pair) => [pair.before, pair.after].some((one) => one && own(one)) && !isSame(pair.before, pair.after),
  );
  const projects = pairs.map((pair) => reviewPair(pair.before, pair.after, options));
  const notes = [
    ...now.problems.filter(({ file }) => options.selected(file)).map((one) => noteText(one, options)),
    ...old.problems
      .filter(
        ({ file, message }) =>
          options.selected(file) && !now.problems.some((one) => one.file === file && one.message === message),
      )
      .map((one) => `${noteText(one, options)} (before)`),
  ];
  return {
    projects: projects.filter(
      ({ review }) => review.changes.length + review.findings.appeared.length + review.findings.gone.length > 0,
    ),
    notes,
    unreadable:
      now.problems.some(({ file }) => options.selected(file)) ||
      projects.some(({ review }) =>
        review.changes.some(({ what }) => what.kind === 'unreadable' && what.side === 'after'),
      ),
    found: [...old.projects, ...now.projects].some(own),
  };
}

interface Problem {
  readonly file: string;
  readonly message: string;
}

const noteText = ({ file, message }: Problem, { displayName }: ReviewOptions): string =>
  `${displayName(file)}: ${message}`;

function projectsOf(
  version: Version,
  options: LayoutOptions,
): { readonly projects: readonly VersionProject[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const manifest = (file: string): string | undefined => {
    const read = version.get(file);
    return read?.ok === true ? read.text : undefined;
  };
  const open = (layout: ProjectLayout): VersionProject => {
    const texts = layout.files.flatMap(({ file, role }): ProjectText[] => {
      const full = joinPath(layout.root, file);
      const read = version.get(full);
      if (!read) return [];
      if (!read.ok) {
        if (isMissed({ file, role })) problems.push({ file: full, message: read.message });
        return [];
      }
      return role === 'settings' && !mayBeSettings(file, read.text) ? [] : [{ file, role, text: read.text }];
    });
    return { root: layout.root, input: { ...layout, texts } };
  };
  const projects = layoutProjects([...version.keys()], manifest, options)
    .map(open)
    .filter(({ input }) => input.texts.length > 0);
  return { projects, problems };
}

const isSame = (before: VersionProject | undefined, after: VersionProject | undefined): boolean =>
  JSON.stringify(before) === JSON.stringify(after);

function reviewPair(
  before: VersionProject | undefined,
  after: VersionProject | undefined,
  { preflights, displayName }: ReviewOptions,
): ReviewedProject {
  const facts = (one: VersionProject | undefined): ProjectFacts | undefined =>
    one && readProject({ ...one.input, preflights });
  const [was, is] = [facts(before), facts(after)];
  const roots = { before: before?.root ?? after?.root ?? '', after: after?.root ?? before?.root ?? '' };
  return {
    name: displayName(roots.after),
    before: was,
    after: is,
    review: reviewProject(was, is),
    displayName: (file, side) => displayName(joinPath(roots[side], file)),
  };
}
