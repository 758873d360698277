import type { Outcome } from '../mail/outcome.ts';
import { type HtmlPart, type Html, markup } from './html.ts';
import type { StyleName } from './style.ts';

/** What happens to mail, as one of five: one sure outcome, or `depends` where several are possible. */
export type OutcomeKind = Outcome | 'depends';

/** From bad to good: the order in which a person wants to read them. */
export const OUTCOME_KINDS = ['bounce', 'depends', 'unknown', 'clear', 'tls'] as const satisfies readonly OutcomeKind[];

export function outcomeKind(outcomes: readonly Outcome[]): OutcomeKind {
  const [only, ...more] = outcomes;
  return more.length > 0 ? 'depends' : (only ?? 'unknown');
}

export const outcomeWord = (kind: OutcomeKind): string => WORDS[kind];

/** `TLS`; `bounces or TLS` where it depends. */
export const outcomesText = (outcomes: readonly Outcome[]): string =>
  outcomes.length === 0 ? WORDS.unknown : outcomes.map((outcome) => WORDS[outcome]).join(' or ');

/** Words with their sign, for those who do not see the colour. */
export const signed = (kind: OutcomeKind, words: HtmlPart): Html =>
  markup`<span class="pf-sign" aria-hidden="true">${SIGNS[kind]}</span>&nbsp;${words}`;

export const KIND_TITLES: Readonly<Record<OutcomeKind, string>> = {
  tls: 'TLS',
  clear: 'In clear',
  bounce: 'Bounces',
  depends: 'Depends',
  unknown: 'Unknown',
};

export const KIND_STYLES: Readonly<Record<OutcomeKind, StyleName>> = {
  bounce: 'red',
  depends: 'yellow',
  unknown: 'cyan',
  clear: 'blue',
  tls: 'green',
};

const WORDS: Readonly<Record<OutcomeKind, string>> = {
  bounce: 'bounces',
  depends: 'depends',
  unknown: 'unknown',
  clear: 'in clear',
  tls: 'TLS',
};

const SIGNS: Readonly<Record<OutcomeKind, string>> = {
  tls: '✓',
  clear: '!',
  bounce: '✕',
  depends: '±',
  unknown: '?',
};
