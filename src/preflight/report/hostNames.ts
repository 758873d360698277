import type { DoubtfulName, HostNames, NameDoubt } from '../probe/dns/reverse.ts';
import type { HostEntry } from '../../project/domains/hostEntries.ts';
import { registeredDomain } from '../../mail/publicSuffix.ts';
import { nameList } from '../../output/words.ts';

/** A name that may be written in the place of an address. */
interface NameChoice {
  readonly name: string;
  readonly about: string;
  /** What it does there. */
  readonly effect: string;
}

interface DoubtfulChoice {
  /** Written by strangers; printable. */
  readonly name: string;
  readonly about: string;
}

/** What to do about an address, now that the DNS was asked. Its texts may hold names that strangers wrote. */
export type HostNameAnswer =
  | {
      readonly kind: 'one';
      readonly name: string;
      /** What to tell once it is written. */
      readonly message: string;
      /** The registered domain, where that is another and may be what is wanted. */
      readonly domain: string | undefined;
    }
  | {
      readonly kind: 'several';
      readonly choices: readonly NameChoice[];
      readonly doubtful: readonly DoubtfulChoice[];
    }
  | { readonly kind: 'none'; readonly message: string };

type Wants = HostEntry['wants'];

export function hostNameAnswer(address: string, found: HostNames, wants: Wants): HostNameAnswer {
  const [only, ...more] = found.confirmed;
  if (only === undefined) return { kind: 'none', message: `${nothing(address, found)} ${INSTEAD[wants]}` };
  const domains = wants === 'host' ? [] : domainsAbove(found.confirmed);
  if (more.length === 0)
    return { kind: 'one', name: only, message: replaced(address, only, found, wants), domain: domains[0] };
  const unseen = `${found.more} more`;
  return {
    kind: 'several',
    choices: [
      ...found.confirmed.map((name) => ({ name, about: `leads back to ${address}`, effect: effectOf(name, wants) })),
      ...domains.map((name) => ({
        name,
        about: `registered domain of ${nameList(found.confirmed.filter((host) => registeredDomain(host) === name))}`,
        effect: effectOf(name, wants),
      })),
    ],
    doubtful: [
      ...found.doubtful.map(({ name, doubt }) => ({ name, about: DOUBTS[doubt](address) })),
      ...(found.more > 0 ? [{ name: unseen, about: 'not looked at' }] : []),
    ],
  };
}

/** In their order, each once. */
function domainsAbove(hosts: readonly string[]): readonly string[] {
  const domains = hosts.flatMap((host) => registeredDomain(host) ?? []);
  return [...new Set(domains)].filter((domain) => !hosts.includes(domain));
}

/** Salesforce Help: an entry without `*.` covers the domain itself and none below it. */
const effectOf = (name: string, wants: Wants): string =>
  wants === 'host' ? '' : `Covers only mail to addresses at ${name}`;

const DOUBTS: Readonly<Record<NameDoubt, (address: string) => string>> = {
  elsewhere: (address) => `does not lead back to ${address}`,
  'no-answer': () => 'could not be looked up',
  'no-host-name': () => 'is not a host name',
};

/** What to do where the DNS is of no help. */
const INSTEAD: Readonly<Record<Wants, string>> = {
  'mail-domain': 'Nothing was changed. Enter the domain of the recipients.',
  host: "Nothing was changed. Ask the relay's administrator for its host name.",
};

function replaced(address: string, name: string, found: HostNames, wants: Wants): string {
  const rest = found.doubtful.length > 0 ? ` Not used: ${doubts(address, found.doubtful)}.` : '';
  const covers =
    wants === 'host' ? '' : ` The list holds recipients' domains: this entry covers mail to addresses at ${name}.`;
  return `Replaced ${address} with ${name}, the host name that the DNS has for it, and that leads back to it.${covers}${rest}`;
}

/** What was found, where it is not enough. */
function nothing(address: string, { doubtful, failure }: HostNames): string {
  if (failure !== undefined) return `The DNS gave no answer about ${address}: ${failure}.`;
  if (doubtful.length === 0) return `The DNS has no host name for ${address}.`;
  return `The DNS has no reliable host name for ${address}: ${doubts(address, doubtful)}.`;
}

/** `"a.example" does not lead back to 192.0.2.1; "b" is no host name` */
function doubts(address: string, doubtful: readonly DoubtfulName[]): string {
  const shown = doubtful.length > MAX_CONDITIONS ? doubtful.slice(0, MAX_CONDITIONS) : doubtful;
  const rest = doubtful.length - shown.length;
  const parts = shown.map(({ name, doubt }) => `"${name}" ${DOUBTS[doubt](address)}`);
  return [...parts, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

const MAX_CONDITIONS = 3;
