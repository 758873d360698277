import type { BounceExplanation, BounceMatch } from '../explain.ts';
import { causeOf } from '../model.ts';
import { dsnText, otherTexts } from './text.ts';
import { caution, foundText, headline, meaningText, nextSteps, tlsSentence, whoText } from './words.ts';
import { escapeMarkdown, markdownList } from '../../output/markdown.ts';

/** For a case, a ticket or a comment. */
export function bounceMarkdown(explanation: BounceExplanation): string {
  const { decisive, others, dsn } = explanation;
  const warning = decisive && caution(decisive);
  return [
    `**${text(headline(explanation))}.** ${text(tlsSentence(explanation))}`,
    ...(decisive
      ? [
          `Found: ${text(foundText(decisive))}.${warning === undefined ? '' : ` _Note: ${text(warning)}._`} Who needs to act: ${text(whoText(decisive.who))}.`,
        ]
      : []),
    `**What to do**\n\n${markdownList(nextSteps(explanation).map(text))}`,
    ...(others.length > 0 ? [`**Also in the text**\n\n${markdownList(otherTexts(others).map(text))}`] : []),
    ...(dsn ? [`Notification: ${text(dsnText(dsn))}.`] : []),
    ...(decisive ? [`Source: ${text(decisive.source)}`] : []),
  ]
    .map((part) => `${part.trimEnd()}\n`)
    .join('\n');
}

/** What a hover over one code or text shows. */
export function bounceMatchMarkdown(match: BounceMatch): string {
  const warning = caution(match);
  const tls = { yes: 'TLS is the cause', possible: 'TLS may be the cause', no: 'TLS is not the cause' }[causeOf(match)];
  return [
    `**${text(match.found)}** ${text(meaningText(match))}`,
    ...(warning === undefined ? [] : [`_Note: ${text(warning)}._`]),
    `${tls}. ${text(match.todo)}`,
    `Who needs to act: ${text(whoText(match.who))}.`,
    `Source: ${text(match.source)}`,
  ].join('\n\n');
}

const LONGEST = 500;

const text = (raw: string): string => escapeMarkdown(raw.length > LONGEST ? `${raw.slice(0, LONGEST)}…` : raw);
