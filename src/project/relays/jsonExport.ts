import { rangeOf, type Range, type SourceText } from '../../text/source.ts';
import type { JsonRecordPlace } from './records.ts';
import {
  nodeRange,
  parseJson,
  properties,
  property,
  stringText,
  type JsonProperty,
  type Node,
} from '../../formats/json.ts';
import { isSecret, MAX_RECORDS, tooMany, type RawExport, type RawField, type RawRecord } from './rawRecord.ts';

/**
 * Exported records in JSON: `sf data export tree` (`{"records": [...]}`, children nested), `sf data query --json`
 * (`{"status": 0, "result": {"records": [...]}}`), `sf data get record --json`, and a bare array.
 */
export function jsonExport(source: SourceText): RawExport {
  const { root, problem } = parseJson(source.text);
  const secrets = [...(problem ? guessedSecrets(source.text) : []), ...(root ? takeSecrets(root) : [])];
  const found = root ? containers(root) : [];
  const records: RawRecord[] = [];
  const full = found.every((container) => addRecords(source, container, undefined, records));
  const unknown = root !== undefined && !problem && found.length === 0 && !isPlan(root);
  return {
    records,
    problems: [
      ...(problem ? [{ message: `not valid JSON: ${problem.message}`, range: problem.range, lost: true }] : []),
      ...(unknown ? [{ message: 'contains no exported records', range: rangeOf(0, 0), lost: false }] : []),
      ...(full ? [] : [tooMany(records.at(-1)?.range.end ?? 0, source)]),
    ],
    secrets,
  };
}

/** What holds the records: arrays, or the one record that was asked for. */
function containers(root: Node): readonly Node[] {
  if (root.type === 'array') return isPlan(root) ? [] : [root];
  const result = property(root, 'result')?.value;
  const lists = [property(root, 'records')?.value, property(result, 'records')?.value, result];
  const list = lists.find((node) => node?.type === 'array');
  if (list) return [list];
  const single = [root, result].find((node) => property(node, 'attributes'));
  return single ? [single] : [];
}

/** `sf data export tree --plan` writes such a file beside the records. */
const isPlan = (root: Node): boolean =>
  root.type === 'array' &&
  (root.children ?? []).some((child) => property(child, 'sobject') !== undefined && property(child, 'files'));

/** False if there are more records than are read. */
function addRecords(source: SourceText, container: Node, parent: Node | undefined, records: RawRecord[]): boolean {
  const array = container.type === 'array' ? container : undefined;
  for (const object of array?.children ?? [container]) {
    if (object.type !== 'object') continue;
    if (records.length >= MAX_RECORDS) return false;
    const { record, children } = readObject(source, { format: 'json', object, array }, parent);
    records.push(record);
    for (const child of children) if (!addRecords(source, child, object, records)) return false;
  }
  return true;
}

function readObject(source: SourceText, place: JsonRecordPlace, parent: Node | undefined) {
  const fields = new Map<string, RawField>();
  const children: Node[] = [];
  let attributes: Node | undefined;
  for (const one of properties(place.object)) {
    const name = one.name.trim().toLowerCase();
    const list = property(one.value, 'records')?.value;
    if (name === 'attributes') attributes = one.value;
    else if (list?.type === 'array') children.push(list);
    else {
      fields.set(name, readField(source, name, one));
      if (one.value?.type === 'object')
        for (const inner of properties(one.value)) {
          const path = `${name}.${inner.name.trim().toLowerCase()}`;
          fields.set(path, readField(source, path, inner));
        }
    }
  }
  const record: RawRecord = {
    place,
    range: nodeRange(place.object),
    type: stringOf(property(attributes, 'type')),
    referenceId: stringOf(property(attributes, 'referenceId')),
    parent,
    fields,
  };
  return { record, children };
}

const stringOf = (one: JsonProperty | undefined): string | undefined =>
  one?.value?.type === 'string' ? String(one.value.value) : undefined;

function readField(source: SourceText, name: string, { nameRange, value }: JsonProperty): RawField {
  const range = value ? nodeRange(value) : nameRange;
  if (!value || value.type === 'object' || value.type === 'array' || value.type === 'property')
    return { nameRange, range, state: 'unreadable', text: undefined, segment: undefined };
  if (value.type === 'null') return { nameRange, range, state: 'empty', text: undefined, segment: undefined };
  if (isSecret(name)) {
    const state = /^""?$/.test(source.text.slice(range.start, range.end)) ? 'empty' : 'value';
    return { nameRange, range, state, text: undefined, segment: undefined };
  }
  if (value.type !== 'string')
    return { nameRange, range, state: 'value', text: source.text.slice(range.start, range.end), segment: undefined };
  const text = stringText(source.text, value);
  return {
    nameRange,
    range,
    state: text.value.trim() === '' ? 'empty' : 'value',
    text: text.value,
    segment: { text, outer: range, syntax: 'json' },
  };
}

/** Where passwords stand, whatever object holds them; their text leaves the tree, which is kept for edits. */
function takeSecrets(root: Node): readonly Range[] {
  const found: Range[] = [];
  const todo: Node[] = [root];
  for (let node = todo.pop(); node; node = todo.pop()) {
    for (const { name, value } of properties(node)) {
      if (!value || !isSecret(name)) continue;
      found.push(nodeRange(value));
      Object.assign(value, { value: undefined, children: undefined });
    }
    todo.push(...(node.children ?? []));
  }
  return found;
}

/** In a text that is being typed, a password may stand where the tree has none. */
const guessedSecrets = (text: string): readonly Range[] =>
  [...text.matchAll(/"password"[ \t\r\n]{0,100}:?[ \t\r\n]{0,100}("(?:[^"\\\r\n]|\\.)*"?|[^\s,}"]+)/gi)].map(
    (match) => {
      const end = match.index + match[0].length;
      return rangeOf(end - (match[1]?.length ?? 0), end);
    },
  );
