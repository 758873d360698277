import { outcomes, type Outcome, type ServerTls } from '../mail/outcome.ts';
import { ORG_TLS_SETTINGS, type OrgTlsSetting } from '../mail/tlsSetting.ts';
import type { CheckSession, HandshakeFailure, Reached } from './session.ts';

/*
 * What one session says about a TLS setting. Only mail to the run's own random address can be tied to somebody who
 * knows that address. A client that leaves without MAIL FROM is nobody in particular: its session fits a setting, and
 * contradicts none.
 */

export type SessionKind =
  /** A whole message for our address came. */
  | 'mail'
  /** Our address was named, and no whole message followed. */
  | 'begun'
  /** The client saw what TLS there is, and left without MAIL FROM. */
  | 'withheld'
  /** Mail for somebody else, login attempts, scanners, and clients that left too early: says nothing. */
  | 'nothing'
  /** The server or the end of the check cut it off: says nothing. */
  | 'cut';

export interface SessionVerdict {
  readonly kind: SessionKind;
  /** What became of mail; `bounce` stands for mail that was withheld, `unknown` where the session says nothing. */
  readonly outcome: Outcome;
  /** Settings that Salesforce documents to act like that. */
  readonly fits: readonly OrgTlsSetting[];
  /** Settings that are surely not in force for the sender of this mail. */
  readonly contradicts: readonly OrgTlsSetting[];
  /**
   * Mail came with TLS older than 1.2. That refutes only that its sender requires TLS 1.2: TLS was used, so it contradicts
   * no setting, and no setting is documented to do that. Absent elsewhere.
   */
  readonly oldTls?: true;
  /** The check itself played the sender; absent in a check of an org. */
  readonly simulated?: true;
}

export function judgeSession(session: CheckSession): SessionVerdict {
  const verdict = verdictOf(session);
  return session.simulated === true ? { ...verdict, simulated: true } : verdict;
}

function verdictOf(session: CheckSession): SessionVerdict {
  const named = (reached: Reached): boolean => reached === 'recipient' || reached === 'message';
  const whole = session.messages.length > 0 ? 'mail' : 'begun';
  // Whatever else the client did: unencrypted mail is unencrypted mail.
  if (named(session.reached.clear)) return carried(session, whole, 'clear');
  if (named(session.reached.tls)) return carried(session, whole, 'tls');
  if (session.endedBy === 'cut' || session.endedBy === 'stopped') return silent('cut');
  if (!withheld(session)) return silent('nothing');
  return { kind: 'withheld', outcome: 'bounce', fits: settingsWith(session, 'bounce'), contradicts: [] };
}

const silent = (kind: 'nothing' | 'cut'): SessionVerdict => ({ kind, outcome: 'unknown', fits: [], contradicts: [] });

function carried(session: CheckSession, kind: 'mail' | 'begun', outcome: 'clear' | 'tls'): SessionVerdict {
  // The certificate is not evaluated: whether it is valid, the mode does not say.
  if (outcome === 'tls' && isOldTls(session)) return { kind, outcome, fits: [], contradicts: [], oldTls: true };
  const fits = settingsWith(session, outcome);
  return { kind, outcome, fits, contradicts: ORG_TLS_SETTINGS.filter((setting) => !fits.includes(setting)) };
}

/**
 * Unencrypted mail is judged as if there had been no TLS at all, whatever was offered: client and server may not have
 * agreed on a version, and a setting that never sends unencrypted is contradicted all the same.
 */
function settingsWith({ mode }: CheckSession, outcome: Outcome): readonly OrgTlsSetting[] {
  const servers: readonly ServerTls[] =
    outcome === 'clear' ? ['none'] : mode.completable === true ? [mode.serves, 'verified'] : [mode.serves];
  return ORG_TLS_SETTINGS.filter((setting) => servers.some((server) => outcomes(setting, server).includes(outcome)));
}

const isOldTls = ({ tls }: CheckSession): boolean => /^(?:SSLv\d|TLSv1(?:\.1)?)$/.test(tls?.protocol ?? '');

/** Failures of the handshake that a client with a message has because of what the mode tests. */
const TELLING: Readonly<Record<ServerTls, readonly (HandshakeFailure | undefined)[]>> = {
  none: ['broken-off', 'version'],
  unverified: ['certificate', 'alert'],
  verified: [],
};

/** Whether a client with a message could have left for the TLS that it found, and did nothing that one would not do. */
function withheld(session: CheckSession): boolean {
  const { mode, extended, starttls, failure, reached, oddities } = session;
  if (!extended || oddities.length > 0 || reached.clear !== 'nothing' || reached.tls !== 'nothing') return false;
  switch (starttls) {
    case 'not-asked':
      // Where STARTTLS is offered and does not work, a client that did not try it did not learn that.
      return mode.name === 'no-starttls';
    case 'refused':
      return mode.serves === 'none';
    case 'abandoned':
      return false;
    case 'failed':
      return TELLING[mode.serves].includes(failure);
    case 'done':
      return mode.serves === 'unverified';
  }
}
