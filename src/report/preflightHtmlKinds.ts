import type { DomainPreflight, Verdict } from '../preflight/result.ts';
import { type Html, type HtmlPart, markup } from './html.ts';
import type { OutcomeKind } from './preflightWords.ts';

const SIGNS: Readonly<Record<OutcomeKind, string>> = { tls: '✓', clear: '!', bounce: '✕', depends: '±', unknown: '?' };

/** Words with their sign, for those who do not see the colour. */
export const signed = (kind: OutcomeKind, words: HtmlPart): Html =>
  markup`<span class="pf-sign" aria-hidden="true">${SIGNS[kind]}</span>&nbsp;${words}`;

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
