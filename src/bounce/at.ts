import { rangeOf } from '../text/source.ts';
import { findBounceCodes, type BounceMatch } from './scan.ts';

/** How much of a line is looked at on either side of a place, in UTF-16 units: a row of an Email Log has less. */
const REACH = 2000;

/** Three digits are anything, and so are three numbers with dots: they are codes where the line speaks of mail. */
const MAIL =
  /\b(?:e?smtps?|mail\w*|rcpt|recipients?|mx|mta|dsn|ndr|relay(?:ed|ing)?|bounced?|deliver\w*|undeliver\w*|starttls|diagnostic-code|final-recipient)\b|[\w.+-]@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/i;
/** Web servers and package managers write such numbers, too, and addresses beside them. */
const WEB = /\bHTTP\/\d|https?:\/\/|\b(?:GET|POST|PUT|PATCH|HEAD|DELETE) \S/;

const speaksOfMail = (text: string): boolean => MAIL.test(text) && !WEB.test(text);

/** Whether a line of any file is about a bounce. */
export const namesBounce = (line: string): boolean => speaksOfMail(line) && findBounceCodes(line).length > 0;

/**
 * The most telling thing that a line of a log or a table says of a bounce at a place; undefined where no mail is meant.
 *
 * @param isMail the line is of a message, where every code is one
 */
export function bounceAt(line: string, offset: number, isMail = false): BounceMatch | undefined {
  const start = Math.max(0, offset - REACH);
  const part = line.slice(start, offset + REACH);
  if (!isMail && !speaksOfMail(part)) return undefined;
  const at = offset - start;
  const [best] = findBounceCodes(part)
    .filter(({ range, how }) => range.start <= at && at < range.end && !(how === 'product-code' && isAlone(part)))
    .toSorted((a, b) => rank(a) - rank(b));
  return best && { ...best, range: rangeOf(start + best.range.start, start + best.range.end) };
}

/** A cell that holds nothing but a number or a word may mean anything. */
const isAlone = (part: string): boolean => !/\W/.test(part.trim());

const ORDER: readonly BounceMatch['how'][] = [
  'text',
  'words',
  'enhanced-code',
  'product-code',
  'reply-code',
  'general',
];

const rank = ({ how, doubtful }: BounceMatch): number => (doubtful ? ORDER.length : ORDER.indexOf(how));
