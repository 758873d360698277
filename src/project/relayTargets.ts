import type { TlsSetting } from '../tls/setting.ts';
import type { ProjectFacts } from './facts.ts';
import type { FilterRecord, RelayRecord } from './relayFacts.ts';
import { relayLinks, type RelayLink } from './relayLinks.ts';
import { filters } from './select.ts';

/** The ports of an EmailRelay: Salesforce connects to no others. */
export const RELAY_PORTS: readonly number[] = [25, 587, 10025, 11025];

/** Where a relay answers. */
export interface RelayAddress {
  /** A host name as A-labels in lower case, or an IP address. */
  readonly host: string;
  readonly port: number;
}

/** What keeps a relay from being probed and judged. */
export type RelayFault =
  'host-unsaid' | 'host-invalid' | 'port-unsaid' | 'port-invalid' | 'setting-unsaid' | 'setting-invalid';

export type RelayUse =
  /** An active filter sends mail to it. */
  | 'active'
  /** The project leaves open whether one does. */
  | 'unknown'
  /** Filters name it, and none of them is active. */
  | 'inactive'
  /** Filters are exported, and none names it. */
  | 'unused';

/** Where the relay answers, if its export says so, and says what an EmailRelay can be. */
export function relayAddress({ host, port, fields }: RelayRecord): RelayAddress | RelayFault {
  const pattern = host?.items[0]?.pattern;
  if (!pattern) return fields.get('Host')?.state === 'value' ? 'host-invalid' : 'host-unsaid';
  const name =
    pattern.kind === 'ip'
      ? pattern.ip.address
      : pattern.kind === 'domain' && pattern.wildcard === 'none'
        ? pattern.base
        : undefined;
  if (name === undefined) return 'host-invalid';
  if (port === undefined) return fields.get('Port')?.state === 'value' ? 'port-invalid' : 'port-unsaid';
  return RELAY_PORTS.includes(port) ? { host: name, port } : 'port-invalid';
}

/** A relay with all that a preflight needs of it, or what is missing. */
export type RelayTarget =
  | { readonly relay: RelayRecord; readonly address: RelayAddress; readonly setting: TlsSetting }
  | { readonly relay: RelayRecord; readonly fault: RelayFault };

export function relayTarget(relay: RelayRecord): RelayTarget {
  const address = relayAddress(relay);
  if (typeof address === 'string') return { relay, fault: address };
  if (relay.tlsSetting !== undefined) return { relay, address, setting: relay.tlsSetting };
  const written = relay.fields.get('TlsSetting')?.state === 'value';
  return { relay, fault: written ? 'setting-invalid' : 'setting-unsaid' };
}

/** What is known of the filters that name a relay. */
interface Named {
  /** One of them is active, and means no other relay. */
  active: boolean;
  /** One of them may be active. */
  open: boolean;
}

/** Whether mail goes through a relay. Without an active filter a relay has no effect. */
export function relayUses(project: ProjectFacts): (relay: RelayRecord) => RelayUse {
  const linkOf = relayLinks(project);
  const all = filters(project).map((filter) => ({ filter, link: linkOf(filter) }));
  const known = new Map<string, Named>();
  for (const { filter, link } of all)
    for (const relay of namedBy(link))
      for (const key of keysOf(relay)) {
        const named = known.get(key) ?? { active: false, open: false };
        named.active ||= filter.active === true && link.kind === 'relay';
        named.open ||= filter.active !== false;
        known.set(key, named);
      }
  const lost = project.exports.some(({ problems }) => problems.some((one) => one.lost));
  const maybe = new Set(
    all.flatMap(({ filter, link }) => (filter.active === false ? [] : (strayOf(filter, link) ?? []))),
  );
  return (relay) => {
    const named = askedKeys(relay).flatMap((key) => known.get(key) ?? []);
    if (named.some(({ active }) => active)) return 'active';
    const open = all.length === 0 || lost || named.some((one) => one.open) || [...maybe].some((one) => one(relay));
    if (open) return 'unknown';
    return named.length > 0 ? 'inactive' : 'unused';
  };
}

function namedBy(link: RelayLink): readonly RelayRecord[] {
  if (link.kind === 'relay') return [link.relay];
  return link.kind === 'several' ? link.relays : [];
}

/*
 * One relay may be exported twice, in JSON and in CSV, and filters lead to the first. Two records with ids are one relay
 * if the ids are the same, others if host and port are.
 */
const keysOf = (relay: RelayRecord): readonly string[] => [
  relay.id === undefined ? `without id, ${placeOf(relay)}` : idKey(relay.id),
  placeOf(relay),
];

const askedKeys = (relay: RelayRecord): readonly string[] =>
  relay.id === undefined ? [placeOf(relay)] : [idKey(relay.id), `without id, ${placeOf(relay)}`];

/** The 18 characters of an id are its 15, and a check of their case. */
const idKey = (id: string): string => `id ${id.slice(0, 15)}`;

const placeOf = ({ host, port, range, source }: RelayRecord): string =>
  host ? `at ${host.items[0]?.text.trim().toLowerCase() ?? ''}:${port ?? ''}` : `${source.file} ${range.start}`;

type Stray = (relay: RelayRecord) => boolean;
const ANY: Stray = () => true;
const WITHOUT_ID: Stray = ({ id }) => id === undefined;
const WITHOUT_REFERENCE: Stray = ({ referenceId }) => referenceId === undefined;
const WITHOUT_HOST: Stray = ({ host }) => host === undefined;

/** The relays that a filter may mean though nothing says so: its field, or theirs, is not exported. */
function strayOf({ relay: reference }: FilterRecord, { kind }: RelayLink): Stray | undefined {
  if (kind === 'unsaid' || kind === 'unreadable') return ANY;
  if (kind !== 'missing') return undefined;
  switch (reference.kind) {
    case 'id':
      return WITHOUT_ID;
    case 'reference':
      return WITHOUT_REFERENCE;
    case 'host':
      return WITHOUT_HOST;
    default:
      return undefined;
  }
}
