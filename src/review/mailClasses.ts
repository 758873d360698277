import type { ProjectFacts } from '../project/facts.ts';
import { listCoverage } from '../project/domains/coverage.ts';
import { matchesAll } from '../project/routing/filterMatch.ts';
import { orgPolicies } from '../project/settings/tlsPolicy.ts';
import type { DomainScope } from '../project/relays/records.ts';
import { filters } from '../project/select.ts';
import { asDomain, knownDomain, subdomain, type Domain } from '../mail/domain.ts';
import type { DomainClass } from './model.ts';
import type { DomainItem } from '../project/domains/model.ts';

/** Domains that a pattern stands for, and one of them to ask about. */
export interface Recipient {
  readonly domains: DomainClass;
  /** Empty for all others. */
  readonly pattern: string;
  /** Which domain to ask about. */
  readonly sample: Domain;
  /** The pattern names this one domain and no other. */
  readonly alone: boolean;
}

export interface Sender {
  /** Undefined: senders that no filter names, or any sender if no filter names one. */
  readonly pattern: string | undefined;
  readonly sample: Domain | undefined;
}

export interface MailClasses {
  readonly recipients: readonly Recipient[];
  readonly senders: readonly Sender[];
  /** Left out, because there are too many. */
  readonly omitted: number;
}

/** Asking about one mail takes time by the number of filters and of list entries; hostile projects have many of each. */
const MAX_RECIPIENTS = 1000;
const MAX_SENDERS = 20;
/** Filters asked, over all mails. */
const MAX_WORK = 400_000;

/** The domains whose mail may be treated differently before and after: everything that either side names, and the rest. */
export function mailClasses(before: ProjectFacts, after: ProjectFacts): MailClasses {
  const listed = [listedItems(before), listedItems(after)] as const;
  const routed = [...toItems(before), ...toItems(after)];
  const [old, now] = listed.map(entriesByForm);
  const classOf = (pattern: string): DomainClass => {
    if (old?.has(pattern)) return now?.has(pattern) ? 'listed' : 'dropped';
    return now?.has(pattern) ? 'added' : 'routed';
  };
  const items = [...entriesByForm([...listed[0], ...listed[1], ...routed])];
  const senderItems = [...entriesByForm([...fromItems(before), ...fromItems(after)])];
  const others: Recipient = {
    domains: 'others',
    pattern: '',
    sample: outsider(items.map(([, item]) => item)),
    alone: false,
  };
  const named = items.flatMap(([pattern, item]) => recipient(classOf(pattern), pattern, item, items));
  const senders = senderItems.slice(0, MAX_SENDERS).flatMap(([pattern, item]) => sender(pattern, item, senderItems));
  const otherSender: Sender = {
    pattern: undefined,
    sample: senderItems.length > 0 ? outsider(senderItems.map(([, item]) => item)) : undefined,
  };
  const filterCount = filters(before).length + filters(after).length;
  const most = Math.min(MAX_RECIPIENTS, Math.ceil(MAX_WORK / ((filterCount + 1) * (senders.length + 1))));
  // What is new or gone matters most.
  const sorted = named.toSorted((a, b) => Number(a.domains === 'listed') - Number(b.domains === 'listed'));
  return {
    recipients: [...sorted.slice(0, most), others],
    senders: [...senders, otherSender],
    omitted: Math.max(named.length - most, 0) + Math.max(senderItems.length - MAX_SENDERS, 0),
  };
}

/** The lists that count for the org, and are judged by the routing function. */
function listedItems(project: ProjectFacts): readonly DomainItem[] {
  const lists = orgPolicies(project).flatMap(({ list }) => list ?? []);
  return [...new Set(lists)].flatMap(({ items }) => items);
}

const toItems = (project: ProjectFacts): readonly DomainItem[] =>
  filters(project).flatMap(({ to, active }) => (active === false ? [] : scopeItems(to)));

const fromItems = (project: ProjectFacts): readonly DomainItem[] =>
  filters(project).flatMap(({ from, active }) => (active === false ? [] : scopeItems(from)));

const scopeItems = (scope: DomainScope): readonly DomainItem[] =>
  scope.kind === 'list' ? scope.list.items.filter((item) => !matchesAll(item)) : [];

/** An entry as its pattern, so that capitals and blanks are no difference. */
export const patternOf = ({ pattern, text }: DomainItem): string =>
  pattern.kind === 'domain' ? pattern.pattern : text.trim();

export const entriesByForm = (items: readonly DomainItem[]): ReadonlyMap<string, DomainItem> =>
  new Map(items.filter(({ text }) => text.trim() !== '').map((item) => [patternOf(item), item]));

type Named = readonly (readonly [string, DomainItem])[];

function recipient(domains: DomainClass, pattern: string, item: DomainItem, items: Named): readonly Recipient[] {
  const sample = sampleOf(item, items);
  const alone = item.pattern.kind === 'domain' && item.pattern.wildcard === 'none';
  return sample === undefined ? [] : [{ domains, pattern, sample, alone }];
}

function sender(pattern: string, item: DomainItem, items: Named): readonly Sender[] {
  const sample = sampleOf(item, items);
  return sample === undefined ? [] : [{ pattern, sample }];
}

/** A domain that the entry names; undefined for what names none: an IP address, a bare `*`. */
function sampleOf({ pattern }: DomainItem, items: Named): Domain | undefined {
  if (pattern.kind === 'ip') return undefined;
  if (pattern.kind === 'invalid') {
    const [meant] = pattern.meant;
    return meant === undefined ? undefined : asDomain(meant);
  }
  switch (pattern.wildcard) {
    case 'none':
      return pattern.base;
    case 'subdomains':
      return unnamed((label) => subdomain(label, pattern.base), new Set(items.map(([name]) => name)));
    case 'elsewhere':
      return asDomain(pattern.base.replaceAll('*', 'x'));
    case 'all':
      return undefined;
  }
}

function unnamed(make: (label: string) => Domain, taken: ReadonlySet<string>): Domain {
  for (let count = 0; ; count++) {
    const name = make(count === 0 ? 'sample' : `sample${count}`);
    if (!taken.has(name)) return name;
  }
}

/** A domain that no entry covers, as far as there is one. */
const OUTSIDE = knownDomain('unlisted.sample-of-none.invalid');
const OUTSIDERS = [...['sample.example', 'sample.test', 'sample.invalid'].map(knownDomain), OUTSIDE];

function outsider(items: readonly DomainItem[]): Domain {
  const coverage = listCoverage(items.filter((item) => !matchesAll(item)));
  return OUTSIDERS.find((domain) => coverage(domain).covers === 'no') ?? OUTSIDE;
}
