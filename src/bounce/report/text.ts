import type { BounceExplanation, BounceMatch, TlsVerdict } from '../explain.ts';
import { printable } from '../../text/printable.ts';
import { caution, foundText, headline, meaningText, nextSteps, tlsSentence, whoText } from './words.ts';
import { listItem } from '../../output/lines.ts';
import { NARROWEST, wrap } from '../../output/wrap.ts';
import { type Style, type StyleName, plain } from '../../output/style.ts';

/** More matches than this are of no help to a person. */
const MAX_OTHERS = 8;

export const CAUSE_STYLES: Readonly<Record<TlsVerdict['cause'], StyleName>> = {
  yes: 'red',
  possible: 'yellow',
  no: 'green',
  unknown: 'cyan',
};

/** As a person wants to read it: what it means, whether it is TLS, who must do what. */
export function bounceText(explanation: BounceExplanation, columns: number, style: Style = plain): string {
  const width = Math.max(columns, NARROWEST);
  const { decisive, others, tls, dsn, cut } = explanation;
  const warning = decisive && caution(decisive);
  const blocks = [
    [
      ...wrap(`${printable(headline(explanation))}.`, width).map((line) => style('bold', line)),
      ...(decisive ? wrap(printable(foundText(decisive), LONGEST), width) : []),
      ...(warning === undefined ? [] : wrap(`Note: ${warning}.`, width).map((line) => style('yellow', line))),
    ],
    [
      ...wrap(printable(tlsSentence(explanation)), width).map((line) => style(CAUSE_STYLES[tls.cause], line)),
      ...(decisive ? wrap(`Who needs to act: ${whoText(decisive.who)}.`, width) : []),
    ],
    [style('bold', 'What to do'), ...items(nextSteps(explanation), width)],
    ...(others.length > 0 ? [[style('bold', 'Also in the text'), ...items(otherTexts(others), width)]] : []),
    [
      ...(dsn ? wrap(`Notification: ${printable(dsnText(dsn), LONGEST)}.`, width) : []),
      ...(cut ? ['Only the beginning was read: the text is very long.'] : []),
      ...(decisive ? wrap(`Source: ${printable(decisive.source)}`, width).map((line) => style('dim', line)) : []),
    ],
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const LONGEST = 300;

/** `550 (SMTP reply code): Mailbox unavailable` */
export function otherTexts(others: readonly BounceMatch[]): readonly string[] {
  const texts = others.slice(0, MAX_OTHERS).map((other) => {
    const warning = caution(other);
    return `${foundText(other)}: ${meaningText(other)}${warning === undefined ? '' : ` (${warning})`}`;
  });
  return others.length > MAX_OTHERS ? [...texts, `${others.length - MAX_OTHERS} more`] : texts;
}

/** `failed, status 5.1.1, from mx.example.com` */
export const dsnText = ({ action, status, remoteMta, recipients }: NonNullable<BounceExplanation['dsn']>): string =>
  [
    ...(action === undefined ? [] : [action]),
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(remoteMta === undefined ? [] : [`from ${remoteMta}`]),
    ...(recipients > 1 ? [`for ${recipients} recipients`] : []),
  ].join(', ');

const items = (texts: readonly string[], width: number): readonly string[] =>
  texts.flatMap((text) => listItem(printable(text, LONGEST), width));
