import { Diagnostic, languages, type Uri } from 'vscode';
import type { Project } from '../projects/folder.ts';
import { SEVERITY, SOURCE, vscodeRange } from '../convert.ts';
import type { Registration } from '../projects/documents.ts';
import type { Projects } from '../projects/projects.ts';
import { logMarks } from '../../language/emailLogMarks.ts';
import type { LogState } from './state.ts';

/** Marks listed domains that the log shows without TLS, until the log is cleared. They are of no rule: no check makes them. */
export function registerLogMarks(projects: Projects, state: LogState): Registration[] {
  const collection = languages.createDiagnosticCollection(`${SOURCE}-log`);
  const mark = (): void => {
    const log = state.get()?.log;
    const found = log
      ? projects.all().flatMap((project) => logMarks(project.facts, log).flatMap((one) => diagnostic(project, one)))
      : [];
    collection.clear();
    collection.set(found);
  };
  return [collection, state.onDidChange(mark), projects.onDidChange(mark)];
}

function diagnostic(
  project: Project,
  { place: { file, range }, message, severity }: ReturnType<typeof logMarks>[number],
): readonly [Uri, Diagnostic[]][] {
  const source = project.sources.get(file);
  if (!source) return [];
  const result = new Diagnostic(vscodeRange(source, range), message, SEVERITY[severity]);
  result.source = SOURCE;
  return [[project.uriOf(file), [result]]];
}
