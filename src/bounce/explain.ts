import type { Range } from '../text/source.ts';
import { causeOf, type TlsCause } from './model.ts';
import { evidenceIn, isExpiry, type BounceEvidence, type BounceProduct } from './evidence.ts';
import type { BounceMatch, CodeFound } from './scan.ts';
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
type TlsReason = 'text' | 'words' | 'code' | 'open' | 'readings' | 'names-tls' | 'memory' | 'hidden' | 'nothing';

export interface ExplainOptions {
  /** Whose reading of a bare code comes first, where several have one. */
  readonly product?: BounceProduct;
}

/** No bounce comes near this; what follows is the message that came back. In UTF-16 units. */
export const MAX_BOUNCE_TEXT = 256 * 1024;

/** Any bounce text, SMTP reply, status code, or whole delivery status notification. Never throws. */
export function explainBounce(input: string, options: ExplainOptions = {}): BounceExplanation {
  const text = input.slice(0, MAX_BOUNCE_TEXT);
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
  const found = evidenceIn(text, spans, product);
  const matches = found.evidence.map(({ match }) => match);
  const [decisive, ...others] = matches;
  const outcome = outcomeOf(decisive, found.codes);
  return {
    decisive,
    others,
    causeHidden: decisive !== undefined && isExpiry(decisive),
    // What arrived has no cause of failure.
    tls: outcome === 'delivered' ? DELIVERED : verdict(matches, found),
    outcome,
  };
}

/** @param matches what was recognised; the first of them decides */
function verdict(
  matches: readonly BounceMatch[],
  { said, namesTls }: Pick<BounceEvidence, 'said' | 'namesTls'>,
): TlsVerdict {
  const [decisive] = matches;
  if (!decisive) return namesTls ? { cause: 'possible', why: 'names-tls' } : { cause: 'unknown', why: 'nothing' };
  if (isExpiry(decisive)) return { cause: 'possible', why: 'hidden' };
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
