import type { ProjectFacts } from '../facts.ts';
import type { Node } from '../../formats/json.ts';
import type { FilterRecord, RelayRecord } from './records.ts';
import { relays } from '../select.ts';

/** The relay that a filter sends mail to. */
export type RelayLink =
  | { readonly kind: 'relay'; readonly relay: RelayRecord }
  /** Relays that differ bear the same id, reference or host. */
  | { readonly kind: 'several'; readonly name: string; readonly relays: readonly RelayRecord[] }
  /** Relays are exported, and none of them is it. */
  | { readonly kind: 'missing'; readonly name: string }
  /** None of the project's relays could be it, because none is exported. */
  | { readonly kind: 'not-exported'; readonly name: string }
  /** A part of an export could not be read, and the relay may stand there. */
  | { readonly kind: 'unreadable'; readonly name: string }
  /** The filter's field is blank. */
  | { readonly kind: 'none' }
  /** The export does not have the field. */
  | { readonly kind: 'unsaid' };

/** Looks relays up for the filters of one project. */
export function relayLinks(project: ProjectFacts): (filter: FilterRecord) => RelayLink {
  const all = relays(project);
  const byId = groups(all, ({ id }) => id && idKey(id));
  const byReference = groups(all, ({ referenceId }) => referenceId);
  const byHost = groups(all, hostKey);
  const byObject = new Map<Node, RelayRecord>(
    all.flatMap((relay) => (relay.place.format === 'json' ? [[relay.place.object, relay]] : [])),
  );
  const lost = project.exports.some(({ problems }) => problems.some((one) => one.lost));
  const absent = (name: string): RelayLink => ({
    kind: lost ? 'unreadable' : all.length === 0 ? 'not-exported' : 'missing',
    name,
  });
  return ({ relay: reference, source }) => {
    switch (reference.kind) {
      case 'id':
        return chosen(byId.get(idKey(reference.id)), reference.id) ?? absent(reference.id);
      case 'reference': {
        // Two exports may both begin with EmailRelayRef1: the one of the same file is meant.
        const found = byReference.get(reference.reference) ?? [];
        const own = found.filter((relay) => relay.source === source);
        const name = `@${reference.reference}`;
        return chosen(own.length > 0 ? own : found, name) ?? absent(name);
      }
      case 'host':
        return chosen(byHost.get(reference.host.toLowerCase()), reference.host) ?? absent(reference.host);
      case 'parent': {
        const relay = byObject.get(reference.object);
        return relay ? { kind: 'relay', relay } : { kind: 'unsaid' };
      }
      case 'none':
        return { kind: 'none' };
      case 'unknown':
        return { kind: 'unsaid' };
    }
  };
}

/** The 18 characters of an id are its 15, and a check of their case. */
export const idKey = (id: string): string => (id.length === 18 ? id.slice(0, 15) : id);

export const hostKey = ({ host }: RelayRecord): string | undefined => host?.items[0]?.text.trim().toLowerCase();

function chosen(found: readonly RelayRecord[] | undefined, name: string): RelayLink | undefined {
  const [relay] = found ?? [];
  if (!found || !relay) return undefined;
  return found.every((other) => sameRelay(relay, other))
    ? { kind: 'relay', relay }
    : { kind: 'several', name, relays: found };
}

/** One relay may be exported twice, in JSON and in CSV. */
const sameRelay = (a: RelayRecord, b: RelayRecord): boolean =>
  hostKey(a) === hostKey(b) && a.port === b.port && a.tlsSetting === b.tlsSetting;

function groups(
  all: readonly RelayRecord[],
  key: (relay: RelayRecord) => string | undefined,
): ReadonlyMap<string, readonly RelayRecord[]> {
  const found = new Map<string, RelayRecord[]>();
  for (const relay of all) {
    const name = key(relay);
    if (name === undefined || name === '') continue;
    const group = found.get(name);
    if (group) group.push(relay);
    else found.set(name, [relay]);
  }
  return found;
}
