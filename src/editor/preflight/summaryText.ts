import type { DomainPreflight } from '../../preflight/result.ts';
import { ageText } from '../../report/knownPreflight.ts';
import { counted } from '../../report/words.ts';
import type { Outcome } from '../../tls/outcome.ts';
import type { TlsSetting } from '../../tls/setting.ts';
import type { ProjectSummary } from './scope.ts';

export interface SummaryCounts {
  readonly bounce: number;
  /** Those to which mail may bounce. */
  readonly depends: number;
  readonly unknown: number;
}

/** What depends is counted by the worst that may happen: between TLS and clear, nothing bounces. */
export function countsUnder(results: readonly DomainPreflight[], setting: TlsSetting): SummaryCounts {
  const count = (wanted: (outcomes: readonly Outcome[]) => boolean): number =>
    results.filter(({ outcomes }) => wanted(outcomes[setting])).length;
  return {
    bounce: count((outcomes) => outcomes.join() === 'bounce'),
    depends: count((outcomes) => outcomes.length > 1 && outcomes.includes('bounce')),
    unknown: count((outcomes) => outcomes.includes('unknown') && !outcomes.includes('bounce')),
  };
}

/** `3 of 12 domains would bounce under Required`; never more than was seen. */
export function summaryText(summary: ProjectSummary, setting: string): string {
  const { total, counts, checked } = summary;
  const domains = counted(total, 'domain');
  if (checked === 0) return `${domains} not checked`;
  const rest = [
    ...(counts.depends > 0 ? [`${counts.depends} may`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} could not be tested`] : []),
    ...(checked < total ? [`${total - checked} not checked`] : []),
  ];
  return [mainText(summary, domains, setting), ...rest].join('; ');
}

/** "None would" takes all of them, seen for sure. */
function mainText({ total, counts, checked }: ProjectSummary, domains: string, setting: string): string {
  if (counts.bounce > 0) return `${counts.bounce} of ${domains} would bounce under ${setting}`;
  const isSure = checked === total && counts.depends + counts.unknown === 0;
  return `None of ${domains} ${isSure ? 'would' : 'is known to'} bounce under ${setting}`;
}

const CHECK = 'sfDeliverability.preflightProject';
const REPORT = 'sfDeliverability.showPreflightReport';

export interface LensTitle {
  readonly title: string;
  readonly command: string;
}

/**
 * What stands above the list, from left to right.
 *
 * @param now milliseconds since 1970
 * @param off nothing may be looked up
 */
export function lensTitles(
  { total, counts, checked, newest }: ProjectSummary,
  now: number,
  off: boolean,
): readonly LensTitle[] {
  if (total === 0) return [];
  const start = {
    title: `Preflight ${counted(total, 'domain')}${off ? ' (off here)' : ''}`,
    command: CHECK,
  };
  if (newest === undefined) return [start];
  const isSure = checked === total && counts.depends + counts.unknown === 0;
  const none = isSure ? 'none would bounce' : 'none known to bounce';
  const parts = [
    counts.bounce > 0 ? `${counts.bounce} would bounce` : none,
    ...(counts.depends > 0 ? [`${counts.depends} may`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} not tested`] : []),
    ...(checked < total ? [`${total - checked} not checked`] : []),
  ];
  return [
    start,
    { title: `last run ${ageText(newest, now)}`, command: REPORT },
    { title: parts.join(', '), command: REPORT },
  ];
}
