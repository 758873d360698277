import type { FileEdit, TextEdit } from '../text/edit.ts';
import { replace } from '../text/edit.ts';
import type { DeliverabilityRecord, ProjectFacts, RuleLevel, TlsLevel } from './facts.ts';
import { property } from './json.ts';
import { removeChild, setProperty } from './jsonEdits.ts';
import { listLiteral } from './listEdits.ts';

/** Values to write into the record; absent ones stay as they are, `undefined` lists are removed. */
export interface RecordChange {
  readonly tlsSetting?: string;
  readonly restrictTlsToDomains?: readonly string[] | undefined;
}

/** Changes the record, or creates it. Undefined if there is a file that cannot be read as a record. */
export function changeRecord(project: ProjectFacts, change: RecordChange): FileEdit | undefined {
  const { record, recordPath } = project;
  if (!record || record.source.text.trim() === '') return newRecord(recordPath, change, record);
  const { object } = record;
  if (!object || record.problem) return undefined;
  const { text } = record.source;
  // Each new property is put behind the last one, so two of them would be two inserts at one place.
  const inserts: string[] = [];
  const edits: TextEdit[] = [];
  const set = (name: string, literal: string): void => {
    if (property(object, name)) edits.push(setProperty(text, object, name, literal));
    else inserts.push(setProperty(text, object, name, literal).newText);
  };
  if (change.tlsSetting !== undefined) set('tlsSetting', JSON.stringify(change.tlsSetting));
  if (change.restrictTlsToDomains) set('restrictTlsToDomains', listLiteral(change.restrictTlsToDomains));
  else if ('restrictTlsToDomains' in change) {
    const child = object.children?.find((one) => one.children?.[0]?.value === 'restrictTlsToDomains');
    if (child) edits.push(removeChild(text, object, child));
  }
  const [firstInsert, ...moreInserts] = inserts;
  if (firstInsert !== undefined) {
    const { range } = setProperty(text, object, NOT_A_KEY, '0');
    const joined = object.children?.length ? inserts.join('') : joinIntoEmpty(firstInsert, moreInserts);
    edits.push(replace(range, joined));
  }
  return { file: record.source.file, edits };
}

/** Any key that no record has. */
const NOT_A_KEY = '';

/** Properties for `{}` come with the white space of the braces around each: keep one of it. */
function joinIntoEmpty(first: string, rest: readonly string[]): string {
  const closing = /\s*$/.exec(first)?.[0] ?? '';
  return [first.trimEnd(), ...rest.map((one) => one.trimEnd())].join(',') + closing;
}

function newRecord(file: string, change: RecordChange, existing: DeliverabilityRecord | undefined): FileEdit {
  const lines = [
    ...(change.tlsSetting === undefined ? [] : [`  "tlsSetting": ${JSON.stringify(change.tlsSetting)}`]),
    ...(change.restrictTlsToDomains ? [`  "restrictTlsToDomains": ${listLiteral(change.restrictTlsToDomains)}`] : []),
  ];
  const newText = `{\n${lines.join(',\n')}\n}\n`;
  if (!existing) return { file, create: true, edits: [{ range: { start: 0, end: 0 }, newText }] };
  return { file, edits: [{ range: { start: 0, end: existing.source.text.length }, newText }] };
}

/** Sets a rule's severity in the record, or in a new record. */
export function changeRules(project: ProjectFacts, rule: string, level: RuleLevel): FileEdit | undefined {
  const { record, recordPath } = project;
  if (!record) {
    const newText = `{\n  "rules": { ${JSON.stringify(rule)}: "${level}" }\n}\n`;
    return { file: recordPath, create: true, edits: [{ range: { start: 0, end: 0 }, newText }] };
  }
  const { object, problem, source } = record;
  if (!object || problem) return undefined;
  const rules = property(object, 'rules')?.value;
  const edit =
    rules?.type === 'object'
      ? setProperty(source.text, rules, rule, `"${level}"`)
      : setProperty(source.text, object, 'rules', `{ ${JSON.stringify(rule)}: "${level}" }`);
  return { file: source.file, edits: [edit] };
}

/** Writes another setting where a level stands. */
export function replaceLevel(level: TlsLevel, setting: string): FileEdit {
  const newText = level.syntax === 'json-value' ? JSON.stringify(setting) : setting;
  return { file: level.place.file, edits: [replace(level.content, newText)] };
}
