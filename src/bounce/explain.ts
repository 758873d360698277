import type { Range } from '../text/source.ts';
import { causeOf, type BounceKind, type TlsCause } from './model.ts';
import { folded, type FoldedText } from './fold.ts';
import { codeMatches, codesIn, productMatches, textsIn, type BounceMatch, type CodeFound } from './scan.ts';
import { NAMES_TLS, TLS_SAID, WORDINGS, type Wording } from './wording.ts';
import { readDsn, withoutTrace, type DsnFacts } from './dsn.ts';

export { findBounceCodes, type BounceMatch } from './scan.ts';

/** What a bounce text comes down to. */
export interface BounceExplanation {
  /** What decides; undefined where nothing was recognised. */
  readonly decisive: BounceMatch | undefined;
  /** What else was recognised, the most telling first. */
  readonly others: readonly BounceMatch[];
  readonly tls: TlsVerdict;
  /** It was tried until time was up, and the text does not say what went wrong each time. */
  readonly causeHidden: boolean;
  /** By the first digit of the deciding answer; undefined where there is none. */
  readonly outcome: 'delivered' | 'retried' | 'final' | undefined;
  /** Of a delivery status notification (RFC 3464). */
  readonly dsn: DsnFacts | undefined;
  /** The text was longer than what is looked at. */
  readonly cut: boolean;
}

export interface TlsVerdict {
  readonly cause: TlsCause | 'unknown';
  readonly why: TlsReason;
}

/**
 * - `text`: the exact text, or the delivery stage, is about TLS and nothing else; or about something else
 * - `words`: the text says in plain words that it is about TLS, or about something else
 * - `code`: the code alone says so
 * - `open`: the code is used for TLS and for other things alike
 * - `readings`: those who use the code mean different things by it
 * - `names-tls`: the code is about something else, but the text names TLS
 * - `memory`: the meaning of the code is only from memory
 * - `hidden`: time was up, and the cause is not in the text
 * - `nothing`: nothing was recognised
 */
export type TlsReason = 'text' | 'words' | 'code' | 'open' | 'readings' | 'names-tls' | 'memory' | 'hidden' | 'nothing';

export interface ExplainOptions {
  /** Whose reading of a bare code comes first, where several have one. */
  readonly product?: 'salesforce' | 'account-engagement' | 'marketing-cloud';
}

/** No bounce comes near this; what follows is the message that came back. In UTF-16 units. */
export const MOST_BOUNCE_TEXT = 256 * 1024;

/** Any bounce text, SMTP reply, status code, or whole delivery status notification. Never throws. */
export function explainBounce(input: string, options: ExplainOptions = {}): BounceExplanation {
  const text = input.slice(0, MOST_BOUNCE_TEXT);
  const dsn = readDsn(text);
  const fromFields = dsn && explainSpans(text, dsn.spans, options);
  // The fields may say less than the words before them, or nothing.
  const told = fromFields?.decisive && isTelling(fromFields.decisive) ? fromFields : undefined;
  const explained = told ?? explainSpans(text, withoutTrace(text), options);
  return { ...explained, dsn: dsn?.facts, cut: input.length > text.length };
}

const isTelling = ({ how, code }: BounceMatch): boolean => how !== 'general' && code !== 'X.0.0';

type Explained = Omit<BounceExplanation, 'dsn' | 'cut'>;

