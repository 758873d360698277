import { seenWithoutTls } from '../emailLog/judgement.ts';
import type { DomainEvidence, EmailLog } from '../emailLog/model.ts';
import type { ProjectFacts } from '../project/facts.ts';
import { coveredAmong } from '../project/domains/coverage.ts';
import { domainLists } from '../project/select.ts';
import { settingOf } from '../rules/support/listChanges.ts';
import type { Place } from '../text/source.ts';
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
  const coveredBy = coveredAmong(without, ({ domain }) => domain);
  return domainLists(facts).flatMap((list) => {
    const setting = settingOf(facts, list);
    return list.items.flatMap((item) => {
      const place = { file: list.source.file, range: item.range };
      const { sure, maybe } = coveredBy(item);
      const [worst, ...more] = sure.length > 0 ? sure : maybe;
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

/** `Mail to globex.example was seen without TLS: 3 of 12 deliveries unencrypted, 2 failed because TLS was missing` */
function seenText({ domain, clear, delivered, tlsPermanent, tlsTransient }: DomainEvidence): string {
  const [failed, tries] = [tlsPermanent['no-tls'], tlsTransient['no-tls']];
  const parts = [
    ...(clear > 0
      ? [`${grouped(clear)} of ${delivered === 1 ? '1 delivery' : `${grouped(delivered)} deliveries`} unencrypted`]
      : []),
    ...(failed > 0 ? [`${many(failed, 'message')} failed because TLS was missing`] : []),
    ...(clear + failed === 0
      ? [`${grouped(tries)} ${tries === 1 ? 'attempt' : 'attempts'} failed because TLS was missing`]
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

const ASK = 'Remove it from the list, or ask its mail administrator to turn on TLS 1.2 or newer.';

function whatNext(setting: TlsSetting | undefined): string {
  switch (setting) {
    case 'Required':
    case 'RequiredVerify':
      return `Under ${tlsSettingLabel(setting)}, such mail bounces. ${ASK}`;
    case undefined:
    case 'Off':
    case 'Preferred':
    case 'PreferredVerify':
      return `Under Required, such mail would bounce. ${ASK}`;
  }
}
