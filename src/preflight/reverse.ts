/**
 * The host names of an IP address: the names that its PTR records give (RFC 1035 §3.5, RFC 3596 §2.5), each confirmed
 * by looking it up again. Anybody may write any name into the reverse zone of an address of theirs, so a name that
 * does not lead back to the address is not taken for its name (RFC 8499 §7, "forward-confirmed").
 */
import ipaddr from 'ipaddr.js';
import { hostNameFault } from '../tls/domain.ts';
import { type DnsAnswer, plain, type Resolver, reverseName } from './dns.ts';
import { evidenceText } from './evidence.ts';
import { DEFAULT_DEADLINES, type PreflightOptions } from './options.ts';
import { resolverFor } from './resolver.ts';
import { trustStore } from './trust.ts';

export interface HostNames {
  /** Names that lead back to the address: A-labels in lower case, sorted. */
  readonly confirmed: readonly string[];
  /** Names that do not; printable. */
  readonly unconfirmed: readonly string[];
  /** Names whose look-up gave no answer; printable. */
  readonly unknown: readonly string[];
  /** Why the reverse look-up itself gave no answer; printable. Absent if it gave one, even "there is none". */
  readonly failure?: string;
}

/** More names than this say that none of them is the name. */
const MOST_NAMES = 10;

/** @throws RangeError if the resolver cannot be understood or this is no address; the signal's reason when it aborts */
export async function hostNamesOf(address: string, options: PreflightOptions = {}): Promise<HostNames> {
  const reverse = reverseName(address);
  if (reverse === undefined) throw new RangeError(`"${evidenceText(address)}" is no IP address`);
  const signal = options.signal ?? new AbortController().signal;
  signal.throwIfAborted();
  const ms = options.deadlines?.dns ?? DEFAULT_DEADLINES.dns;
  const resolver = resolverFor(options.resolver ?? 'system', ms, trustStore(options.ca).context);
  try {
    const answer = await resolver.query(reverse, 'PTR', signal);
    if (answer.kind === 'temporary') return { ...NONE, failure: evidenceText(`${answer.text} (${answer.code})`) };
    if (answer.kind !== 'found') return NONE;
    const names = [...new Set(answer.records.map((name) => plain(name).toLowerCase()))].slice(0, MOST_NAMES).sort();
    const leads = await Promise.all(names.map((name) => leadsBack(name, address, resolver, signal)));
    const which = (wanted: Lead): readonly string[] => names.filter((_, index) => leads[index] === wanted);
    return {
      confirmed: which('yes'),
      unconfirmed: which('no').map((name) => evidenceText(name)),
      unknown: which('unknown').map((name) => evidenceText(name)),
    };
  } finally {
    resolver.close();
  }
}

const NONE: HostNames = { confirmed: [], unconfirmed: [], unknown: [] };

type Lead = 'yes' | 'no' | 'unknown';

async function leadsBack(name: string, address: string, resolver: Resolver, signal: AbortSignal): Promise<Lead> {
  if (hostNameFault(name) !== undefined || !name.includes('.')) return 'no';
  const wanted = ipaddr.process(address);
  const answer: DnsAnswer<string> = await resolver.query(name, wanted.kind() === 'ipv4' ? 'A' : 'AAAA', signal);
  if (answer.kind === 'temporary') return 'unknown';
  if (answer.kind !== 'found') return 'no';
  const found = answer.records.some((one) => ipaddr.process(one).toNormalizedString() === wanted.toNormalizedString());
  return found ? 'yes' : 'no';
}
