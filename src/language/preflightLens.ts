import { countedTargets, type kindCounts } from '../preflight/report/words.ts';
import { ageText } from '../output/time.ts';

/** `3 of 12 domains would bounce under Required`; never more than was seen. */
export function summaryText(summary: ProjectSummary, setting: string): string {
  const { domains, relays, counts, checked } = summary;
  const total = domains + relays;
  if (checked === 0) return `${countedTargets(domains, relays)} not checked`;
  const rest = [
    ...(counts['may-bounce'] > 0 ? [`${counts['may-bounce']} might`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} could not be tested`] : []),
    ...(checked < total ? [`${total - checked} not checked`] : []),
  ];
  return [mainText(summary, setting), ...rest].join('; ');
}

/** "None would" takes all of them, seen for sure. */
function mainText(summary: ProjectSummary, setting: string): string {
  const { domains, relays, counts, alike } = summary;
  const targets = countedTargets(domains, relays);
  const under = alike ? ` under ${setting}` : '';
  if (counts.bounce > 0) return `${counts.bounce} of ${targets} would bounce${under}`;
  return `None of ${targets} ${isSure(summary) ? 'would' : 'is known to'} bounce${under}`;
}

const isSure = ({ domains, relays, counts, checked }: ProjectSummary): boolean =>
  checked === domains + relays && counts['may-bounce'] + counts.unknown === 0;

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
export function lensTitles(summary: ProjectSummary, now: number, off: boolean): readonly LensTitle[] {
  const { domains, relays, counts, checked, newest } = summary;
  const total = domains + relays;
  if (total === 0) return [];
  const start = {
    title: `Preflight ${countedTargets(domains, relays)}${off ? ' (off here)' : ''}`,
    command: CHECK,
  };
  if (newest === undefined) return [start];
  const none = isSure(summary) ? 'none would bounce' : 'none known to bounce';
  const parts = [
    counts.bounce > 0 ? `${counts.bounce} would bounce` : none,
    ...(counts['may-bounce'] > 0 ? [`${counts['may-bounce']} might`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} not tested`] : []),
    ...(checked < total ? [`${total - checked} not checked`] : []),
  ];
  return [
    start,
    { title: `checked ${ageText(newest, now)}`, command: REPORT },
    { title: parts.join(', '), command: REPORT },
  ];
}

/** How the targets of a project fare, each under the setting that is theirs. */
export interface ProjectSummary {
  readonly domains: number;
  readonly relays: number;
  readonly counts: ReturnType<typeof kindCounts>;
  /** Whether one setting is that of all. */
  readonly alike: boolean;
  /** How many have a result. */
  readonly checked: number;
  /** When the newest result was seen, in milliseconds since 1970. */
  readonly newest: number | undefined;
}
