import { CodeAction, CodeActionKind, type Range, type CodeActionContext, type Diagnostic } from 'vscode';
import { changeRules } from '../../project/settings/recordEdits.ts';
import { smallestEdit } from '../../text/edit.ts';
import { indentAt, newlineOf } from '../../text/lines.ts';
import type { SourceText } from '../../text/source.ts';
import { fixAll, safeEdits } from '../../rules/fixAll.ts';
import type { Finding, Fix } from '../../rules/rule.ts';
import { SOURCE, vscodeRange, workspaceEdit } from '../convert.ts';
import type { FileInProject } from '../projects/folderStore.ts';
import { FIX_ALL, type FindingActions } from './codeActionKinds.ts';
import { shownPlaces } from './shownPlaces.ts';

/** Fixes, then ways to switch a rule off, its page, and what repairs all of its kind: the order of vscode-eslint. */
export async function findingActions(
  found: FileInProject,
  more: readonly FindingActions[],
  range: Range,
  { only, diagnostics }: CodeActionContext,
): Promise<CodeAction[]> {
  if (only?.contains(FIX_ALL)) return fixAllAction(found);
  if (only && !only.contains(CodeActionKind.QuickFix)) return [];
  const { project, file } = found;
  const source = project.sources.get(file);
  if (!source) return [];
  const here = project.findings.filter((finding) =>
    shownPlaces(finding).some(
      (place) => place.file === file && vscodeRange(source, place.range).intersection(range) !== undefined,
    ),
  );
  const own = diagnostics.filter((one) => one.source === SOURCE);
  const matching = (finding: Finding): Diagnostic[] => own.filter((one) => ruleOf(one) === finding.rule);
  const fixes = await Promise.all(here.map((finding) => fixActions(found, more, finding, matching(finding))));
  return [
    ...fixes.flat(),
    ...distinctRules(here).flatMap((finding) => silenceActions(found, source, finding, matching(finding))),
    ...distinctRules(here).map(documentationAction),
    ...distinctRules(here).flatMap((finding) => fixAllAction(found, finding.rule)),
  ];
}

async function fixActions(
  found: FileInProject,
  more: readonly FindingActions[],
  finding: Finding,
  diagnostics: Diagnostic[],
): Promise<CodeAction[]> {
  const { guided } = finding;
  const others = (await Promise.all(more.map((actionsFor) => actionsFor(found.project, finding)))).flat();
  for (const other of others) other.diagnostics = diagnostics;
  const actions = [...others, ...finding.fixes.map((fix) => fixAction(found, fix, diagnostics))];
  if (guided === undefined) return actions;
  // Asking for the values beats writing examples that have to be replaced.
  const action = new CodeAction(guided, CodeActionKind.QuickFix);
  action.command = {
    command: 'sfDeliverability.createRecord',
    title: guided,
    arguments: [found.project.uriOf(found.file)],
  };
  action.diagnostics = diagnostics;
  action.isPreferred = true;
  return [action, ...actions];
}

function fixAction({ project }: FileInProject, fix: Fix, diagnostics: Diagnostic[]): CodeAction {
  const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
  action.edit = workspaceEdit(project, fix.edits);
  action.diagnostics = diagnostics;
  action.isPreferred = fix.preferred;
  return action;
}

function silenceActions(
  found: FileInProject,
  source: SourceText,
  { rule, at }: Finding,
  diagnostics: Diagnostic[],
): CodeAction[] {
  const { project, file } = found;
  const settingsFile = project.facts.settingsFiles.find((one) => one.source.file === file);
  const action = (title: string, edit: Parameters<typeof workspaceEdit>[1]): CodeAction => {
    const made = new CodeAction(title, CodeActionKind.QuickFix);
    made.edit = workspaceEdit(project, edit);
    made.diagnostics = diagnostics;
    return made;
  };
  const inRecord = changeRules(project.facts, rule, 'off');
  const actions = inRecord ? [action(`Turn ${rule} off for the project`, [inRecord])] : [];
  if (!settingsFile?.root || at.file !== file) return actions;
  const { text } = source;
  const newline = newlineOf(text);
  const lineStart = at.range.start - source.positionAt(at.range.start).character;
  const indent = indentAt(text, at.range.start);
  const first = settingsFile.root.range.start;
  const insert = (offset: number, newText: string) => [
    { file, edits: [{ range: { start: offset, end: offset }, newText }] },
  ];
  // Nothing may stand before an XML declaration, not even a comment.
  const lineIsFree = lineStart > 0 || !text.startsWith('<?');
  const comment = `${indent}<!-- sf-deliverability-disable-next-line ${rule} -->${newline}`;
  return [
    ...(lineIsFree ? [action(`Disable ${rule} for this line`, insert(lineStart, comment))] : []),
    action(`Disable ${rule} for this file`, insert(first, `<!-- sf-deliverability-disable ${rule} -->${newline}`)),
    ...actions,
  ];
}

function documentationAction({ rule }: Finding): CodeAction {
  const title = `Show documentation for ${rule}`;
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { command: 'sfDeliverability.openRuleDocs', title, arguments: [rule] };
  return action;
}

/** Everything that is safe, in this file; or what is safe of one rule. */
function fixAllAction({ project, file }: FileInProject, rule?: string): CodeAction[] {
  const before = project.input.texts.find((one) => one.file === file)?.text;
  const text = fixAll({ ...project.input }, rule).get(file);
  if (before === undefined || text === undefined || text === before) return [];
  const title = rule === undefined ? 'Fix all problems whose fix cannot affect mail' : `Fix all ${rule} in this file`;
  const action = new CodeAction(title, rule === undefined ? FIX_ALL : CodeActionKind.QuickFix);
  // One edit from the first change to the last would quote a password between them; the first turn's are apart.
  const hasSecret = project.sources.get(file)?.text !== before;
  const edits = hasSecret ? (safeEdits(project.input, rule).get(file) ?? []) : [smallestEdit(before, text)];
  action.edit = workspaceEdit(project, [{ file, edits }]);
  return [action];
}

const distinctRules = (findings: readonly Finding[]): Finding[] =>
  findings.filter((finding, index) => findings.findIndex(({ rule }) => rule === finding.rule) === index);

const ruleOf = ({ code }: Diagnostic): unknown => (typeof code === 'object' ? code.value : code);
