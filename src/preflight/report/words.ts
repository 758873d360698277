import type { DomainPreflight, PreflightReport } from '../result.ts';
import { ORG_TLS_SETTINGS, TLS_SETTINGS, type TlsSetting } from '../../mail/tlsSetting.ts';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import type { PreflightView } from '../view.ts';
import { capitalized } from '../../text/words.ts';
import { counted } from '../../output/words.ts';
import { type OutcomeKind, OUTCOME_KINDS, outcomeKind } from '../../output/outcomes.ts';
import { judgedText, type Judged } from '../../output/judgedSetting.ts';

/** `acme.example`; `relay.example:587` for a relay. */
export const domainName = ({ domain, relayPort }: Pick<DomainPreflight, 'domain' | 'relayPort'>): string =>
  relayPort === undefined ? domain : `${domain.includes(':') ? `[${domain}]` : domain}:${relayPort}`;

export const isRelay = ({ relayPort }: DomainPreflight): boolean => relayPort !== undefined;

/** `mail to acme.example`; `mail through relay.example:587` */
export const mailName = (domain: DomainPreflight): string =>
  `mail ${isRelay(domain) ? 'through' : 'to'} ${domainName(domain)}`;

/** Results, and the settings that they are judged under. */
export type JudgedResults = Pick<PreflightView, 'setting' | 'settingSource' | 'settingByName'> & {
  readonly report: Pick<PreflightReport, 'domains'>;
};

/** The setting that a result is judged under: that of the view, or one of its own. */
export const judgedUnder = (
  domain: DomainPreflight,
  { setting, settingSource, settingByName }: Omit<JudgedResults, 'report'>,
): Judged => settingByName?.get(domainName(domain)) ?? { setting, source: settingSource };

/** Whether it is not the view's setting that counts. */
export const hasSettingOfItsOwn = (domain: DomainPreflight, { settingByName }: PreflightView): boolean =>
  settingByName?.has(domainName(domain)) === true;

/** The setting of the verdict first, then the others: all that Setup offers; `Off` only where relays have it. */
export function shownSettings({ setting, report }: PreflightView): readonly TlsSetting[] {
  const offered: readonly TlsSetting[] = report.domains.some(isRelay) ? TLS_SETTINGS : ORG_TLS_SETTINGS;
  return [setting, ...offered.filter((one) => one !== setting)];
}

/**
 * The view in parts of one setting each, for tables that begin with it: domains under the org's first, then other
 * domains, then relays.
 */
export function judgedParts(view: PreflightView): readonly PreflightView[] {
  const parts = new Map<string, { readonly judged: Judged; readonly domains: DomainPreflight[] }>();
  const sorted = [...view.report.domains].sort((a, b) => rank(a, view) - rank(b, view));
  for (const domain of sorted) {
    const judged = judgedUnder(domain, view);
    const key = `${isRelay(domain)} ${judged.setting} ${judged.source}`;
    const part = parts.get(key);
    if (part) part.domains.push(domain);
    else parts.set(key, { judged, domains: [domain] });
  }
  return [...parts.values()].map(({ judged: { setting, source }, domains }) => ({
    ...view,
    setting,
    settingSource: source,
    report: { ...view.report, domains },
  }));
}

const rank = (domain: DomainPreflight, view: PreflightView): number =>
  (isRelay(domain) ? 2 : 0) + (hasSettingOfItsOwn(domain, view) ? 1 : 0);

export const kindUnder = (domain: DomainPreflight, setting: TlsSetting): OutcomeKind =>
  outcomeKind(domain.outcomes[setting]);

/** What happens to mail under the setting that the result is judged under. */
const kindOf = (domain: DomainPreflight, view: Omit<JudgedResults, 'report'>): OutcomeKind =>
  kindUnder(domain, judgedUnder(domain, view).setting);

/** The worst first, otherwise in the order of the run. */
export const worstFirst = (view: PreflightView): readonly DomainPreflight[] =>
  view.report.domains.toSorted(
    (a, b) => OUTCOME_KINDS.indexOf(kindOf(a, view)) - OUTCOME_KINDS.indexOf(kindOf(b, view)),
  );

/** How many results there are of each kind, each under the setting that it is judged under. */
export function kindCounts(
  view: JudgedResults,
  domains: readonly DomainPreflight[] = view.report.domains,
): Readonly<Record<OutcomeKind, number>> {
  const count = (kind: OutcomeKind): number => domains.filter((domain) => kindOf(domain, view) === kind).length;
  return {
    bounce: count('bounce'),
    'may-bounce': count('may-bounce'),
    unknown: count('unknown'),
    clear: count('clear'),
    'may-clear': count('may-clear'),
    tls: count('tls'),
  };
}

