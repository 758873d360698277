/**
 * DNS look-ups as the preflight needs them: RFC 1035, and what RFC 4035 says of the AD bit.
 *
 * An answer is one of four things, and they must not be mixed up: records; no such domain (NXDOMAIN); a domain without
 * such records (NODATA); or no answer at all (SERVFAIL, REFUSED, time-out), which says nothing about the domain.
 *
 * The resolver is the system's (`node:dns`, which does not show the AD bit), a name server given as `host:port`
 * (`dnsServer.ts`), or a DNS-over-HTTPS server given by URL (`doh.ts`).
 */
import { Resolver as SystemResolver } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { errorCode, errorText } from '../errorText.ts';
import { within } from '../deadline.ts';

export interface MxRecord {
  readonly preference: number;
  /** Without trailing dot; empty for the root, which is a null MX (RFC 7505 §3). */
  readonly exchange: string;
}

/** RFC 6698 §2.1. */
export interface TlsaRecord {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly data: Buffer;
}

/** What a question of each type is answered with. TXT: the strings of one record joined, as RFC 8461 §3.1 says. */
export interface RecordData {
  readonly MX: MxRecord;
  readonly A: string;
  readonly AAAA: string;
  readonly TXT: string;
  readonly TLSA: TlsaRecord;
  readonly PTR: string;
}
export type RecordKind = keyof RecordData;

export type DnsAnswer<T> =
  | {
      readonly kind: 'found';
      readonly records: readonly T[];
      /** The name that the one asked for is an alias (CNAME) of. */
      readonly alias: string | undefined;
      /** The AD bit of a resolver that can be trusted with it: the answer is DNSSEC-secure. */
      readonly secure: boolean;
    }
  | { readonly kind: 'no-domain'; readonly secure: boolean }
  | { readonly kind: 'no-data'; readonly secure: boolean }
  | { readonly kind: 'temporary'; readonly code: string; readonly text: string };

export interface Resolver {
  /** Whether its AD bit is worth anything: RFC 7672 §2.1.1 wants a secure path to the validating resolver. */
  readonly validates: boolean;
  /** @throws only the reason of `signal` */
  query<K extends RecordKind>(name: string, type: K, signal: AbortSignal): Promise<DnsAnswer<RecordData[K]>>;
  close(): void;
}

/** RFC 1035 §2.3.4: what is longer cannot exist, and could not even be asked for. */
export function canBeAsked(name: string): boolean {
  const bytes = Buffer.byteLength(name);
  return bytes > 0 && bytes <= 253 && name.split('.').every((label) => label !== '' && Buffer.byteLength(label) <= 63);
}

/** Longer chains of aliases (CNAME) are taken for endless. */
export const MAX_ALIASES = 16;

export const temporary = (code: string, text: string): DnsAnswer<never> => ({ kind: 'temporary', code, text });

/**
 * @param ms for one question, with all tries
 * @param servers instead of those that the system is set up with
 */
