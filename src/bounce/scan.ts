import { rangeOf, type Range } from '../text/source.ts';
import type { BounceMeaning } from './model.ts';
import { folded, type FoldedText } from './fold.ts';
import { EXACT_TEXTS, meaningsOf } from './index.ts';

/** What a place in a text says that the place means. */
export interface BounceMatch extends BounceMeaning {
  readonly range: Range;
  /** The characters there. */
  readonly found: string;
  /**
   * What was recognised: exact words of somebody's; a code; the plain words of a reply; or only what kind of code it is
   * (`general`: the class and subject of RFC 3463 §2, the first digit of RFC 5321 §4.2.1).
   */
  readonly how: 'text' | 'words' | 'enhanced-code' | 'reply-code' | 'product-code' | 'general';
  /** An exact text beside a code that it does not go with: it may stand there for another reason. */
  readonly doubtful?: true;
}

/** Reply and enhanced code of one answer: `550 5.1.1`, `550`, `5.1.1`. */
export interface CodeFound {
  readonly reply?: { readonly code: string; readonly range: Range };
  readonly enhanced?: { readonly code: string; readonly range: Range };
}

const ENHANCED = /(?<![\w.])([245x])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)(?!\w)/gi;

/** Versions of programs look like codes: RFC 3463 §2 has subjects from 0 to 7. */
const LAST_SUBJECT = 7;
/** No dialogue of two servers has so many. What follows is not looked at. */
const MAX_CODES = 200;

/** All codes of a text that stand where servers write them. */
export function codesIn(text: string, spans: readonly Range[]): readonly CodeFound[] {
  return spans.flatMap(({ start, end }) => {
    const part = text.slice(start, end);
    const enhanced = [...part.matchAll(ENHANCED)]
      .filter(([, , subject]) => Number(subject) <= LAST_SUBJECT)
      .slice(0, MAX_CODES)
      .map(({ 0: code, index }) => ({ code: code.toUpperCase(), range: shifted(start, index, code.length) }));
    const replies = repliesIn(part)
      .slice(0, MAX_CODES)
      .map(({ code, index }) => ({ code, range: shifted(start, index, code.length) }));
    return paired(text, replies, enhanced);
  });
}

const shifted = (start: number, index: number, length: number): Range => rangeOf(start + index, start + index + length);

