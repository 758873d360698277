import type { DomainPreflight } from '../result.ts';
import { domainReason } from './reason.ts';
import type { KnownPreflight } from '../../project/knownPreflight.ts';
import { timeText } from '../../output/time.ts';

/** What rules may know of a result. @param at when it was seen, in milliseconds since 1970 */
export const knownPreflight = (result: DomainPreflight, at: number): KnownPreflight => ({
  domain: result.domain,
  ...(result.relayPort === undefined ? {} : { relayPort: result.relayPort }),
  outcomes: result.outcomes,
  why: (setting) => domainReason(result, setting),
  seen: timeText(at),
});