export function systemResolver(ms: number, servers: readonly string[] = []): Resolver {
  const resolver = new SystemResolver({ timeout: Math.ceil(ms / 3), tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return {
    validates: false,
    async query(name, type, signal) {
      if (!canBeAsked(name)) return { kind: 'no-domain', secure: false };
      try {
        const waited = await within(ms, signal, () => systemAnswer(resolver, name, type));
        return waited.kind === 'value' ? waited.value : temporary('ETIMEOUT', 'no answer in time');
      } catch (error) {
        signal.throwIfAborted();
        return systemFailure(error);
      }
    },
    close() {
      resolver.cancel();
    },
  };
}

async function systemAnswer<K extends RecordKind>(
  resolver: SystemResolver,
  name: string,
  type: K,
): Promise<DnsAnswer<RecordData[K]>> {
  try {
    return await systemRecords(resolver, name, type);
  } catch (error) {
    const failure = systemFailure(error);
    const isEndless = failure.kind === 'no-data' && (await aliasesHaveNoEnd(resolver, name));
    return isEndless ? temporary('ELOOP', 'the aliases (CNAME) of the name have no end') : failure;
  }
}

/** c-ares says "no data" of a name whose aliases lead in a circle. */
async function aliasesHaveNoEnd(resolver: SystemResolver, name: string): Promise<boolean> {
  let owner: string | undefined = name;
  for (let hops = 0; hops <= MAX_ALIASES && owner !== undefined; hops++) owner = await systemAlias(resolver, owner);
  return owner !== undefined;
}

type Ask = (resolver: SystemResolver, name: string) => Promise<readonly unknown[]>;

async function systemRecords<K extends RecordKind>(
  resolver: SystemResolver,
  name: string,
  type: K,
): Promise<DnsAnswer<RecordData[K]>> {
  const ask: { readonly [T in RecordKind]: (...parameters: Parameters<Ask>) => Promise<readonly RecordData[T][]> } =
    ASK;
  const [records, alias] = await Promise.all([
    ask[type](resolver, name),
    type === 'A' || type === 'AAAA' ? systemAlias(resolver, name) : undefined,
  ]);
  if (records.length === 0) return { kind: 'no-data', secure: false };
  return { kind: 'found', records, alias, secure: false };
}

const ASK = {
  MX: async (resolver: SystemResolver, name: string): Promise<readonly MxRecord[]> =>
    (await resolver.resolveMx(name)).map(({ priority, exchange }) => ({
      preference: priority,
      exchange: plain(exchange),
    })),
  A: (resolver: SystemResolver, name: string): Promise<readonly string[]> => resolver.resolve4(name),
  AAAA: (resolver: SystemResolver, name: string): Promise<readonly string[]> => resolver.resolve6(name),
  TXT: async (resolver: SystemResolver, name: string): Promise<readonly string[]> =>
    (await resolver.resolveTxt(name)).map((strings) => strings.join('')),
  PTR: (resolver: SystemResolver, name: string): Promise<readonly string[]> => resolver.resolvePtr(name),
  TLSA: async (resolver: SystemResolver, name: string): Promise<readonly TlsaRecord[]> => {
    // Node 22.15 and newer.
    const known: unknown = Reflect.get(resolver, 'resolveTlsa');
    if (typeof known !== 'function')
      throw Object.assign(new Error('the system resolver cannot look up TLSA records here'), { code: 'ENOTIMP' });
    return (await resolver.resolveTlsa(name)).map(({ certUsage, selector, match, data }) => ({
      usage: certUsage,
      selector,
      matchingType: match,
      data: Buffer.from(data),
    }));
  },
};

/** c-ares follows aliases silently, so they are asked for. */
async function systemAlias(resolver: SystemResolver, name: string): Promise<string | undefined> {
  try {
    return (await resolver.resolveCname(name))[0];
  } catch {
    return undefined;
  }
}

function systemFailure(error: unknown): DnsAnswer<never> {
  const code = errorCode(error);
  if (code === 'ENOTFOUND') return { kind: 'no-domain', secure: false };
  if (code === 'ENODATA') return { kind: 'no-data', secure: false };
  return temporary(code === '' ? 'EUNKNOWN' : code, errorText(error));
}

export const plain = (name: string): string => name.replace(/\.$/, '');

/** The name under which an address is looked up in reverse: RFC 1035 §3.5, RFC 3596 §2.5. Undefined: no address. */
export function reverseName(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  const ip = ipaddr.process(address);
  if (ip.kind() === 'ipv4') return `${ip.toByteArray().toReversed().join('.')}.in-addr.arpa`;
  const nibbles = ip.toByteArray().flatMap((byte) => [byte >> 4, byte & 0xf]);
  return `${nibbles
    .toReversed()
    .map((nibble) => nibble.toString(16))
    .join('.')}.ip6.arpa`;
}
