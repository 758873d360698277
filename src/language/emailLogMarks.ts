import { seenWithoutTls } from '../emailLog/judgement.ts';
import type { DomainEvidence, EmailLog } from '../emailLog/model.ts';
import type { ProjectFacts } from '../project/facts.ts';
import { ancestors } from '../project/domains/coverage.ts';
import { domainLists } from '../project/select.ts';
import { settingOf } from '../rules/support/listChanges.ts';
import type { Place } from '../text/source.ts';
import type { DomainPattern } from '../mail/domain.ts';
import { tlsSettingLabel, type TlsSetting } from '../mail/tlsSetting.ts';
import { grouped, many } from '../output/words.ts';

/** A listed domain to which the last log shows mail without TLS. */
export interface LogMark {
  readonly place: Place;
  readonly severity: 'warning' | 'info';
  readonly message: string;
}

/** What a log says against the domains that a project lists. */
export function logMarks(facts: ProjectFacts, log: EmailLog): readonly LogMark[] {
  const without = log.domains.filter(seenWithoutTls);
  if (without.length === 0) return [];
  const coveredBy = byPattern(without);
  return domainLists(facts).flatMap((list) => {
    const setting = settingOf(facts, list);
    return list.items.flatMap(({ pattern, range }) => {
      if (pattern.kind !== 'domain') return [];
      const place = { file: list.source.file, range };
      const { sure, perhaps } = coveredBy(pattern);
      const [worst, ...more] = sure.length > 0 ? sure : perhaps;
      if (!worst) return [];
      const bounces = sure.length > 0 && (setting === 'Required' || setting === 'RequiredVerify');
      const others = more.length > 0 ? ` So was mail to ${many(more.length, 'more domain')} that it covers.` : '';
      const may = sure.length > 0 ? '' : ' Whether the entry covers it is not documented.';
      return [
        {
          place,
          severity: bounces ? 'warning' : 'info',
          message: `${seenText(worst)}${periodOf(log)}.${others}${may} ${whatNext(setting)}`,
        },
      ];
    });
  });
}

interface Covered {
  readonly sure: readonly DomainEvidence[];
  /** How far a `*` reaches is not documented. */
  readonly perhaps: readonly DomainEvidence[];
}

/** The same answers as `covers` for each domain, looked up: a list may have thousands of wildcards, and a log domains. */
function byPattern(
  domains: readonly DomainEvidence[],
): (pattern: Extract<DomainPattern, { kind: 'domain' }>) => Covered {
  const own = new Map(domains.map((evidence) => [evidence.domain, [evidence]]));
  const below = new Map<string, { readonly sure: DomainEvidence[]; readonly perhaps: DomainEvidence[] }>();
  for (const evidence of domains)
    for (const [index, base] of ancestors(evidence.domain).entries()) {
      const found = below.get(base) ?? { sure: [], perhaps: [] };
      below.set(base, found);
      found[index === 0 ? 'sure' : 'perhaps'].push(evidence);
    }
  return ({ wildcard, base }) => {
    switch (wildcard) {
      case 'none':
        return { sure: own.get(base) ?? [], perhaps: [] };
      case 'subdomains':
        return below.get(base) ?? { sure: [], perhaps: [] };
      case 'all':
      case 'elsewhere':
        return { sure: [], perhaps: domains };
    }
  };
}

/** `Mail to globex.example was seen without TLS: 3 of 12 deliveries in clear, 2 failed for want of it` */
function seenText({ domain, clear, delivered, tlsPermanent, tlsTransient }: DomainEvidence): string {
  const [failed, tries] = [tlsPermanent['no-tls'], tlsTransient['no-tls']];
  const parts = [
    ...(clear > 0
      ? [`${grouped(clear)} of ${delivered === 1 ? '1 delivery' : `${grouped(delivered)} deliveries`} in clear`]
      : []),
    ...(failed > 0 ? [`${many(failed, 'message')} failed for want of it`] : []),
    ...(clear + failed === 0
      ? [`${grouped(tries)} ${tries === 1 ? 'attempt' : 'attempts'} failed for want of it`]
      : []),
  ];
  return `Mail to ${domain} was seen without TLS: ${parts.join(', ')}`;
}

const periodOf = ({ period: { first, last } }: EmailLog): string => {
  const [from, to] = [first?.slice(0, 10), last?.slice(0, 10)];
  return from === undefined || to === undefined
    ? ' in the Email Log'
    : ` (Email Log, ${from === to ? from : `${from} to ${to}`})`;
};

const ASK = 'Take it off the list, or ask the postmaster for TLS 1.2.';

function whatNext(setting: TlsSetting | undefined): string {
  switch (setting) {
    case 'Required':
    case 'RequiredVerify':
      return `Under ${tlsSettingLabel(setting)} such mail bounces. ${ASK}`;
    case undefined:
    case 'Off':
    case 'Preferred':
    case 'PreferredVerify':
      return `Under Required such mail would bounce. ${ASK}`;
  }
}
