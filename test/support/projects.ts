import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { openWorkspace, type DiskProject } from '../../src/cli/workspace.ts';
import { readProject, type ProjectInput, type ProjectText } from '../../src/project/readProject.ts';
import { knownPreflight } from '../../src/preflight/report/known.ts';
import { parsePreflight } from '../../src/preflight/read/parse.ts';
import { shownSources } from '../../src/project/select.ts';
import { lint } from '../../src/rules/lint.ts';
import type { Finding, Fix } from '../../src/rules/rule.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { sourceText } from '../../src/text/source.ts';

export const FIXTURES = path.join(import.meta.dirname, '../fixtures');

/**
 * The projects of a fixture folder, read from disk as the command line reads them. `preflight.json` in it, as
 * `preflight --format json` writes it, is what preflights have found.
 */
export function openFixture(folder: string): readonly DiskProject[] {
  const { projects, problems } = openWorkspace(folder, ['.']);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  const results = path.join(folder, 'preflight.json');
  if (!existsSync(results)) return projects;
  const read = parsePreflight(readFileSync(results, 'utf8'));
  if (!read.ok) throw new Error(`${results}: ${read.message}`);
  const preflights = read.report.domains.map((result) => knownPreflight(result, read.generatedAt ?? 0));
  return projects.map((project) => ({ ...project, input: { ...project.input, preflights } }));
}

export const findingsOf = (input: ProjectInput): readonly Finding[] => lint(readProject(input));

/** A project made of texts, for tests that need no disk. */
export function projectOf(texts: readonly ProjectText[], apiVersion?: number): ProjectInput {
  return {
    texts,
    apiVersion,
    recordPath: 'config/email-deliverability.json',
    occupied: [],
  };
}

/** The project after a fix. */
export function applyFix(input: ProjectInput, fix: Fix): ProjectInput {
  const texts = new Map(input.texts.map((one) => [one.file, one]));
  for (const { file, edits, create } of fix.edits) {
    const before = texts.get(file);
    if ((before === undefined) !== (create === true)) throw new Error(`${file}: created and there already, or neither`);
    const role = before?.role ?? (file.endsWith('.json') ? 'record' : 'settings');
    texts.set(file, { file, role, text: applyEdits(before?.text ?? '', edits) });
  }
  return { ...input, texts: [...texts.values()] };
}

/** `file:line:column-line:column "text"`, 1-based; a password is stars. */
export function placeText(input: ProjectInput, { at }: Pick<Finding, 'at'>): string {
  const source = shownSources(readProject(input)).get(at.file) ?? sourceText(at.file, '');
  const [start, end] = [source.positionAt(at.range.start), source.positionAt(at.range.end)];
  const shown = source.text.slice(at.range.start, at.range.end);
  return `${at.file}:${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1} ${JSON.stringify(shown)}`;
}
