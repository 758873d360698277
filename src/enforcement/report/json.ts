import type { CheckEvent, SimulatedCell } from '../event.ts';
import type { Conclusion } from '../proof.ts';
import type { CheckSession, ModeFacts, TestAddress } from '../session.ts';
import { conclusionWords } from './conclusion.ts';
import { kinshipSentence, sessionSentence } from './session.ts';

/** One event of the enforcement check as one line of JSON. Keys are only added. `simulated` is `true` or absent. Times are ISO 8601. */
export function enforcementJson(event: CheckEvent, domain: string): string {
  const { kind, at, simulated } = event;
  return `${JSON.stringify({ version: 1, event: kind, at: iso(at), simulated, ...bodyOf(event, domain) })}\n`;
}

/** Each cell of a simulation as one line. */
export const simulationJson = (cells: readonly SimulatedCell[]): string =>
  cells
    .map(
      ({ setting, reading, mode, delivery, sessions }) =>
        `${JSON.stringify({ version: 1, event: 'simulation', simulated: true, setting, reading, mode, delivery, sessions: sessions.map(({ session, verdict }) => ({ ...sessionOf(session), verdict, sentence: sessionSentence(session, verdict) })) })}\n`,
    )
    .join('');

function bodyOf(event: CheckEvent, domain: string): object {
  switch (event.kind) {
    case 'start': {
      const { hostname, open, listeners, address, proves } = event;
      const places = listeners.map(({ host, port, mode }) => ({ host, port, mode: modeOf(mode) }));
      return { hostname, domain, public: open, listeners: places, address: address && addressOf(address), proves };
    }
    case 'step': {
      const { number, of, purpose, setting, mode, address } = event;
      return { number, of, purpose, setting, mode: modeOf(mode), address: address && addressOf(address) };
    }
    case 'session': {
      const { session, verdict, kinship } = event;
      const sentence = [sessionSentence(session, verdict), kinshipSentence(kinship, session)].join(' ').trim();
      return { session: sessionOf(session), verdict, kinship, sentence };
    }
    case 'refused':
      return { counts: event.counts };
    case 'summary': {
      const { startedAt, endedFor, sessions, refused, conclusions } = event;
      const concluded = conclusions.map((one) => conclusionOf(one, domain));
      return { startedAt: iso(startedAt), endedFor, sessions, refused, conclusions: concluded };
    }
  }
}

const iso = (at: number): string => new Date(at).toISOString();

/** A mode may know more of itself than readers need. */
const modeOf = ({ name, about, serves }: ModeFacts): ModeFacts => ({ name, about, serves });

const addressOf = ({ number, address, givenAt, mode }: TestAddress) => ({
  number,
  address,
  givenAt: iso(givenAt),
  mode: mode.name,
});

const sessionOf = (session: CheckSession) => ({
  ...session,
  startedAt: iso(session.startedAt),
  endedAt: iso(session.endedAt),
  mode: session.mode.name,
  serves: session.mode.serves,
});

function conclusionOf(conclusion: Conclusion, domain: string) {
  const { setting, level, simulated } = conclusion;
  const why = 'why' in conclusion ? conclusion.why : undefined;
  return { setting, level, simulated, why, ...conclusionWords(conclusion, domain), sessions: numbersOf(conclusion) };
}

/** The sessions that a conclusion rests on. */
function numbersOf(conclusion: Conclusion): readonly number[] {
  switch (conclusion.level) {
    case 'not-enforced':
      return [conclusion.by.session.number];
    case 'enforced':
      return conclusion.released.flatMap(({ attempts, message }) => [...attempts, message].map(({ number }) => number));
    case 'likely':
    case 'open':
      if (conclusion.why === 'old-tls') return [conclusion.by.session.number];
      return conclusion.attempts.map(({ number }) => number);
  }
}
