import { sourceText, type SourceText } from '../../text/source.ts';
import { orgTlsSetting, understoodTlsSetting } from '../../mail/tlsSetting.ts';
import { jsonDomainList } from '../domains/domainList.ts';
import { placeOf, type DeliverabilityRecord, type SeverityOrOff, type RecordedTls } from '../facts.ts';
import {
  nodeRange,
  parseJson,
  properties,
  property,
  stringText,
  type JsonProperty,
  type Node,
} from '../../formats/json.ts';
import type { TextProblem } from '../../text/problem.ts';

export const DEFAULT_RECORD_PATH = 'config/email-deliverability.json';

export const SEVERITIES_AND_OFF: readonly SeverityOrOff[] = ['error', 'warning', 'info', 'hint', 'off'];
export const ACCESS_LEVELS: readonly string[] = ['NoAccess', 'SystemEmailOnly', 'AllEmail'];
const KEYS: readonly string[] = ['$schema', 'tlsSetting', 'restrictTlsToDomains', 'accessLevel', 'rules'];

/** Reads the deliverability file: what only Setup shows, noted so that it can be reviewed. Never throws. */
export function readRecord(file: string, text: string): DeliverabilityRecord {
  const source = sourceText(file, text);
  const { root, problem } = parseJson(text);
  const object = root?.type === 'object' ? root : undefined;
  const recordedTls = property(object, 'tlsSetting');
  const list = property(object, 'restrictTlsToDomains');
  return {
    source,
    problem: problem ?? (object ? undefined : { message: 'not a JSON object', range: root ? nodeRange(root) : WHOLE }),
    object,
    recordedTls: recordedTls && readRecordedTls(source, recordedTls),
    list: list?.value && jsonDomainList(source, list.value, list.nameRange),
    rules: readRules(object),
    notes: readNotes(object),
  };
}

const WHOLE = { start: 0, end: 0 };

function readRecordedTls(source: SourceText, { value, nameRange }: JsonProperty): RecordedTls {
  if (value?.type !== 'string') {
    const range = value ? nodeRange(value) : nameRange;
    const text = value ? source.text.slice(range.start, range.end) : '';
    return {
      place: placeOf(source, range),
      text,
      setting: undefined,
      exact: false,
      content: value && range,
      syntax: 'json-value',
    };
  }
  const decoded = stringText(source.text, value);
  return {
    place: placeOf(source, nodeRange(value)),
    text: decoded.value,
    setting: understoodTlsSetting(decoded.value),
    exact: orgTlsSetting(decoded.value) !== undefined,
    content: decoded.range,
    syntax: 'json',
  };
}

function readRules(object: Node | undefined): ReadonlyMap<string, SeverityOrOff> {
  const rules = new Map<string, SeverityOrOff>();
  for (const { name, value } of properties(property(object, 'rules')?.value)) {
    const recordedTls = SEVERITIES_AND_OFF.find((one) => one === value?.value);
    if (recordedTls !== undefined) rules.set(name, recordedTls);
  }
  return rules;
}

function readNotes(object: Node | undefined): readonly TextProblem[] {
  const notes: TextProblem[] = [];
  const note = (message: string, at: JsonProperty): void => {
    notes.push({ message, range: at.value ? nodeRange(at.value) : at.nameRange });
  };
  for (const one of properties(object)) {
    if (!KEYS.includes(one.name)) notes.push({ message: `unknown key "${one.name}"`, range: one.nameRange });
    if (one.name === 'restrictTlsToDomains' && !isStringList(one.value))
      note('restrictTlsToDomains must be an array of strings, or one string with commas', one);
    if (one.name === 'accessLevel' && !ACCESS_LEVELS.includes(String(one.value?.value)))
      note(`accessLevel must be one of ${ACCESS_LEVELS.join(', ')}`, one);
    if (one.name === 'rules')
      for (const rule of properties(one.value))
        if (!SEVERITIES_AND_OFF.some((recordedTls) => recordedTls === rule.value?.value))
          note(`the severity of "${rule.name}" must be one of ${SEVERITIES_AND_OFF.join(', ')}`, rule);
  }
  return notes;
}

function isStringList(node: Node | undefined): boolean {
  return (
    node?.type === 'string' || (node?.type === 'array' && (node.children ?? []).every((item) => item.type === 'string'))
  );
}