/** `12 domains`, `2 relays`: what there is of each. */
export const targetCounts = (domains: number, relays: number): readonly string[] => [
  ...(domains > 0 || relays === 0 ? [counted(domains, 'domain')] : []),
  ...(relays > 0 ? [counted(relays, 'relay')] : []),
];

/** `12 domains and 2 relays` */
export const countedTargets = (domains: number, relays: number): string => targetCounts(domains, relays).join(' and ');

export const countedResults = (domains: readonly DomainPreflight[]): string =>
  countedTargets(domains.filter((one) => !isRelay(one)).length, domains.filter(isRelay).length);

/** `Mail to 3 of 12 domains would bounce under Required; to 2 it may bounce; 1 could not be tested.`; then of relays. */
export function verdictLine(view: PreflightView): string {
  const { domains } = view.report;
  const sentences = [domains.filter((one) => !isRelay(one)), domains.filter(isRelay)]
    .filter((some) => some.length > 0)
    .map((some) => verdictOf(some, view));
  return sentences.length === 0 ? 'No domain was tested.' : sentences.join(' ');
}

/** Of domains alone, or of relays alone. */
function verdictOf(domains: readonly DomainPreflight[], view: PreflightView): string {
  const [first, ...more] = domains;
  if (!first) return '';
  const under = `under ${sharedSetting(domains, view)}`;
  if (more.length === 0) return `${ALONE[kindOf(first, view)](first, under, view)}.`;
  const counts = kindCounts(view, domains);
  const total = countedResults(domains);
  if (domains.every((domain) => !isTested(domain, view))) {
    const blocked = view.report.port25 === 'blocked' && domains.some(({ reasons }) => reasons.includes(BLOCKED));
    return `None of these ${total} could be tested${blocked ? ': network access blocked' : ''}.`;
  }
  const preposition = isRelay(first) ? 'through' : 'to';
  const certain = domains.length - counts.unknown - counts['may-bounce'];
  const main =
    counts.bounce > 0
      ? `Mail ${preposition} ${counts.bounce} of ${total} would bounce ${under}`
      : certain === domains.length
        ? `No mail ${preposition} these ${total} would bounce ${under}`
        : `No mail ${preposition} these ${total} is certain to bounce ${under}`;
  const rest = [
    ...(counts['may-bounce'] > 0 ? [`${preposition} ${counts['may-bounce']} it may bounce`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} ${untestedWords(domains, view)}`] : []),
    ...(counts.clear > 0 ? [`${preposition} ${counts.clear} it is sent unencrypted`] : []),
    ...(counts['may-clear'] > 0 ? [`${preposition} ${counts['may-clear']} it may be sent unencrypted`] : []),
  ];
  return `${[main, ...rest].join('; ')}.`;
}

const BLOCKED: ReasonCode = 'port25-blocked';

/** `Required (recorded)`, if all have it. */
function sharedSetting(domains: readonly DomainPreflight[], view: PreflightView): string {
  const settings = domains.map((domain) => judgedUnder(domain, view));
  const [first] = settings;
  if (first && new Set(settings.map((one) => judgedText(one))).size === 1)
    return judgedText(first, domains.length > 1 ? 'several' : 'one');
  return settings.every(({ source }) => source === 'relay') ? 'their own TLS settings' : 'the TLS setting that it gets';
}

/** Whether anything is known of what happens to mail. */
const isTested = (domain: DomainPreflight, view: Omit<JudgedResults, 'report'>): boolean =>
  domain.outcomes[judgedUnder(domain, view).setting].some((outcome) => outcome !== 'unknown');

/** Of results that are not known: some of their servers may have been tested. */
export const untestedWords = (domains: readonly DomainPreflight[], view: Omit<JudgedResults, 'report'>): string =>
  domains.some((domain) => kindOf(domain, view) === 'unknown' && isTested(domain, view))
    ? 'could not be fully tested'
    : 'could not be tested';

type Alone = (domain: DomainPreflight, under: string, view: PreflightView) => string;

const ALONE: Readonly<Record<OutcomeKind, Alone>> = {
  bounce: (domain, under) => `${capitalized(mailName(domain))} would bounce ${under}`,
  'may-bounce': (domain, under) => `${capitalized(mailName(domain))} may bounce ${under}`,
  'may-clear': (domain, under) => `${capitalized(mailName(domain))} may be sent unencrypted ${under}`,
  unknown: (domain, _under, view) => `${domainName(domain)} ${untestedWords([domain], view)}`,
  clear: (domain, under) => `${capitalized(mailName(domain))} is sent unencrypted ${under}`,
  tls: (domain, under) => `${capitalized(mailName(domain))} gets TLS ${under}`,
};
