import {
  checkList,
  listedIn,
  outcomeCounts,
  proposedList,
  safeSettings,
  tlsSeen,
  type ListCheck,
  type Listed,
  type OutcomeCounts,
  type ProposedList,
  type TlsSeen,
} from '../judgement.ts';
import type { DomainEvidence, EmailLog } from '../model.ts';
import type { DomainItem } from '../../project/domains/model.ts';
import type { SettingScope } from '../../project/routing/orgTls.ts';
import type { TlsSetting } from '../../mail/tlsSetting.ts';
import type { PreflightView } from '../../preflight/view.ts';

/** What every format of a log is made from. */
export interface LogView {
  readonly log: EmailLog;
  /** The setting that the verdict is about. */
  readonly setting: TlsSetting;
  readonly settingSource: PreflightView['settingSource'];
  /** Which mail the setting applies to, as the project says; undefined: no project was asked, so to all mail. */
  readonly scope: SettingScope | undefined;
  /** Whole sentences that a reader must know before the results; printable. */
  readonly notes: readonly string[];
  readonly generatedAt: Date;
}

/** What a log says of one domain under the setting of the view. */
export interface JudgedDomain {
  readonly evidence: DomainEvidence;
  readonly outcomes: OutcomeCounts;
  readonly seen: TlsSeen;
  readonly safe: ReturnType<typeof safeSettings>;
  /** Undefined where there is no list. */
  readonly listed: Listed | undefined;
}

/** A view with its conclusions, drawn once for all that is written of it. */
export interface JudgedLog extends LogView {
  /** The worst first, then the busiest. */
  readonly domains: readonly JudgedDomain[];
  /** Those that the setting applies to, or may. */
  readonly concerned: readonly JudgedDomain[];
  /** The recorded domain list; undefined where none was asked for, or it is empty. */
  readonly list: readonly DomainItem[] | undefined;
  readonly proposed: ProposedList;
  readonly listCheck: ListCheck | undefined;
}

export function judgeLog(view: LogView): JudgedLog {
  const { log, setting, scope } = view;
  const list = scope?.entries.some(({ text }) => text.trim() !== '') ? scope.entries : undefined;
  const listed = list && listedIn(list);
  const domains = log.domains
    .map((evidence): JudgedDomain => ({
      evidence,
      outcomes: outcomeCounts(evidence, setting),
      seen: tlsSeen(evidence),
      safe: safeSettings(evidence),
      listed: listed?.(evidence.domain),
    }))
    .sort((a, b) => worse(a.outcomes, b.outcomes));
  return {
    ...view,
    domains,
    concerned: scope ? domains.filter(({ evidence }) => scope.reach(evidence.domain) !== 'no') : domains,
    proposed: proposedList(log),
    list,
    listCheck: list && checkList(log, list),
  };
}

/** Sorting keeps the order of equals, which is that of the log: the busiest first. */
const worse = (a: OutcomeCounts, b: OutcomeCounts): number =>
  b.bounce - a.bounce || b['may-bounce'] - a['may-bounce'] || b.unknown - a.unknown || b.clear - a.clear;

/** Of several domains together. */
export const sumOutcomes = (domains: readonly JudgedDomain[]): OutcomeCounts => ({
  tls: sum(domains, ({ tls }) => tls),
  clear: sum(domains, ({ clear }) => clear),
  bounce: sum(domains, ({ bounce }) => bounce),
  'may-bounce': sum(domains, (counts) => counts['may-bounce']),
  unknown: sum(domains, ({ unknown }) => unknown),
});

/** As files have them: their key for what may bounce is for ever. */
export const writtenCounts = ({ tls, clear, bounce, 'may-bounce': depends, unknown }: OutcomeCounts) => ({
  tls,
  clear,
  bounce,
  depends,
  unknown,
});

const sum = (domains: readonly JudgedDomain[], of: (counts: OutcomeCounts) => number): number =>
  domains.reduce((total, { outcomes }) => total + of(outcomes), 0);
