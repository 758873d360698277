import type { Finding } from '../../rules/rule.ts';
import type { Place } from '../../text/source.ts';

/** Where a finding is shown: its own place, and the places in other files that are as much at fault. */
export const shownPlaces = ({ at, related }: Finding): readonly Place[] => [
  at,
  ...related.filter((one) => one.mirror === true && one.at.file !== at.file).map((one) => one.at),
];
