import { placeOf, type ProjectFacts } from '../project/facts.ts';
import type {
  DomainScope,
  ExportField,
  ExportFieldName,
  FilterRecord,
  RelayRecord,
  RelayReference,
} from '../project/relays/records.ts';
import { filters, relays } from '../project/select.ts';
import type { Place } from '../text/source.ts';
import { entriesByForm } from './mailClasses.ts';
import type { FieldChange, RecordChange } from './model.ts';
import { pairUp, type Pair } from './pairing.ts';
import type { Found } from './settingChanges.ts';
import { relayHost, relayServer } from './treatment.ts';

/** An exported record of two versions, and what changed. */
export interface FoundRecord extends Found {
  readonly what: RecordChange;
  readonly records: readonly (RelayRecord | FilterRecord)[];
}

export function relayChanges(before: ProjectFacts, after: ProjectFacts): readonly FoundRecord[] {
  const pairs = pairUp(once(relays(before)), once(relays(after)), [
    ({ id }) => id?.slice(0, 15),
    ({ referenceId }) => referenceId,
    relayServer,
    relayHost,
  ]);
  return pairs.flatMap((pair) => recordChange('relay', pair, relayValues, relayHost));
}

export function filterChanges(before: ProjectFacts, after: ProjectFacts): readonly FoundRecord[] {
  const scopes = ({ from, to }: FilterRecord): string => `${scopeText(from) ?? '?'} > ${scopeText(to) ?? '?'}`;
  const pairs = pairUp(once(filters(before)), once(filters(after)), [
    ({ id }) => id?.slice(0, 15),
    (filter) => `${filter.priority} ${scopes(filter)}`,
    scopes,
    ({ priority }) => (typeof priority === 'number' ? String(priority) : undefined),
  ]);
  return pairs.flatMap((pair) => recordChange('filter', pair, filterValues, filterName));
}

/** A record may be exported twice, in JSON and in CSV. */
function once<T extends RelayRecord | FilterRecord>(records: readonly T[]): readonly T[] {
  const seen = new Set<string>();
  return records.filter(({ id }) => {
    if (id === undefined) return true;
    const key = id.slice(0, 15);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

type Values = ReadonlyMap<string, { readonly text: string | undefined; readonly field: ExportField | undefined }>;

function recordChange<T extends RelayRecord | FilterRecord>(
  kind: RecordChange['kind'],
  { before, after }: Pair<T>,
  valuesOf: (record: T) => Values,
  nameOf: (record: T) => string | undefined,
): readonly FoundRecord[] {
  const [old, now]: readonly Values[] = [before ? valuesOf(before) : new Map(), after ? valuesOf(after) : new Map()];
  const names = [...new Set([...(now?.keys() ?? []), ...(old?.keys() ?? [])])];
  const changed = names.filter((name) => old?.get(name)?.text !== now?.get(name)?.text);
  if (before && after && changed.length === 0) return [];
  const fields = changed.map((name): FieldChange => ({
    name,
    before: old?.get(name)?.text,
    after: now?.get(name)?.text,
  }));
  const change = changeOf(before, after);
  const named = after ?? before;
  const [first] = changed;
  const place = (record: T | undefined, values: Values | undefined): Place | undefined => {
    const field = change === 'changed' && first !== undefined ? values?.get(first)?.field : undefined;
    return record && placeOf(record.source, field?.shownRange ?? record.shownRange);
  };
  return [
    {
      what: { kind, change, name: named && nameOf(named), fields },
      before: place(before, old),
      after: place(after, now),
      records: [before, after].flatMap((one) => one ?? []),
    },
  ];
}

function changeOf(before: unknown, after: unknown): RecordChange['change'] {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'changed';
}

const filterName = ({ priority }: FilterRecord): string | undefined =>
  priority === undefined ? undefined : String(priority);

/** As meant, so that `587` and `"587"`, or two spellings of one setting, are no change. A password is never compared. */
function relayValues(relay: RelayRecord): Values {
  return new Map([
    ...value(relay, 'Host', relayHost(relay)),
    ...value(relay, 'Port', relay.port?.toString()),
    ...value(relay, 'TlsSetting', relay.tlsSetting),
    ...value(relay, 'IsRequireAuth', relay.requiresAuth?.toString()),
    ...value(relay, 'AuthType', relay.authType),
    ...value(relay, 'Username', relay.username),
  ]);
}

function filterValues(filter: FilterRecord): Values {
  const { relay } = filter;
  return new Map([
    ...value(filter, relay.kind === 'host' ? 'EmailRelay.Host' : 'EmailRelayId', relayText(relay)),
    ...value(filter, 'FromDomain', scopeText(filter.from)),
    ...value(filter, 'ToDomain', scopeText(filter.to)),
    ...value(filter, 'IsActive', filter.active?.toString()),
    ...value(filter, 'PriorityNumber', filter.priority?.toString()),
  ]);
}

/** Which relay a filter names; undefined where it names none that can be compared. */
function relayText(relay: RelayReference): string | undefined {
  switch (relay.kind) {
    case 'id':
      return relay.id.slice(0, 15);
    case 'reference':
      return `@${relay.reference}`;
    case 'host':
      return relay.host.toLowerCase();
    case 'parent':
    case 'none':
    case 'unknown':
      return undefined;
  }
}

/** What is not understood is compared as written. */
function value(
  { fields }: RelayRecord | FilterRecord,
  name: ExportFieldName,
  meant: string | undefined,
): readonly (readonly [string, { readonly text: string | undefined; readonly field: ExportField | undefined }])[] {
  const field = fields.get(name);
  const text = meant ?? (field?.state === 'value' ? field.text : undefined);
  return text === undefined ? [] : [[name, { text, field }]];
}

function scopeText(scope: DomainScope): string | undefined {
  if (scope.kind === 'unknown') return undefined;
  return scope.kind === 'all' ? '*' : [...entriesByForm(scope.list.items).keys()].sort().join(', ');
}
