import type { Range } from '../text/source.ts';
import type { BounceKind } from './model.ts';
import { folded, type FoldedText } from './fold.ts';
import { codeMatches, codesIn, productMatches, textsIn, type BounceMatch, type CodeFound } from './scan.ts';
import { NAMES_TLS, TLS_SAID, WORDINGS, type Wording } from './wording.ts';

/** What a match is as evidence of why the mail came back. The first of them decides, so their order is the judgement. */
export const EVIDENCE = [
  /** Somebody's exact words, of which it is known what they mean: `[internal] TLS negotiation failed`. */
  'exact-text',
  /** It failed in a stage of the delivery that is about TLS: `during STARTTLS`. */
  'tls-stage',
  /** The reply says in plain words that it is about TLS: codes are often used for more than they stand for. */
  'tls-words',
  /** An enhanced code with a meaning of its own: `5.7.4`. */
  'enhanced-code',
  /** Exact words that time was up: what went wrong each time may stand in a code, and is not in these words. */
  'expiry-text',
  /** The reply says in plain words what it is about, and it is not TLS. */
  'words',
  /** An enhanced code that time was up: `4.4.7`. Words say more. */
  'expiry-code',
  /** A code of one of Salesforce's products: `Bounce code: 1001`. */
  'product-code',
  /** A reply code by itself, which the servers use for many things: `554`. */
  'reply-code',
  /** Only the class and subject of a code are known: `5.7.999`. */
  'general',
  /** `5.0.0`: failed, and nothing more. */
  'only-class',
  /** A code that goes with something else which says the same and more: an exact text, or an enhanced code. */
  'companion',
  /** It failed in a stage of the delivery that has nothing to do with TLS: where, not why. */
  'other-stage',
  /** Exact words beside a code that they do not go with. */
  'doubtful-text',
  /** An answer of success: it stands in transcripts, before the one that failed. */
  'success',
] as const;

export type EvidenceKind = (typeof EVIDENCE)[number];

interface Evidence {
  readonly kind: EvidenceKind;
  readonly match: BounceMatch;
}

/** Whose reading of a bare code comes first, where several have one. */
export type BounceProduct = keyof typeof PRODUCT_KIND;

/** What was recognised in a text. */
export interface BounceEvidence {
  /** What decides comes first. */
  readonly evidence: readonly Evidence[];
  /** What plain words say, apart from those of exact texts. */
  readonly said: readonly BounceMatch[];
  readonly codes: readonly CodeFound[];
  /** Whether the text names TLS, whatever it says of it. */
  readonly namesTls: boolean;
}

/** @param spans what of the text is looked at */
export function evidenceIn(text: string, spans: readonly Range[], product?: BounceProduct): BounceEvidence {
  const fold = folded(text, spans);
  const codes = codesIn(text, spans);
  const texts = textsIn(text, fold, codes);
  // Words of an exact text say nothing more than the text.
  const said = saidIn(text, fold).filter((one) => !texts.some((exact) => holds(exact, one)));
  const companions = new Set(texts.flatMap(({ code, doubtful }) => (doubtful ? [] : code.split(' '))));
  const found: readonly Evidence[] = [
    ...texts.map((match) => ({ match, kind: textKind(match) })),
    ...said.map((match) => ({ match, kind: match.category === 'tls' ? ('tls-words' as const) : ('words' as const) })),
    ...codes.flatMap((one) =>
      codeMatches(one, text).map((match) => ({ match, kind: codeKind(match, one, companions) })),
    ),
    ...productMatches(text).map((match) => ({ match, kind: 'product-code' as const })),
  ];
  const evidence = [...found].sort((a, b) => inOrder(a, b, product)).filter(firstOfItsKind());
  return { evidence, said, codes, namesTls: NAMES_TLS.test(fold.text) };
}

const inOrder = (a: Evidence, b: Evidence, product: BounceProduct | undefined): number =>
  EVIDENCE.indexOf(a.kind) - EVIDENCE.indexOf(b.kind) ||
  lengthOf(b.match) - lengthOf(a.match) ||
  a.match.range.start - b.match.range.start ||
  kindOrder(a.match.kind, product) - kindOrder(b.match.kind, product);

function textKind(match: BounceMatch): EvidenceKind {
  if (match.doubtful) return 'doubtful-text';
  if (match.code.startsWith('stage ')) return match.tls === 'yes' ? 'tls-stage' : 'other-stage';
  if (match.category === 'success') return 'exact-text';
  return isExpiry(match) ? 'expiry-text' : 'exact-text';
}

/** @param companions the codes that exact texts of the same input bring with them: they say nothing more */
function codeKind(match: BounceMatch, { reply, enhanced }: CodeFound, companions: ReadonlySet<string>): EvidenceKind {
  if ((enhanced?.code ?? reply?.code ?? '').startsWith('2')) return 'success';
  if (companions.has(enhanced?.code ?? '')) return 'companion';
  if (match.how === 'general') return 'general';
  if (match.how === 'reply-code') return enhanced ? 'companion' : 'reply-code';
  if (match.code === 'X.0.0') return 'only-class';
  return isExpiry(match) ? 'expiry-code' : 'enhanced-code';
}

/** Only exact texts are compared by length. */
const lengthOf = ({ how, literal = '' }: BounceMatch): number => (how === 'text' ? literal.length : 0);

const EXPIRY = new Set(['X.4.7', '554 5.4.7', '554 5.4.5', '4.4.7', '5.4.300', '547']);

/** "Time was up" is no cause. */
export const isExpiry = ({ code }: BounceMatch): boolean => EXPIRY.has(code);

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
} as const satisfies Record<string, BounceKind>;

const kindOrder = (kind: BounceKind, product: BounceProduct | undefined): number =>
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

/** The same code at two places means the same. */
function firstOfItsKind(): (evidence: Evidence) => boolean {
  const seen = new Set<string>();
  return ({ match: { kind, code, meaning, how } }) => {
    const key = [kind, code, meaning, how].join('\n');
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  };
}

const holds = (outer: BounceMatch, inner: BounceMatch): boolean =>
  outer.doubtful !== true && outer.range.start <= inner.range.start && inner.range.end <= outer.range.end;
