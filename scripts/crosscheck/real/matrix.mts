import type { Outcome } from '../../../src/mail/outcome.ts';
import type { DaneStatus } from '../../../src/preflight/promises.ts';
import type { DomainPreflight } from '../../../src/preflight/result.ts';
import { type Difference, DIFFERENCES } from './differences.mts';
import { faults, seenOf } from './ours.mts';
import type { Placed } from './placed.mts';
import { OUTCOMES, type Setup } from './setup.mts';
import { type Check, CHECKS, type Said } from './tools.mts';

export interface Answer {
  readonly setup: string;
  readonly check: Check;
  readonly said: Said;
  readonly expected: readonly Outcome[];
  readonly difference: Difference | undefined;
  readonly isExpected: boolean;
}

export interface Row {
  readonly name: string;
  readonly placed: Placed;
  readonly result: DomainPreflight;
  readonly answers: readonly Answer[];
}

export function judge({ setup }: Placed, check: Check, said: Said): Answer {
  const expected = expectedOf(setup, check);
  const isExpected = expected.includes(said.outcome);
  const difference = isExpected
    ? undefined
    : DIFFERENCES.find(({ setups, theirs }) => setups.includes(setup.name) && theirs[check] === said.outcome);
  return { setup: setup.name, check, said, expected, difference, isExpected };
}

/** `verify` and `openssl` match the MX host only, `secure` the domain too: each reads the documents in one way. */
function expectedOf({ expected }: Setup, check: Check): readonly Outcome[] {
  const outcomes = OUTCOMES[expected.seen];
  switch (check) {
    case 'may':
      return outcomes.Preferred;
    case 'encrypt':
    case 'swaks':
      return outcomes.Required;
    case 'verify':
    case 'secure':
    case 'openssl':
      return outcomes.RequiredVerify;
    case 'dane': {
      const { dane = 'none' } = expected;
      return [dane].flat().flatMap((status) => expectedOfDane(status, expected.seen));
    }
  }
}

/** RFC 7672 §2.2: records that cannot be used still demand TLS. */
function expectedOfDane(status: DaneStatus, seen: Setup['expected']['seen']): readonly Outcome[] {
  switch (status) {
    case 'none':
    case 'insecure':
      return OUTCOMES[seen].Preferred;
    case 'unusable':
      return OUTCOMES[seen].Required;
    case 'valid':
      return ['tls'];
    case 'mismatch':
      return ['bounce'];
    case 'unknown':
      return ['unknown'];
  }
}

const COLUMNS = ['set-up', 'expected', 'ours', ...CHECKS] as const;
const WIDTHS = [32, 19, 19, ...CHECKS.map(() => 9)];
const TEXT_LINES = 20;

export interface Summary {
  readonly passed: number;
  readonly failed: number;
}

export function report(rows: readonly Row[], isWhole: boolean): Summary {
  print(COLUMNS);
  for (const one of rows) print(cells(one));
  const answers = rows.flatMap((one) => one.answers);
  const differing = answers.filter(({ isExpected }) => !isExpected);
  console.log('\nAllowed differences, marked with *:');
  for (const { setups, theirs, reason } of DIFFERENCES) {
    const checks = Object.entries(theirs).map(([check, outcome]) => `${check} says ${outcome}`);
    console.log(`  ${setups.join(', ')}: ${checks.join(', ')}. ${reason}`);
  }
  const failures = [
    ...rows.flatMap(({ name, placed, result }) => {
      const wrong = faults(placed, result);
      return wrong.length > 0 ? [`${name}, ours:\n${wrong.map((line) => `  | ${line}`).join('\n')}`] : [];
    }),
    ...differing.filter(({ difference }) => !difference).map(failureOf),
    ...(isWhole ? staleDifferences(differing) : []),
  ];
  for (const failure of failures) console.log(`\nFAILED ${failure}`);
  const wrongRows = rows.filter(({ placed, result }) => faults(placed, result).length > 0).length;
  const allowed = differing.filter(({ difference }) => difference).length;
  console.log(
    `\n${rows.length} set-ups: ours is as expected in ${rows.length - wrongRows}; of ${answers.length} answers of ` +
      `other programs, ${answers.length - differing.length} are as expected and ${allowed} differ for a reason that is listed`,
  );
  return { passed: rows.length - wrongRows + answers.length - differing.length + allowed, failed: failures.length };
}

function cells({ name, placed, result, answers }: Row): readonly string[] {
  const isWrong = faults(placed, result).length > 0;
  return [
    name,
    placed.setup.expected.seen,
    `${seenOf(result)}${isWrong ? '!' : ''}`,
    ...CHECKS.map((check) => {
      const answer = answers.find((one) => one.check === check);
      if (!answer) return '-';
      return `${answer.said.outcome}${answer.isExpected ? '' : answer.difference ? '*' : '!'}`;
    }),
  ];
}

function print(texts: readonly string[]): void {
  console.log(
    texts
      .map((text, index) => text.padEnd(WIDTHS[index] ?? 0))
      .join(' ')
      .trimEnd(),
  );
}

function failureOf({ setup, check, said, expected }: Answer): string {
  const lines = said.text.trim().split('\n').slice(0, TEXT_LINES);
  const text = lines.map((line) => `  | ${line}`).join('\n');
  return `${setup}, ${check}: ${said.outcome}, not ${expected.join(' or ')}\n${text}`;
}

/** What is allowed must also happen. */
function staleDifferences(differing: readonly Answer[]): readonly string[] {
  return DIFFERENCES.flatMap((difference) =>
    difference.setups.flatMap((setup) =>
      (Object.keys(difference.theirs) as Check[])
        .filter((check) => !differing.some((one) => one.setup === setup && one.check === check))
        .map((check) => `${setup}, ${check}: this difference is allowed and does not occur`),
    ),
  );
}
