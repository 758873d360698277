import { placeOf, type DomainItem, type DomainList, type KnownPreflight, type ProjectFacts } from '../project/facts.ts';
import { ancestors } from '../project/listCoverage.ts';
import { tlsPolicies } from '../project/policy.ts';
import { covers } from '../tls/domain.ts';
import type { Outcome } from '../tls/outcome.ts';
import { tlsSettingLabel, type OrgTlsSetting } from '../tls/setting.ts';
import { removeEntry } from './removeEntry.ts';
import type { Report } from './rule.ts';

/** A listed domain, and what a preflight saw of it. */
interface Listed {
  readonly list: DomainList;
  readonly item: DomainItem;
  readonly setting: OrgTlsSetting;
  readonly known: KnownPreflight;
}

/** Reports the listed domains whose outcomes under the recorded setting are of a kind. */
export function reportPreflights(
  project: ProjectFacts,
  report: Report,
  wanted: (outcomes: readonly Outcome[]) => boolean,
  verb: string,
): void {
  for (const { list, item, setting, known } of listedPreflights(project)) {
    if (!wanted(known.outcomes[setting])) continue;
    const written = item.text.trim();
    const through = isWildcard(item) ? `, which ${written} covers,` : '';
    // Under Off nothing asks for TLS: what bounces there too, bounces for another reason.
    const under = known.outcomes.Off.includes('bounce')
      ? 'under every TLS setting'
      : `under ${tlsSettingLabel(setting)}`;
    report({
      at: placeOf(list.source, item.range),
      message: `Mail to ${known.domain}${through} ${verb} ${under}: ${lowerFirst(known.why(setting))} Seen ${known.seen}.`,
      fixes: () => [removeEntry(project, { list, use: { kind: 'tls' } }, item, written)],
    });
  }
}

function* listedPreflights(project: ProjectFacts): Generator<Listed> {
  if (project.preflights.length === 0) return;
  const seen = seenOf(project.preflights);
  for (const { level, list } of tlsPolicies(project)) {
    if (level?.setting === undefined || !list) continue;
    const listed = new Set(list.items.flatMap(({ pattern }) => (pattern.kind === 'domain' ? pattern.pattern : [])));
    for (const item of list.items)
      for (const known of seenFor(item, seen, listed)) yield { list, item, setting: level.setting, known };
  }
}

/** What was seen of domains, by their names and by the names above them: both lists may have thousands of entries. */
interface Seen {
  readonly byDomain: ReadonlyMap<string, KnownPreflight>;
  readonly byParent: ReadonlyMap<string, readonly KnownPreflight[]>;
}

function seenOf(preflights: readonly KnownPreflight[]): Seen {
  const domains = preflights.filter(({ relayPort }) => relayPort === undefined);
  const byDomain = new Map(domains.map((known) => [known.domain, known]));
  const byParent = new Map<string, KnownPreflight[]>();
  for (const known of byDomain.values()) {
    const [parent = ''] = ancestors(known.domain);
    const own = byParent.get(parent);
    if (own) own.push(known);
    else byParent.set(parent, [known]);
  }
  return { byDomain, byParent };
}

/** What was seen of the domain; of a wildcard, of those it covers for sure and nothing else of the list names. */
function seenFor(
  { pattern }: DomainItem,
  { byDomain, byParent }: Seen,
  listed: ReadonlySet<string>,
): readonly KnownPreflight[] {
  if (pattern.kind !== 'domain') return [];
  if (pattern.wildcard !== 'none')
    return (byParent.get(pattern.base) ?? []).filter(
      ({ domain }) => covers(pattern, domain) === 'yes' && !listed.has(domain),
    );
  const known = byDomain.get(pattern.base);
  return known ? [known] : [];
}

const isWildcard = ({ pattern }: DomainItem): boolean => pattern.kind === 'domain' && pattern.wildcard !== 'none';

/** Sentences of ours begin with an article or the like; a host name stays as it is. */
const lowerFirst = (sentence: string): string =>
  sentence.replace(/^(The|Only|A|Depends|Could)\b/, (word) => word.toLowerCase());
