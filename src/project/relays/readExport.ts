import { rangeOf, sourceText, type Range, type SourceText } from '../../text/source.ts';
import { understoodRelayTlsSetting } from '../../mail/tlsSetting.ts';
import { csvExport } from './csvExport.ts';
import { pointAt, segmentItems, wholeItem } from '../domains/domainList.ts';
import { jsonExport } from './jsonExport.ts';
import {
  FILTER_FIELDS,
  RELAY_FIELDS,
  type DomainScope,
  type ExportedObject,
  type ExportField,
  type ExportFieldName,
  type ExportFile,
  type FilterRecord,
  type RelayRecord,
  type RelayReference,
} from './records.ts';
import type { RawField, RawRecord } from './rawRecord.ts';
import type { DomainList } from '../domains/model.ts';

/** Reads exported relays and domain filters, in JSON or CSV by the file's name. Never throws. */
export function readExport(file: string, text: string): ExportFile {
  const source = sourceText(file, text);
  const { records, problems, secrets } = file.toLowerCase().endsWith('.csv') ? csvExport(source) : jsonExport(source);
  const read = records.flatMap((raw) => readRecord(source, raw) ?? []);
  const filters = read.filter((one) => one.object === 'EmailDomainFilter');
  const exported = new Set(filters.flatMap(({ raw }) => [...raw.fields.keys()]));
  return {
    source,
    shown: secrets.length === 0 ? source : sourceText(file, masked(text, secrets)),
    problems,
    relays: read.filter((one) => one.object === 'EmailRelay').map(relay),
    filters: filters.map((one) => filter(one, exported)),
  };
}

/** A record of which it is known what it is, with its fields. */
interface ReadRecord<Object extends ExportedObject> {
  readonly object: Object;
  readonly source: SourceText;
  readonly raw: RawRecord;
  readonly fields: ReadonlyMap<ExportFieldName, ExportField>;
}

type ReadRelay = ReadRecord<'EmailRelay'>;
type ReadFilter = ReadRecord<'EmailDomainFilter'>;

function readRecord(source: SourceText, raw: RawRecord): ReadRelay | ReadFilter | undefined {
  const object = objectOf(source.file, raw);
  return object && { object, source, raw, fields: readFields(source, raw, FIELDS[object]) };
}

const FIELDS: Readonly<Record<ExportedObject, readonly ExportFieldName[]>> = {
  EmailRelay: RELAY_FIELDS,
  EmailDomainFilter: FILTER_FIELDS,
};

/** Stars of the same length, so that every position stays what it is. */
function masked(text: string, secrets: readonly Range[]): string {
  let result = '';
  let done = 0;
  for (const { start, end } of [...secrets].sort((a, b) => a.start - b.start)) {
    const from = Math.max(start, done);
    if (from >= end) continue;
    result += text.slice(done, from) + text.slice(from, end).replace(/[^\r\n]/g, '*');
    done = end;
  }
  return result + text.slice(done);
}

/** What only one of the two objects has; the password counts for nothing, so that it is not told from it. */
const RELAY_ONLY = ['host', 'port', 'tlssetting', 'isrequireauth', 'authtype', 'username', 'password'];
const FILTER_ONLY = [
  'emailrelayid',
  'emailrelay.id',
  'emailrelay.host',
  'fromdomain',
  'todomain',
  'prioritynumber',
  'isactive',
];

/** By `attributes.type`, else by the fields, else by the file's name. */
function objectOf(file: string, { type, fields }: RawRecord): ExportedObject | undefined {
  if (type !== undefined) return OBJECTS.find((one) => one.toLowerCase() === type.toLowerCase());
  const relayish = RELAY_ONLY.filter((name) => fields.has(name)).length;
  const filterish = FILTER_ONLY.filter((name) => fields.has(name)).length;
  if (relayish + filterish === 0) return undefined;
  if (relayish !== filterish) return relayish > filterish ? 'EmailRelay' : 'EmailDomainFilter';
  return OBJECTS.find((one) => file.slice(file.lastIndexOf('/') + 1).startsWith(one));
}

const OBJECTS: readonly ExportedObject[] = ['EmailRelay', 'EmailDomainFilter'];

function relay({ object, source, raw, fields }: ReadRelay): RelayRecord {
  const text = (name: ExportFieldName): string | undefined => fields.get(name)?.text;
  const setting = text('TlsSetting');
  const password = fields.get('Password');
  const auth = text('AuthType')?.toUpperCase();
  return {
    object,
    source,
    place: raw.place,
    range: raw.range,
    fields,
    id: text('Id'),
    shownRange: pointAtRecord(source, raw, ['host', 'id']),
    referenceId: raw.referenceId,
    host: hostOf(source, raw.fields.get('host')),
    port: wholeNumber(text('Port')),
    tlsSetting: setting === undefined ? undefined : understoodRelayTlsSetting(setting),
    requiresAuth: booleanOf(text('IsRequireAuth')),
    authType: auth === 'PLAIN' || auth === 'LOGIN' ? auth : undefined,
    username: text('Username'),
    password: password?.state === 'empty' ? undefined : password,
  };
}

