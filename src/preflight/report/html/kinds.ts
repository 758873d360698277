import type { DomainPreflight, Verdict } from '../../result.ts';
import type { OutcomeKind } from '../../../output/outcomes.ts';

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  authenticated: 'TLS, verified',
  encrypted: 'TLS, not verified',
  none: 'no TLS',
  refuses: 'takes no mail',
  unknown: 'not tested',
};

export const VERDICT_KINDS: Readonly<Record<Verdict, OutcomeKind>> = {
  authenticated: 'tls',
  encrypted: 'clear',
  none: 'bounce',
  refuses: 'bounce',
  unknown: 'unknown',
};

/** A domain with the fragment that its section has on the page. */
export interface Placed {
  readonly domain: DomainPreflight;
  readonly id: string;
}
