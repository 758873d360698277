import type { CheckEvent, Refusal, Refusals } from '../event.ts';
import { closestKinship } from '../sameClient.ts';
import type { JudgedSession, RunRecord } from '../proof.ts';
import type { CheckSession, ModeFacts, TestAddress } from '../session.ts';
import { judgeSession, type SessionKind } from '../verdict.ts';
import type { RunOptions } from './options.ts';

/** What a run has seen. It is all that grows while the run goes on, and it is bounded. */
export interface Journal {
  /** Reports what happens. All events of a run go through here, so that each is marked where it must be. */
  readonly on: (event: CheckEvent) => void;
  readonly record: RunRecord;
  readonly counts: Readonly<Record<SessionKind, number>>;
  readonly refused: Refusals;
  /** Gives a test address out. */
  readonly give: (address: string, mode: ModeFacts) => TestAddress;
  readonly addressNumber: (recipient: string) => number | undefined;
  /** The server begins to behave like that. */
  readonly show: (mode: ModeFacts) => void;
  readonly ended: (session: Omit<CheckSession, 'number'>) => void;
  readonly turnedAway: (why: Refusal) => void;
}

const MAX_SESSIONS = 500;
const REFUSED_EVERY_MS = 60_000;

/** @param options `now`: milliseconds since 1970; `simulated` marks the record, its sessions and all that `on` gets */
export function journal(
  { now, simulated, on: tell }: Pick<RunOptions, 'now' | 'simulated' | 'on'>,
  attemptGapMs: number,
): Journal {
  const mark = simulated ? { simulated } : {};
  const on = (event: CheckEvent): void => {
    tell({ ...event, ...mark });
  };
  const addresses: TestAddress[] = [];
  const modes: ModeFacts[] = [];
  const sessions: JudgedSession[] = [];
  const counts: Record<SessionKind, number> = { mail: 0, begun: 0, withheld: 0, nothing: 0, cut: 0 };
  const refused: Partial<Record<Refusal, number>> = {};
  let number = 0;
  let toldAt = -Infinity;
  return {
    on,
    record: { addresses, modes, sessions, attemptGapMs, ...mark },
    counts,
    refused,
    give(address, mode) {
      const given: TestAddress = { number: addresses.length + 1, address, givenAt: now(), mode };
      addresses.push(given);
      return given;
    },
    addressNumber: (recipient) => addresses.find(({ address }) => address === recipient.toLowerCase())?.number,
    show(mode) {
      if (!modes.some(({ name }) => name === mode.name)) modes.push(mode);
    },
    ended(seen) {
      const session: CheckSession = { ...seen, number: ++number, ...mark };
      const verdict = judgeSession(session);
      const kinship = closestKinship(session, mailsIn(sessions));
      counts[verdict.kind]++;
      if (verdict.outcome !== 'unknown') keep(sessions, { session, verdict });
      on({ kind: 'session', at: now(), session, verdict, kinship });
    },
    turnedAway(why) {
      refused[why] = (refused[why] ?? 0) + 1;
      // A flood must not flood the report as well.
      if (now() - toldAt < REFUSED_EVERY_MS) return;
      toldAt = now();
      on({ kind: 'refused', at: toldAt, counts: { ...refused } });
    },
  };
}

const mailsIn = (sessions: readonly JudgedSession[]): readonly CheckSession[] =>
  sessions.flatMap(({ session, verdict }) => (verdict.kind === 'mail' ? [session] : []));

/** When there is no room, strangers that withheld mail go first: every scanner is one. */
function keep(sessions: JudgedSession[], judged: JudgedSession): void {
  if (sessions.length >= MAX_SESSIONS) {
    const mails = mailsIn(sessions);
    const index = sessions.findIndex(
      ({ session, verdict }) => verdict.kind === 'withheld' && closestKinship(session, mails) === undefined,
    );
    if (index < 0) return;
    sessions.splice(index, 1);
  }
  sessions.push(judged);
}