/** `550 5.1.1`, `550-5.1.1`, `550 #5.1.1`, Google's `550, "5.1.1"` are one answer. */
function paired(
  text: string,
  replies: readonly NonNullable<CodeFound['reply']>[],
  enhanced: readonly NonNullable<CodeFound['enhanced']>[],
): readonly CodeFound[] {
  const taken = new Set<object>();
  const found = replies.map((reply): CodeFound => {
    const mate = enhanced.find(
      (one) =>
        one.range.start > reply.range.end && /^[ -,#"(]{1,4}$/.test(text.slice(reply.range.end, one.range.start)),
    );
    if (!mate) return { reply };
    taken.add(mate);
    return { reply, enhanced: mate };
  });
  const alone = enhanced.filter((one) => !taken.has(one)).map((one): CodeFound => ({ enhanced: one }));
  return [...found, ...alone].sort((a, b) => startOf(a) - startOf(b));
}

const startOf = ({ reply, enhanced }: CodeFound): number => reply?.range.start ?? enhanced?.range.start ?? 0;

/** What may stand before a reply code that begins somewhere in a line. */
const BEFORE =
  /(?:^|[\r\n])[> \t"'([<#]{0,8}$|(?:smtp;|x\d{0,2}-\w{1,20};|said:|repl(?:y|ied)[\w .]{0,30}:?|responded:?|respon(?:se|ded)[\w .]{0,30}:?|error:?|errno:?|code:?|status:?|returned:?|reason:?|failed:?|rejected:?|bounced?:?|because:?|server:|transfail:|transfail|diagnostic:|with|=|->|>{1,3}|[("'[,;|\t#:])[ "'([<#]{0,3}$/i;
const UNITS = /^\s{0,2}(?:bytes?|[km]b|messages?|recipients?|connections?|seconds?|minutes?|hours?|days?|times|%)\b/i;

function repliesIn(part: string): readonly { readonly code: string; readonly index: number }[] {
  return [...part.matchAll(/(?<![\w.@%+-])[2-5]\d\d(?![\w@%]|\.\d)/g)].flatMap(({ 0: code, index }) => {
    const after = part.slice(index + 3, index + 40);
    const before = part.slice(Math.max(0, index - 60), index);
    const strong = /^[ -,#"(]{1,4}[245]\.\d{1,3}\.\d{1,3}/.test(after) || part.trim() === code;
    // `,450,` in a table is any number.
    const words = /^[- :]{1,2}["'(<[#]{0,2}[^\s\d,;]|^[)"'\]] |^[\s)"'\]]*$/.test(after) && !UNITS.test(after);
    return strong || (!code.startsWith('3') && words && BEFORE.test(before)) ? [{ code, index }] : [];
  });
}

/** Every occurrence of an exact text is one match, the one whose code goes with a code of the text. */
export function textsIn(text: string, fold: FoldedText, codes: readonly CodeFound[]): readonly BounceMatch[] {
  const found: { readonly start: number; readonly end: number; readonly match: BounceMatch }[] = [];
  for (const { literal, meanings } of EXACT_TEXTS) {
    const start = findWhole(fold.text, literal);
    if (start < 0) continue;
    const end = start + literal.length;
    // The words of a longer text are not a text of their own.
    if (found.some((one) => one.start <= start && end <= one.end)) continue;
    const range = fold.sourceRange(start, end);
    for (const meaning of bestFor(meanings, codes))
      found.push({
        start,
        end,
        match: {
          ...meaning,
          range,
          found: text.slice(range.start, range.end),
          how: 'text',
          ...(goesWith(meaning, codes) ? {} : { doubtful: true }),
        },
      });
  }
  return found.map(({ match }) => match);
}

/** Not as a part of a longer word. */
function findWhole(text: string, literal: string): number {
  const isWord = (char: string): boolean => /\w/.test(char);
  for (let start = text.indexOf(literal); start >= 0; start = text.indexOf(literal, start + 1)) {
    const end = start + literal.length;
    const before = isWord(literal.charAt(0)) && isWord(text.charAt(start - 1));
    const after = isWord(literal.charAt(literal.length - 1)) && isWord(text.charAt(end));
    if (!before && !after) return start;
  }
  return -1;
}

/** Some words stand in the table under several codes. All of them, the best first. */
function bestFor(meanings: readonly BounceMeaning[], codes: readonly CodeFound[]): readonly BounceMeaning[] {
  const score = (meaning: BounceMeaning): number =>
    (sameCode(meaning, codes) ? 2 : 0) + (goesWith(meaning, codes) ? 1 : 0);
  return meanings.toSorted((a, b) => score(b) - score(a));
}

const enhancedOf = (code: string): string | undefined => /\d\.\d+\.\d+/.exec(code)?.[0];

const sameCode = ({ code }: BounceMeaning, codes: readonly CodeFound[]): boolean =>
  codes.some(({ reply, enhanced }) => {
    const own = enhancedOf(code);
    return own === undefined ? reply?.code === code : enhanced?.code === own;
  });

/** Long texts and those about TLS are nobody else's; "Service unavailable" is everybody's. */
const DISTINCT = /\[internal\]|tls|ssl|certificate|mta-sts|dane|dnssec|during |after |encryption|cipher/i;
const DISTINCT_WORDS = 5;

function goesWith(meaning: BounceMeaning, codes: readonly CodeFound[]): boolean {
  const { code, literal = '' } = meaning;
  const own = enhancedOf(code);
  const ownClass = /^[245]/.exec(code)?.[0];
  if (codes.length === 0 || (own === undefined && ownClass === undefined)) return true;
  if (sameCode(meaning, codes)) return true;
  if (DISTINCT.test(literal) || literal.split(' ').length >= DISTINCT_WORDS) return true;
  if (own !== undefined && codes.some(({ enhanced }) => enhanced)) return false;
  return codes.some(({ reply, enhanced }) => (reply ?? enhanced)?.code.startsWith(ownClass ?? ''));
}

/** What the codes of one answer mean, the most telling first. */
export function codeMatches({ reply, enhanced }: CodeFound, text: string): readonly BounceMatch[] {
  const at = (range: Range, how: BounceMatch['how'], meanings: readonly BounceMeaning[]): readonly BounceMatch[] =>
    meanings.map((meaning) => ({ ...meaning, range, found: text.slice(range.start, range.end), how }));
  return [
    ...(enhanced ? at(enhanced.range, 'enhanced-code', knownEnhanced(enhanced.code)) : []),
    ...(reply && enhanced
      ? at(
          rangeOf(reply.range.start, enhanced.range.end),
          'enhanced-code',
          meaningsOf(`${reply.code} ${enhanced.code}`),
        )
      : []),
    ...(enhanced && knownEnhanced(enhanced.code).length === 0
      ? at(enhanced.range, 'general', generalEnhanced(enhanced.code))
      : []),
    ...(reply ? at(reply.range, 'reply-code', meaningsOf(reply.code)) : []),
    ...(reply && !enhanced && meaningsOf(reply.code).length === 0
      ? at(reply.range, 'general', [...meaningsOf(`${reply.code.charAt(0)}.X.X`), ...meaningsOf('X.X.X')])
      : []),
  ];
}

const knownEnhanced = (code: string): readonly BounceMeaning[] => meaningsOf(`X${code.slice(1)}`);

/** RFC 3463 §2: whatever the detail is, class and subject say what it is about. */
function generalEnhanced(code: string): readonly BounceMeaning[] {
  const [, subject = ''] = code.split('.');
  const whole = /^\d/.test(code) ? meaningsOf(`${code.charAt(0)}.X.X`) : [];
  return [...meaningsOf(`X.${subject}.0`), ...whole, ...meaningsOf('X.X.X')];
}

/** Codes of products, which are bare numbers or words: only where the text says whose they are. */
const PRODUCT_CODES: readonly { readonly pattern: RegExp; readonly code: (found: RegExpExecArray) => string }[] = [
  { pattern: /^\s*([1-4]\d{3})\s*$/d, code: (found) => found[1] ?? '' },
  {
    pattern: /\b(?:bounce ?)?(?:sub-?category(?: ?id)?|bounce code|bounce reason code)[\s:="']{1,4}([1-4]\d{3})\b/di,
    code: (found) => found[1] ?? '',
  },
  { pattern: /\b(bounce ?category ?id[\s:="']{1,4}\d)\b/di, code: (found) => `BounceCategoryID=${last(found)}` },
  { pattern: /\b(bounce ?type ?id[\s:="']{1,4}\d)\b/di, code: (found) => `BounceTypeID=${last(found)}` },
  { pattern: /^\s*(hard|soft)\s*$|\b(hard|soft)[ -]bounced?\b/di, code: (found) => found[1] ?? found[2] ?? '' },
  // A class of codes, as people write it.
  { pattern: /^\s*([245])(?:xx|\.x\.x)\s*$/di, code: (found) => `${found[1] ?? ''}.X.X` },
  { pattern: /^\s*(x\.x\.x)\s*$/di, code: () => 'X.X.X' },
];

const last = ({ 0: found }: RegExpExecArray): string => found.charAt(found.length - 1);

export const productMatches = (text: string): readonly BounceMatch[] =>
  PRODUCT_CODES.flatMap(({ pattern, code }) => {
    const found = pattern.exec(text);
    if (!found) return [];
    const [start, end] = found.indices?.[1] ?? found.indices?.[2] ?? found.indices?.[0] ?? [0, 0];
    return meaningsOf(code(found)).map((meaning): BounceMatch => ({
      ...meaning,
      range: rangeOf(start, end),
      found: text.slice(start, end),
      how: 'product-code',
    }));
  });

/** What a line of a log, a table or a bounce names, with its place; in the order of the places. For hovers. */
export function findBounceCodes(line: string): readonly BounceMatch[] {
  const short = line.slice(0, MAX_LINE_LENGTH);
  const spans = [rangeOf(0, short.length)];
  const codes = codesIn(short, spans);
  const matches = [
    ...textsIn(short, folded(short, spans), codes),
    ...codes.flatMap((one) => codeMatches(one, short)),
    ...productMatches(short),
  ];
  return matches.toSorted((a, b) => a.range.start - b.range.start || b.range.end - a.range.end);
}

/** Longer lines are data, not bounces. */
const MAX_LINE_LENGTH = 10_000;