function explainSpans(text: string, spans: readonly Range[], { product }: ExplainOptions): Explained {
  const fold = folded(text, spans);
  const codes = codesIn(text, spans);
  const texts = textsIn(text, fold, codes);
  // Words of an exact text say nothing more than the text.
  const said = saidIn(text, fold).filter((one) => !texts.some((exact) => holds(exact, one)));
  const own = new Set(texts.flatMap(({ code, doubtful }) => (doubtful ? [] : code.split(' '))));
  const ranked = [
    ...texts.map((match) => ({ match, rank: textRank(match) })),
    ...said.map((match) => ({ match, rank: match.category === 'tls' ? RANK.tlsWords : RANK.words })),
    ...codes.flatMap((one) => codeMatches(one, text).map((match) => ({ match, rank: codeRank(match, one, own) }))),
    ...productMatches(text).map((match) => ({ match, rank: RANK.product })),
  ];
  const order = (match: BounceMatch): number => kindOrder(match.kind, product);
  const matches = ranked
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        lengthOf(b.match) - lengthOf(a.match) ||
        a.match.range.start - b.match.range.start ||
        order(a.match) - order(b.match),
    )
    .map(({ match }) => match)
    .filter(firstOfItsKind());
  const [decisive, ...others] = matches;
  const hidden = decisive !== undefined && isExpiry(decisive);
  const outcome = outcomeOf(decisive, codes);
  return {
    decisive,
    others,
    causeHidden: hidden,
    // What arrived has no cause of failure.
    tls: outcome === 'delivered' ? DELIVERED : verdict(matches, said, NAMES_TLS.test(fold.text), hidden),
    outcome,
  };
}

/** Exact texts, then the enhanced code, then the reply code; within that, what tells more. */
const RANK = {
  text: 0,
  tlsStage: 1,
  tlsWords: 2,
  enhanced: 3,
  expiredText: 4,
  words: 5,
  expired: 6,
  product: 7,
  reply: 8,
  general: 9,
  onlyClass: 10,
  companion: 11,
  stage: 12,
  doubtful: 13,
  success: 14,
} as const;

function textRank(match: BounceMatch): number {
  if (match.doubtful) return RANK.doubtful;
  if (match.code.startsWith('stage ')) return match.tls === 'yes' ? RANK.tlsStage : RANK.stage;
  if (match.category === 'success') return RANK.text;
  return isExpiry(match) ? RANK.expiredText : RANK.text;
}

/** @param own the codes that exact texts of the same input bring with them: they say nothing more */
function codeRank(match: BounceMatch, { reply, enhanced }: CodeFound, own: ReadonlySet<string>): number {
  // 2xx answers stand in transcripts, before the one that failed.
  if ((enhanced?.code ?? reply?.code ?? '').startsWith('2')) return RANK.success;
  if (own.has(enhanced?.code ?? '')) return RANK.companion;
  if (match.how === 'general') return RANK.general;
  if (match.how === 'reply-code') return enhanced ? RANK.companion : RANK.reply;
  if (match.code === 'X.0.0') return RANK.onlyClass;
  return isExpiry(match) ? RANK.expired : RANK.enhanced;
}

/** Only exact texts are compared by length. */
const lengthOf = ({ how, literal = '' }: BounceMatch): number => (how === 'text' ? literal.length : 0);

const EXPIRY = new Set(['X.4.7', '554 5.4.7', '554 5.4.5', '4.4.7', '5.4.300', '547']);

/** "Time was up" is no cause. */
const isExpiry = ({ code }: BounceMatch): boolean => EXPIRY.has(code);

const KINDS: readonly BounceKind[] = [
  'smtp-reply',
  'enhanced-status',
  'mta-internal-text',
  'provider-text',
  'salesforce-ndr',
  'account-engagement',
  'marketing-cloud',
];

const PRODUCT_KIND = {
  salesforce: 'salesforce-ndr',
  'account-engagement': 'account-engagement',
  'marketing-cloud': 'marketing-cloud',
} as const satisfies Record<NonNullable<ExplainOptions['product']>, BounceKind>;

const kindOrder = (kind: BounceKind, product: ExplainOptions['product']): number =>
  product !== undefined && PRODUCT_KIND[product] === kind ? -1 : KINDS.indexOf(kind);

