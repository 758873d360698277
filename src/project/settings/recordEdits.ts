import type { FileEdit, TextEdit } from '../../text/edit.ts';
import { replace } from '../../text/edit.ts';
import type { DeliverabilityRecord, ProjectFacts, SeverityOrOff, RecordedTls } from '../facts.ts';
import { property } from '../../formats/json.ts';
import { insertChildren, removeChild, setProperty } from '../../formats/jsonEdits.ts';
import { listLiteral } from '../domains/listEdits.ts';

/** Values to write into the record; absent ones stay as they are. */
export interface RecordChange {
  readonly tlsSetting?: string;
  readonly restrictTlsToDomains?: readonly string[];
}

/** Changes the record, or creates it. Undefined if there is a file that cannot be read as a record. */
export function changeRecord(project: ProjectFacts, change: RecordChange): FileEdit | undefined {
  const { record, recordPath } = project;
  if (!record && project.occupied.includes(recordPath)) return undefined;
  if (!record || record.source.text.trim() === '') return newRecord(recordPath, change, record);
  const { object } = record;
  if (!object || record.problem) return undefined;
  const { text } = record.source;
  const added: string[] = [];
  const edits: TextEdit[] = [];
  const set = (name: string, literal: string): void => {
    if (property(object, name)) edits.push(...setProperty(text, object, name, literal));
    else added.push(`${JSON.stringify(name)}: ${literal}`);
  };
  if (change.tlsSetting !== undefined) set('tlsSetting', JSON.stringify(change.tlsSetting));
  if (change.restrictTlsToDomains) set('restrictTlsToDomains', listLiteral(change.restrictTlsToDomains));
  if (added.length > 0) edits.push(...insertChildren(text, object, added));
  return { file: record.source.file, edits };
}

/** Takes the domain list out of the record. */
export function removeRecordList({ source, object, problem }: DeliverabilityRecord): FileEdit | undefined {
  const child = object?.children?.find((one) => one.children?.[0]?.value === 'restrictTlsToDomains');
  if (!object || !child || problem) return undefined;
  return { file: source.file, edits: removeChild(source.text, object, child) };
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
export function changeRules(project: ProjectFacts, rule: string, level: SeverityOrOff): FileEdit | undefined {
  const { record, recordPath } = project;
  if (!record && project.occupied.includes(recordPath)) return undefined;
  if (!record) {
    const newText = `{\n  "rules": { ${JSON.stringify(rule)}: "${level}" }\n}\n`;
    return { file: recordPath, create: true, edits: [{ range: { start: 0, end: 0 }, newText }] };
  }
  const { object, problem, source } = record;
  if (!object || problem) return undefined;
  const rules = property(object, 'rules')?.value;
  const edits =
    rules?.type === 'object'
      ? setProperty(source.text, rules, rule, `"${level}"`)
      : setProperty(source.text, object, 'rules', `{ ${JSON.stringify(rule)}: "${level}" }`);
  return { file: source.file, edits };
}

/** Writes another setting where a level stands. Undefined where there is nothing that could be replaced. */
export function replaceRecordedTls(level: RecordedTls, setting: string): FileEdit | undefined {
  if (!level.content) return undefined;
  const newText = level.syntax === 'json-value' ? JSON.stringify(setting) : setting;
  return { file: level.place.file, edits: [replace(level.content, newText)] };
}
