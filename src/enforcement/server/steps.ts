import type { Purpose } from '../event.ts';
import { closestKinship } from '../sameClient.ts';
import {
  ATTEMPTS_NEEDED,
  CHALLENGES,
  countAttempts,
  type JudgedSession,
  type ProvableSetting,
  type RunRecord,
} from '../proof.ts';
import type { TestAddress } from '../session.ts';
import type { ModeName } from './modes.ts';

/*
 * The proof, step by step. Mail arrives under TLS, so the way here is open and the sender is known. Then nothing but TLS
 * changes, for a new message to a new address: the sender comes, and comes again, and leaves. Then TLS is back, and that
 * very message arrives. Salesforce tries a message again after 5, 10, 20 and 40 minutes (KB 000385127), so it waits.
 */

export interface Step {
  readonly purpose: Purpose;
  readonly mode: ModeName;
}

const CHALLENGE_MODES = { none: 'no-starttls', unverified: 'self-signed' } as const;

/** @param verifies there is a certificate that verifies; RequiredVerify cannot be proved without one */
export function stepsOf(setting: ProvableSetting, verifies: boolean): readonly Step[] {
  const withTls = verifies ? 'good' : 'self-signed';
  return [
    { purpose: 'baseline', mode: withTls },
    ...CHALLENGES[setting].map((serves): Step => ({ purpose: 'challenge', mode: CHALLENGE_MODES[serves] })),
    { purpose: 'release', mode: withTls },
  ];
}

/** Whether a step has shown what it is for. @param since when it began */
export function stepDone(purpose: Purpose, since: number, given: TestAddress | undefined, record: RunRecord): boolean {
  const mails = record.sessions.filter(({ verdict }) => verdict.kind === 'mail');
  switch (purpose) {
    case 'baseline':
      return arrived(given, mails);
    case 'challenge':
      return countAttempts(attemptsSince(since, given, mails, record), record.attemptGapMs) >= ATTEMPTS_NEEDED;
    case 'release':
      return record.addresses.slice(1).every((address) => arrived(address, mails));
  }
}

const arrived = (address: TestAddress | undefined, mails: readonly JudgedSession[]): boolean =>
  mails.some(({ session }) => session.messages.some((one) => one.address === address?.number));

/** A session that met the server as it was before may have begun in the same millisecond. */
const attemptsSince = (
  since: number,
  given: TestAddress | undefined,
  mails: readonly JudgedSession[],
  { sessions }: RunRecord,
) =>
  sessions.flatMap(({ session, verdict }) =>
    verdict.kind === 'withheld' &&
    session.mode.name === given?.mode.name &&
    session.startedAt >= since &&
    closestKinship(
      session,
      mails.map((one) => one.session),
    ) !== undefined
      ? [session]
      : [],
  );
