import type { Outcome } from '../mail/outcome.ts';
import { type HtmlPart, type Html, markup } from './html.ts';
import type { StyleName } from './style.ts';

/**
 * What happens to mail, for counting and colours: one sure outcome, or the worst of several that are possible. People
 * read the outcomes themselves (`outcomesText`).
 */
export type OutcomeKind = Outcome | 'may-bounce' | 'may-clear';

/** From bad to good: the order in which a person wants to read them. */
export const OUTCOME_KINDS = [
  'bounce',
  'may-bounce',
  'unknown',
  'clear',
  'may-clear',
  'tls',
] as const satisfies readonly OutcomeKind[];

export function outcomeKind(outcomes: readonly Outcome[]): OutcomeKind {
  const [only, ...more] = outcomes;
  if (more.length === 0) return only ?? 'unknown';
  if (outcomes.includes('bounce')) return 'may-bounce';
  return outcomes.includes('unknown') ? 'unknown' : 'may-clear';
}

/** As JSON and CSV have it, for ever: `depends` where several outcomes are possible. */
export const writtenOutcome = ([only, ...more]: readonly Outcome[]): Outcome | 'depends' =>
  more.length > 0 ? 'depends' : (only ?? 'unknown');

export const outcomeWord = (kind: OutcomeKind): string => WORDS[kind];

/** `TLS`; `TLS or bounces` where several are possible. */
export const outcomesText = (outcomes: readonly Outcome[]): string =>
  outcomes.length === 0
    ? WORDS.unknown
    : SPOKEN_ORDER.filter((one) => outcomes.includes(one))
        .map((outcome) => WORDS[outcome])
        .join(' or ');

const SPOKEN_ORDER: readonly Outcome[] = ['clear', 'tls', 'unknown', 'bounce'];

/** Words with their sign, for those who do not see the colour. */
export const signed = (kind: OutcomeKind, words: HtmlPart): Html =>
  markup`<span class="pf-sign" aria-hidden="true">${SIGNS[kind]}</span>&nbsp;${words}`;

export const KIND_TITLES: Readonly<Record<OutcomeKind, string>> = {
  tls: 'TLS',
  clear: 'Unencrypted',
  bounce: 'Bounces',
  'may-bounce': 'May bounce',
  'may-clear': 'May be unencrypted',
  unknown: 'Unknown',
};

export const KIND_STYLES: Readonly<Record<OutcomeKind, StyleName>> = {
  bounce: 'red',
  'may-bounce': 'yellow',
  'may-clear': 'blue',
  unknown: 'cyan',
  clear: 'blue',
  tls: 'green',
};

const WORDS: Readonly<Record<OutcomeKind, string>> = {
  bounce: 'bounces',
  'may-bounce': 'may bounce',
  'may-clear': 'may be unencrypted',
  unknown: 'unknown',
  clear: 'unencrypted',
  tls: 'TLS',
};

const SIGNS: Readonly<Record<OutcomeKind, string>> = {
  tls: '✓',
  clear: '!',
  bounce: '✕',
  'may-bounce': '±',
  'may-clear': '!',
  unknown: '?',
};
