import type { Answer, MxData, RecordType, TlsaData } from 'dns-packet';

/*
 * What the lab's name server knows: a table of names, and what is wrong with some of them.
 * Everything below `test.` (RFC 6761 §6.2) is its own; other names do not exist.
 */

export type LabRecord =
  | { readonly type: 'A' | 'AAAA' | 'CNAME' | 'PTR'; readonly data: string }
  | { readonly type: 'MX'; readonly data: Readonly<Required<MxData>> }
  | { readonly type: 'TXT'; readonly data: readonly string[] }
  | { readonly type: 'TLSA'; readonly data: Readonly<TlsaData> };

/**
 * How the server misbehaves when asked. `truncate`: over UDP only, so that the client comes back over TCP.
 * `servfail-once`: the first time only. `drop-edns`, `formerr-edns`: only what asks by EDNS, with no answer or with a
 * bare header.
 */
export type Trouble =
  | 'servfail'
  | 'servfail-once'
  | 'refused'
  | 'drop'
  | 'drop-edns'
  | 'formerr-edns'
  | 'slow'
  | 'truncate'
  | 'wrong-id'
  | 'wrong-question';

interface ZoneName {
  readonly records: readonly LabRecord[];
  readonly trouble: ReadonlyMap<RecordType, Trouble>;
  /** Whether answers about this name bear the AD bit, as from a validating resolver (RFC 4035 §3.2.3). */
  readonly secure: boolean;
}

/** By name: lower case, no trailing dot. */
export type Zone = ReadonlyMap<string, ZoneName>;

/** One line of the table; lines about the same name add up. */
export interface ZoneLine {
  readonly name: string;
  readonly records?: readonly LabRecord[];
  readonly trouble?: { readonly type: RecordType; readonly kind: Trouble };
  readonly secure?: boolean;
}

export interface ZoneAnswer {
  readonly exists: boolean;
  readonly answers: readonly Answer[];
  readonly secure: boolean;
  readonly trouble: Trouble | undefined;
}

export function zoneOf(lines: readonly ZoneLine[]): Zone {
  const zone = new Map<string, { records: LabRecord[]; trouble: Map<RecordType, Trouble>; secure: boolean }>();
  const at = (name: string) => {
    const known = zone.get(name) ?? { records: [], trouble: new Map<RecordType, Trouble>(), secure: false };
    zone.set(name, known);
    return known;
  };
  for (const line of lines) {
    const entry = at(canonical(line.name));
    entry.records.push(...(line.records ?? []));
    if (line.trouble) entry.trouble.set(line.trouble.type, line.trouble.kind);
    entry.secure ||= line.secure ?? false;
    // RFC 8020 §2: a name above an existing name exists too; it is NODATA, not NXDOMAIN.
    for (const parent of parents(canonical(line.name))) at(parent);
  }
  return zone;
}

/** More than any resolver follows. */
const MAX_CHAIN_LENGTH = 20;

/** Answers a question, following CNAMEs within the zone. */
export function lookUp(zone: Zone, question: string, type: RecordType): ZoneAnswer {
  const first = zone.get(canonical(question));
  const answers: Answer[] = [];
  let name = question;
  let secure = true;
  for (let hops = 0; hops < MAX_CHAIN_LENGTH; hops++) {
    const entry = zone.get(canonical(name));
    if (!entry) return { exists: false, answers, secure: secure && first !== undefined, trouble: undefined };
    secure &&= entry.secure;
    const found = entry.records.filter((record) => record.type === type);
    const alias = entry.records.find((record) => record.type === 'CNAME');
    answers.push(...(found.length > 0 || !alias ? found : [alias]).map((record) => answerFor(name, record)));
    if (found.length > 0 || alias?.type !== 'CNAME') break;
    name = alias.data;
  }
  return { exists: true, answers, secure, trouble: first?.trouble.get(type) };
}

/** The name that answers for an IPv4 address (RFC 1035 §3.5). */
export const reverseName = (address: string): string => `${address.split('.').reverse().join('.')}.in-addr.arpa`;

const TTL_SECONDS = 60;

function answerFor(name: string, record: LabRecord): Answer {
  const common = { name, ttl: TTL_SECONDS, class: 'IN' as const };
  // The library wants a list that it may change.
  return record.type === 'TXT' ? { ...common, type: 'TXT', data: [...record.data] } : { ...common, ...record };
}

const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');

function parents(name: string): string[] {
  const labels = name.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}
