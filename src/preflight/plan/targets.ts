import { coveredAmong } from '../../project/domains/coverage.ts';
import type { NotProbed } from '../view.ts';
import { printable } from '../../text/printable.ts';
import { domainPattern, type Domain, type DomainPattern } from '../../mail/domain.ts';
import { isPublicSuffix } from '../../mail/publicSuffix.ts';
import { nameList } from '../../output/words.ts';
import { faultWords } from '../../rules/support/domainWords.ts';

/** What the entries of a domain list and of the command line come down to. Nothing is dropped in silence. */
export interface Targets {
  /** Each once, in the order of the entries. */
  readonly domains: readonly Domain[];
  readonly notProbed: readonly NotProbed[];
}

export function targetsOf(entries: readonly string[]): Targets {
  const domains = new Set<Domain>();
  const patterns = entries.flatMap((entry) => separated(entry.trim()));
  for (const { pattern } of patterns) {
    const domain = pattern.kind === 'domain' ? probedDomain(pattern) : undefined;
    if (domain !== undefined) domains.add(domain);
  }
  const below = coveredAmong([...domains], (domain) => domain);
  const notProbed = new Map<string, NotProbed>();
  for (const { entry, pattern } of patterns) {
    const reason = whyNot(pattern, below);
    const shown = printable(entry, MAX_ENTRY_LENGTH);
    if (reason !== undefined && !notProbed.has(shown)) notProbed.set(shown, { entry: shown, reason });
  }
  return { domains: [...domains], notProbed: [...notProbed.values()] };
}

const MAX_ENTRY_LENGTH = 100;

interface Entry {
  readonly entry: string;
  readonly pattern: DomainPattern;
}

/** `a.example, b.example` as pasted from Setup is two entries. */
function separated(entry: string): readonly Entry[] {
  const parts = entry.split(/[\s,;]+/).filter((part) => part !== '');
  const several =
    parts.length > 1 && parts.every((part) => part.includes('.') && domainPattern(part).kind !== 'invalid');
  return (several ? parts : [entry]).map((part) => ({ entry: part, pattern: domainPattern(part) }));
}

type DomainKind = Extract<DomainPattern, { kind: 'domain' }>;

/** A wildcard stands for its apex, unless that is a whole public suffix, which takes no mail. */
function probedDomain({ wildcard, base }: DomainKind): Domain | undefined {
  if (wildcard === 'none') return base;
  return wildcard === 'subdomains' && !isPublicSuffix(base) ? base : undefined;
}

type Below = ReturnType<typeof coveredAmong<Domain>>;

/** Undefined: the entry is probed as it stands. */
function whyNot(pattern: DomainPattern, below: Below): string | undefined {
  switch (pattern.kind) {
    case 'ip':
      return 'an IP address; mail goes to domains, so name the domain of the recipients';
    case 'invalid':
      return `not a domain: ${faultWords(pattern.fault).words}${meant(pattern.meant)}`;
    case 'domain':
      return pattern.wildcard === 'none' ? undefined : whyNotWildcard(pattern, all(below({ pattern })));
  }
}

const all = ({ sure, maybe }: ReturnType<Below>): readonly string[] => [...sure, ...maybe];

function whyNotWildcard(pattern: DomainKind, below: readonly string[]): string {
  if (probedDomain(pattern) === undefined)
    return 'a wildcard for too many domains; name the domains that you send mail to';
  const shown =
    below.length > MAX_NAMES ? [pattern.base, `${below.length} of its subdomains`] : [pattern.base, ...below];
  return below.length > 0
    ? `a wildcard, which has no mail servers of its own; ${nameList(shown)} are tested instead`
    : `a wildcard, which has no mail servers of its own; ${pattern.base} is tested instead; name its subdomains to test them too`;
}

const MAX_NAMES = 3;

const meant = (domains: readonly string[]): string => (domains.length === 0 ? '' : ` (${domains.join(', ')}?)`);
