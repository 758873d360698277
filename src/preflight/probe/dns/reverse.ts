/**
 * The host names of an IP address: the names that its PTR records give (RFC 1035 §3.5, RFC 3596 §2.5), each confirmed
 * by looking it up again. Anybody may write any name into the reverse zone of an address of theirs, so a name that
 * does not lead back to the address is not taken for its name (RFC 8499 §7, "forward-confirmed").
 */
import ipaddr from 'ipaddr.js';
import { hostNameFault } from '../../../mail/domain.ts';
import { plain, type Resolver, reverseName } from './dns.ts';
import { evidenceText } from '../untrustedText.ts';
import { DEFAULT_DEADLINES, type PreflightOptions } from '../options.ts';
import { resolverFor } from './resolver.ts';
import { trustStore } from '../tls/trust.ts';

/** Why a name that the DNS gives is not taken: it has other addresses or none, its look-up failed, or it is no name. */
export type NameDoubt = 'elsewhere' | 'no-answer' | 'no-host-name';

export interface DoubtfulName {
  /** Printable; may hold any character that is. */
  readonly name: string;
  readonly doubt: NameDoubt;
}

export interface HostNames {
  /** Names that lead back to the address: A-labels in lower case, sorted. */
  readonly confirmed: readonly string[];
  readonly doubtful: readonly DoubtfulName[];
  /** How many names more there are, at which nobody looked. */
  readonly more: number;
  /** Why the reverse look-up itself gave no answer; printable. Absent if it gave one, even "there is none". */
  readonly failure?: string;
}

/** An address with more names than this has no name of its own. */
const MAX_NAMES = 10;

/**
 * Connects to nothing but the resolver.
 *
 * @throws RangeError if the resolver cannot be understood or this is no address; the signal's reason when it aborts
 */
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
    // Sorted first: name servers turn their answers, and the same question deserves the same names.
    const all = [...new Set(answer.records.map((name) => plain(name).toLowerCase()))].sort();
    const names = all.slice(0, MAX_NAMES);
    const doubts = await Promise.all(names.map((name) => doubtAbout(name, address, resolver, signal)));
    return {
      confirmed: names.filter((_, index) => doubts[index] === undefined),
      doubtful: names.flatMap((name, index) => {
        const doubt = doubts[index];
        return doubt === undefined ? [] : [{ name: evidenceText(name === '' ? '.' : name), doubt }];
      }),
      more: all.length - names.length,
    };
  } finally {
    resolver.close();
  }
}

const NONE: HostNames = { confirmed: [], doubtful: [], more: 0 };

/** Undefined: the name leads back to the address. */
async function doubtAbout(
  name: string,
  address: string,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<NameDoubt | undefined> {
  // What cannot be the name of a mail host is not worth a question that a stranger chose.
  if (hostNameFault(name) !== undefined || !name.includes('.')) return 'no-host-name';
  const wanted = ipaddr.process(address);
  const answer = await resolver.query(name, wanted.kind() === 'ipv4' ? 'A' : 'AAAA', signal);
  if (answer.kind === 'temporary') return 'no-answer';
  if (answer.kind !== 'found') return 'elsewhere';
  const same = (one: string): boolean =>
    ipaddr.isValid(one) && ipaddr.process(one).toNormalizedString() === wanted.toNormalizedString();
  return answer.records.some(same) ? undefined : 'elsewhere';
}
