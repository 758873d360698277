import { ageText } from '../../report/knownPreflight.ts';
import { countedTargets } from '../../report/preflightWords.ts';
import { networkOff } from './network.ts';
import type { ProjectSummary } from './scope.ts';

/** `3 of 12 domains would bounce under Required`; never more than was seen. */
export function summaryText({ domains, relays, counts, checked }: ProjectSummary, setting: string): string {
  const total = domains + relays;
  const targets = countedTargets(domains, relays);
  if (checked === 0) return `${targets} not checked`;
  const rest = [
    ...(counts.depends > 0 ? [`${counts.depends} may`] : []),
    ...(counts.unknown > 0 ? [`${counts.unknown} could not be tested`] : []),
    ...(checked < total ? [`${total - checked} not checked`] : []),
  ];
  const bounce = counts.bounce === 0 ? 'None' : String(counts.bounce);
  // Relays have settings of their own.
  const under = relays === 0 ? ` under ${setting}` : '';
  return [`${bounce} of ${targets} would bounce${under}`, ...rest].join('; ');
}

const CHECK = 'sfDeliverability.preflightProject';
const REPORT = 'sfDeliverability.showPreflightReport';

export interface LensTitle {
  readonly title: string;
  readonly command: string;
}

/** What stands above the list, from left to right. @param now milliseconds since 1970 */
export function lensTitles(summary: ProjectSummary, now: number): readonly LensTitle[] {
  const { domains, relays, counts, checked, newest } = summary;
  const total = domains + relays;
  if (total === 0) return [];
  const off = networkOff();
  const start = {
    title: `Preflight ${countedTargets(domains, relays)}${off === undefined ? '' : ' (off here)'}`,
    command: CHECK,
  };
  if (newest === undefined) return [start];
  const outcome = counts.bounce > 0 ? `${counts.bounce} would bounce` : 'none would bounce';
  const parts = [
    outcome,
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
