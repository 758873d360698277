import type { DomainPreflight } from '../preflight/result.ts';
import type { Outcome } from '../tls/outcome.ts';
import { ORG_TLS_SETTINGS, TLS_SETTINGS, tlsSettingLabel, type TlsSetting } from '../tls/setting.ts';
import type { PreflightView } from './preflightView.ts';
import { counted } from './words.ts';

/** What happens to mail, as one of five: one sure outcome, or `depends` where several are possible. */
export type OutcomeKind = Outcome | 'depends';

/** From bad to good: the order in which a person wants to read them. */
export const OUTCOME_KINDS = ['bounce', 'depends', 'unknown', 'clear', 'tls'] as const satisfies readonly OutcomeKind[];

const WORDS: Readonly<Record<OutcomeKind, string>> = {
  bounce: 'bounces',
  depends: 'depends',
  unknown: 'unknown',
  clear: 'in clear',
  tls: 'TLS',
};

export function outcomeKind(outcomes: readonly Outcome[]): OutcomeKind {
  const [only, ...more] = outcomes;
  return more.length > 0 ? 'depends' : (only ?? 'unknown');
}

export const outcomeWord = (kind: OutcomeKind): string => WORDS[kind];

/** `TLS`; `bounces or TLS` where it depends. */
export const outcomesText = (outcomes: readonly Outcome[]): string =>
  outcomes.length === 0 ? WORDS.unknown : outcomes.map((outcome) => WORDS[outcome]).join(' or ');

/** `acme.example`; `relay.example:587` for a relay. */
export const domainName = ({ domain, relayPort }: DomainPreflight): string =>
  relayPort === undefined ? domain : `${domain.includes(':') ? `[${domain}]` : domain}:${relayPort}`;

/** `Required Verify (recorded)` */
export const settingText = ({ setting, settingSource }: Pick<PreflightView, 'setting' | 'settingSource'>): string =>
  settingSource === 'recorded' ? `${tlsSettingLabel(setting)} (recorded)` : tlsSettingLabel(setting);

/** The setting of the verdict first, then the others: all that Setup offers; `Off` only where relays have it. */
export function shownSettings({ setting, report }: PreflightView): readonly TlsSetting[] {
  const relays = report.domains.some(({ relayPort }) => relayPort !== undefined);
  const offered: readonly TlsSetting[] = relays ? TLS_SETTINGS : ORG_TLS_SETTINGS;
  return [setting, ...offered.filter((one) => one !== setting)];
}

export const kindUnder = (domain: DomainPreflight, setting: TlsSetting): OutcomeKind =>
  outcomeKind(domain.outcomes[setting]);

/** The worst first, otherwise in the order of the run. */
export const worstFirst = ({ report, setting }: PreflightView): readonly DomainPreflight[] =>
  report.domains.toSorted(
    (a, b) => OUTCOME_KINDS.indexOf(kindUnder(a, setting)) - OUTCOME_KINDS.indexOf(kindUnder(b, setting)),
  );

/** How many domains there are of each kind under the setting of the verdict. */
export function kindCounts({ report, setting }: PreflightView): Readonly<Record<OutcomeKind, number>> {
  const count = (kind: OutcomeKind): number =>
    report.domains.filter((domain) => kindUnder(domain, setting) === kind).length;
  return {
    bounce: count('bounce'),
    depends: count('depends'),
    unknown: count('unknown'),
    clear: count('clear'),
    tls: count('tls'),
  };
}

/** `3 of 12 domains would bounce under Required; 2 depend; 1 could not be tested.` */
export function verdictLine(view: PreflightView): string {
  const { domains } = view.report;
  const [first, ...more] = domains;
  const under = `under ${settingText(view)}`;
  if (!first) return 'No domain was probed.';
  if (more.length === 0) return `${ALONE[kindUnder(first, view.setting)](domainName(first), under)}.`;
  const counts = kindCounts(view);
  const total = counted(domains.length, 'domain');
  if (counts.unknown === domains.length)
    return `None of these ${total} could be tested${view.report.port25 === 'blocked' ? ': network access blocked' : ''}.`;
  const certain = domains.length - counts.unknown - counts.depends;
  const main =
    counts.bounce > 0
      ? `Mail to ${counts.bounce} of ${total} would bounce ${under}`
      : certain === domains.length
        ? `No mail to these ${total} would bounce ${under}`
        : `Mail to none of ${total} bounces for sure ${under}`;
  const rest = [
    ...(counts.depends > 0 ? [`for ${counts.depends} it depends`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} could not be tested`] : []),
    ...(counts.clear > 0 ? [`to ${counts.clear} it goes in clear`] : []),
  ];
  return `${[main, ...rest].join('; ')}.`;
}

const ALONE: Readonly<Record<OutcomeKind, (domain: string, under: string) => string>> = {
  bounce: (domain, under) => `Mail to ${domain} would bounce ${under}`,
  depends: (domain, under) => `What happens to mail to ${domain} ${under} depends`,
  unknown: (domain) => `${domain} could not be tested`,
  clear: (domain, under) => `Mail to ${domain} goes in clear ${under}`,
  tls: (domain, under) => `Mail to ${domain} gets TLS ${under}`,
};
