import type { BounceExplanation, BounceMatch } from '../explain.ts';
import { nextSteps, tlsSentence } from './words.ts';

/** `bounce --format json`, version 1 of the shape. Keys are only added. */
export function bounceJson(explanation: BounceExplanation): string {
  const { decisive, others, tls, causeHidden, outcome, dsn, cut } = explanation;
  const document = {
    version: 1,
    tls: { ...tls, sentence: tlsSentence(explanation) },
    causeHidden,
    outcome: outcome ?? null,
    who: decisive?.who ?? [],
    next: nextSteps(explanation),
    decisive: decisive ? matchJson(decisive) : null,
    others: others.map(matchJson),
    dsn: dsn ?? null,
    cut,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Offsets count UTF-16 units of the text as it came. */
const matchJson = ({ range, ...match }: BounceMatch) => ({ ...match, start: range.start, end: range.end });