/** @param exported the fields that some filter of the file has: one that leaves such a field out has it empty */
function filter({ object, source, raw, fields }: ReadFilter, exported: ReadonlySet<string>): FilterRecord {
  const text = (name: ExportFieldName): string | undefined => fields.get(name)?.text;
  const isEmpty = (name: ExportFieldName): boolean => {
    const field = fields.get(name);
    return field ? field.state === 'empty' : exported.has(name.toLowerCase());
  };
  const scope = (name: 'FromDomain' | 'ToDomain'): DomainScope => {
    const list = domainsOf(source, raw.fields.get(name.toLowerCase()));
    if (list) return { kind: 'list', list };
    return isEmpty(name) ? { kind: 'all' } : { kind: 'unknown' };
  };
  return {
    object,
    source,
    place: raw.place,
    range: raw.range,
    fields,
    id: text('Id'),
    shownRange: pointAtRecord(source, raw, ['todomain', 'fromdomain', 'emailrelayid', 'id']),
    relay: relayReference(raw, text, isEmpty('EmailRelayId')),
    from: scope('FromDomain'),
    to: scope('ToDomain'),
    active: booleanOf(text('IsActive')),
    priority: wholeNumber(text('PriorityNumber')) ?? (isEmpty('PriorityNumber') ? 'blank' : undefined),
  };
}

function relayReference(
  { parent }: RawRecord,
  text: (name: ExportFieldName) => string | undefined,
  empty: boolean,
): RelayReference {
  const id = text('EmailRelayId') ?? text('EmailRelay.Id');
  if (id?.startsWith('@') === true) return { kind: 'reference', reference: id.slice(1) };
  if (id !== undefined) return { kind: 'id', id };
  const host = text('EmailRelay.Host');
  if (host !== undefined) return { kind: 'host', host };
  if (parent) return { kind: 'parent', object: parent };
  return { kind: empty ? 'none' : 'unknown' };
}

/** The fields of these names that the record has. */
function readFields(
  source: SourceText,
  record: RawRecord,
  names: readonly ExportFieldName[],
): ReadonlyMap<ExportFieldName, ExportField> {
  const fields = new Map<ExportFieldName, ExportField>();
  for (const name of names) {
    const raw = record.fields.get(name.toLowerCase());
    if (!raw) continue;
    const { nameRange, range, state } = raw;
    const shownRange = range.start === range.end ? nameRange : pointAt(source, range, nameRange);
    const text = state === 'value' ? raw.text?.trim() : undefined;
    fields.set(name, { name, nameRange, range, shownRange, state, text });
  }
  return fields;
}

/** The record if it stands on one line, else the first of these fields, else its first character. */
function pointAtRecord(source: SourceText, { range, fields, place }: RawRecord, names: readonly string[]): Range {
  const telling = names.map((name) => fields.get(name)).find((field) => field?.state === 'value');
  const first = place.format === 'csv' ? place.row.cells[0]?.range : undefined;
  return pointAt(source, range, telling?.range ?? first ?? rangeOf(range.start, range.start + 1));
}

/** `FromDomain` and `ToDomain`: domains with commas between them. */
function domainsOf(source: SourceText, field: RawField | undefined): DomainList | undefined {
  if (field?.state !== 'value' || !field.segment) return undefined;
  const range = pointAt(source, field.range, field.nameRange);
  return { source, range, items: segmentItems(field.segment, false), array: undefined };
}

function hostOf(source: SourceText, field: RawField | undefined): DomainList | undefined {
  if (field?.state !== 'value' || !field.segment) return undefined;
  const range = pointAt(source, field.range, field.nameRange);
  return { source, range, items: [wholeItem(field.segment)], array: undefined };
}

/** Spreadsheets write TRUE; `1` is what some tools make of it. */
function booleanOf(text: string | undefined): boolean | undefined {
  if (text === undefined) return undefined;
  if (/^(true|1)$/i.test(text)) return true;
  return /^(false|0)$/i.test(text) ? false : undefined;
}

/** `10`, and `10.0` as queries give numbers. */
const wholeNumber = (text: string | undefined): number | undefined =>
  text !== undefined && /^-?\d{1,9}(\.0+)?$/.test(text) ? Number(text) : undefined;
