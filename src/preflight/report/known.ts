import type { DomainPreflight } from '../result.ts';
import { asDomain } from '../../mail/domain.ts';
import { seenTarget } from './reason.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';
import { timeText } from '../../output/time.ts';

/** What rules may know of a result, decided here once and not at each check. @param at when it was seen, in milliseconds since 1970 */
export const knownPreflight = (result: DomainPreflight, at: number): KnownPreflight => ({
  domain: result.domain,
  recipient: result.relayPort === undefined ? asDomain(result.domain) : undefined,
  ...seenTarget(result),
  seen: timeText(at),
});
