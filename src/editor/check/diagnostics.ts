import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
  languages,
  Location,
  Range,
  workspace,
  type Uri,
} from 'vscode';
import type { Finding } from '../../rules/rule.ts';
import { isEmpty, type Place } from '../../text/source.ts';
import { SEVERITY, SOURCE, vscodeRange } from '../convert.ts';
import type { Project } from '../projects/folder.ts';
import type { Projects } from '../projects/projects.ts';
import { ruleUri } from './ruleDocs.ts';
import type { Registration } from '../projects/documents.ts';
import { settings } from '../settings.ts';
import { shownPlaces } from './shownPlaces.ts';
import { sameUri } from '../uri.ts';

/** Publishes the findings of every project, in each file that has a part in the fault. */
export function registerDiagnostics(projects: Projects): Registration[] {
  const collection = languages.createDiagnosticCollection(SOURCE);
  let published: readonly Uri[] = [];
  const publish = (): void => {
    const byFile = new Map<string, { uri: Uri; diagnostics: Diagnostic[] }>();
    const add = (uri: Uri, diagnostic: Diagnostic): void => {
      const entry = byFile.get(uri.toString()) ?? { uri, diagnostics: [] };
      entry.diagnostics.push(diagnostic);
      byFile.set(uri.toString(), entry);
    };
    for (const project of projects.all()) addProject(project, add);
    const shown = [...byFile.values()].filter(({ uri }) => settings().scope === 'workspace' || isOpen(uri));
    const gone = published.filter((uri) => !shown.some((one) => sameUri(one.uri, uri)));
    // In one step: between two, the squiggles would vanish for a moment.
    collection.set([
      ...gone.map((uri): [Uri, undefined] => [uri, undefined]),
      ...shown.map(({ uri, diagnostics }): [Uri, Diagnostic[]] => [uri, diagnostics]),
    ]);
    published = shown.map(({ uri }) => uri);
  };
  return [collection, projects.onDidChange(publish)];
}

function addProject(project: Project, add: (uri: Uri, diagnostic: Diagnostic) => void): void {
  for (const finding of project.findings)
    for (const place of shownPlaces(finding)) add(project.uriOf(place.file), diagnostic(project, finding, place));
  for (const [file, problem] of project.problems) {
    const about = new Diagnostic(new Range(0, 0, 0, 0), `Not checked: ${problem}.`, DiagnosticSeverity.Warning);
    about.source = SOURCE;
    add(project.uriOf(file), about);
  }
}

function diagnostic(project: Project, finding: Finding, place: Place): Diagnostic {
  const result = new Diagnostic(placeRange(project, place), finding.message, SEVERITY[finding.severity]);
  result.source = SOURCE;
  result.code = { value: finding.rule, target: ruleUri(finding.rule) };
  const others =
    place === finding.at
      ? finding.related
      : [{ at: finding.at, message: 'where it must change' }, ...finding.related.filter(({ at }) => at !== place)];
  result.relatedInformation = others.map(
    ({ at, message }) =>
      new DiagnosticRelatedInformation(new Location(project.uriOf(at.file), placeRange(project, at)), message),
  );
  if (finding.tag !== undefined) result.tags = [TAGS[finding.tag]];
  return result;
}

const TAGS: Readonly<Record<NonNullable<Finding['tag']>, DiagnosticTag>> = {
  deprecated: DiagnosticTag.Deprecated,
  unnecessary: DiagnosticTag.Unnecessary,
};

/** An empty range would be drawn as nothing at the end of a line. */
function placeRange(project: Project, { file, range }: Place): Range {
  const source = project.sources.get(file);
  if (!source) return new Range(0, 0, 0, 0);
  const shown = isEmpty(range) ? { start: Math.max(0, range.start - 1), end: range.end + 1 } : range;
  return vscodeRange(source, shown);
}

const isOpen = (uri: Uri): boolean =>
  workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