/** What the words say by themselves: about TLS, and the first other thing. */
function saidIn(text: string, fold: FoldedText): readonly BounceMatch[] {
  const found = (wordings: readonly Wording[]): readonly BounceMatch[] => {
    for (const { pattern, ...meaning } of wordings) {
      const match = pattern.exec(fold.text);
      if (!match) continue;
      const range = fold.sourceRange(match.index, match.index + match[0].length);
      return [{ ...meaning, range, found: text.slice(range.start, range.end), how: 'words' }];
    }
    return [];
  };
  return [...found(TLS_SAID), ...found(WORDINGS)];
}

function verdict(
  matches: readonly BounceMatch[],
  said: readonly BounceMatch[],
  namesTls: boolean,
  hidden: boolean,
): TlsVerdict {
  const [decisive] = matches;
  if (!decisive) return namesTls ? { cause: 'possible', why: 'names-tls' } : { cause: 'unknown', why: 'nothing' };
  if (hidden) return { cause: 'possible', why: 'hidden' };
  const { how, tls } = decisive;
  if (how === 'text') return fromText(matches, decisive);
  if (how === 'words') return namesTls && tls === 'no' ? NAMED : { cause: tls, why: 'words' };
  const readings = new Set(matches.filter((one) => sameRange(one, decisive) && one.how === how).map((one) => one.tls));
  if (decisive.category !== 'success' && namesTls && tls !== 'yes')
    return tls === 'no' ? NAMED : { cause: 'possible', why: 'open' };
  // The code leaves it open, the words do not.
  if (tls !== 'yes' && said.some((one) => one.tls === 'no')) return { cause: 'no', why: 'words' };
  if (how !== 'general' && readings.size > 1) return { cause: 'possible', why: 'readings' };
  if (tls !== causeOf(decisive)) return { cause: 'possible', why: 'memory' };
  return { cause: tls, why: tls === 'possible' ? 'open' : 'code' };
}

const DELIVERED: TlsVerdict = { cause: 'no', why: 'code' };
const NAMED: TlsVerdict = { cause: 'possible', why: 'names-tls' };

/** A failure that leaves the cause open, in a stage of TLS, is one of TLS. */
function fromText(matches: readonly BounceMatch[], { tls }: BounceMatch): TlsVerdict {
  const inTlsStage = matches.some((one) => one.code.startsWith('stage ') && one.tls === 'yes');
  if (tls === 'possible') return inTlsStage ? { cause: 'yes', why: 'text' } : { cause: 'possible', why: 'open' };
  return { cause: tls, why: 'text' };
}

/** The same code at two places means the same. */
function firstOfItsKind(): (match: BounceMatch) => boolean {
  const seen = new Set<string>();
  return ({ kind, code, meaning, how }) => {
    const key = [kind, code, meaning, how].join('\n');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

const holds = (outer: BounceMatch, inner: BounceMatch): boolean =>
  outer.doubtful !== true && outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;

const sameRange = (a: BounceMatch, b: BounceMatch): boolean =>
  a.range.start === b.range.start && a.range.end === b.range.end;

function outcomeOf(decisive: BounceMatch | undefined, codes: readonly CodeFound[]): BounceExplanation['outcome'] {
  if (!decisive) return undefined;
  // The answer that the deciding match belongs to, else the last that failed: transcripts end with it.
  const own = codes.find(
    ({ reply, enhanced }) =>
      reply?.range.start === decisive.range.start || enhanced?.range.start === decisive.range.start,
  );
  const answer = own ?? codes.findLast((one) => !first(one).startsWith('2')) ?? codes.at(-1);
  const digit = answer ? first(answer) : undefined;
  if (digit === '2') return 'delivered';
  if (digit === '4') return 'retried';
  if (digit === '5') return 'final';
  if (decisive.category === 'success') return 'delivered';
  return decisive.permanent === 'either' ? undefined : decisive.permanent === 'yes' ? 'final' : 'retried';
}

/** The reply decides what happens; the enhanced code may be of another class (Microsoft's `451 5.7.3`). */
const first = ({ reply, enhanced }: CodeFound): string => (reply ?? enhanced)?.code.charAt(0) ?? '';
