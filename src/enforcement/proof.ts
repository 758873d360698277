import { outcomes } from '../mail/outcome.ts';
import { closestKinship, type Kinship } from './sameClient.ts';
import type { CheckSession, ModeFacts, TestAddress } from './session.ts';
import type { SessionVerdict } from './verdict.ts';

/*
 * What a whole run says about a setting that withholds mail.
 *
 * A missing session proves nothing, and neither does a client that leaves: any scanner does that. What proves is one
 * and the same message: its address was made up while the server had no TLS that the setting accepts; clients came and
 * left without it; then the server changed in nothing but TLS, and the message came, from where those clients had come.
 */

export type ProvableSetting = 'Required' | 'RequiredVerify';
export const PROVABLE_SETTINGS = ['Required', 'RequiredVerify'] as const satisfies ProvableSetting[];

export interface JudgedSession {
  readonly session: CheckSession;
  readonly verdict: SessionVerdict;
}

export interface RunRecord {
  readonly addresses: readonly TestAddress[];
  readonly modes: readonly ModeFacts[];
  /** All that carried or withheld mail, in the order of their ends. */
  readonly sessions: readonly JudgedSession[];
  /** Sessions are attempts of their own from this distance on, in milliseconds. */
  readonly attemptGapMs: number;
  /** The check itself played the sender; absent in a check of an org. */
  readonly simulated?: true;
}

/** Mail that was withheld, and then came. */
export interface Released {
  readonly address: TestAddress;
  readonly message: CheckSession;
  readonly attempts: readonly CheckSession[];
  readonly kinship: Kinship;
}

export type Conclusion = { readonly setting: ProvableSetting; readonly simulated?: true } & (
  | { readonly level: 'not-enforced'; readonly by: JudgedSession }
  | { readonly level: 'enforced'; readonly released: readonly Released[] }
  | {
      readonly level: 'likely';
      readonly why: Likely;
      readonly attempts: readonly CheckSession[];
      readonly kinship: Kinship;
    }
  | { readonly level: 'open'; readonly why: Open; readonly attempts: readonly CheckSession[] }
  | { readonly level: 'open'; readonly why: 'old-tls'; readonly by: JudgedSession }
);

/** What a likely verdict lacks: the same message afterwards, an origin that cannot be claimed, or tries. */
type Likely = 'not-released' | 'name-only' | 'few-attempts' | 'not-all-challenges';
/**
 * `no-challenge`: the server never behaved so that the setting would withhold mail. `no-session`: nobody came while it
 * did. `strangers`: some came, and nothing ties them to the sender. `name-only`: nothing but a name that anybody can
 * claim does. Beside them `old-tls`: mail came with TLS older than 1.2, which says nothing about the setting.
 */
type Open = 'no-challenge' | 'no-session' | 'strangers' | 'name-only';

/** Two tries: one may have been broken off by chance, or be the start of a fall back to clear text. */
export const ATTEMPTS_NEEDED = 2;

/** What the setting must meet before it counts as enforced. RequiredVerify differs from Required only in the second. */
export const CHALLENGES: Readonly<Record<ProvableSetting, readonly ('none' | 'unverified')[]>> = {
  Required: ['none'],
  RequiredVerify: ['unverified', 'none'],
};

export function conclude(setting: ProvableSetting, record: RunRecord): Conclusion {
  const conclusion = conclusionOf(setting, record);
  return record.simulated === true ? { ...conclusion, simulated: true } : conclusion;
}

function conclusionOf(setting: ProvableSetting, record: RunRecord): Conclusion {
  const broken = record.sessions.find(({ verdict }) => verdict.contradicts.includes(setting));
  if (broken) return { setting, level: 'not-enforced', by: broken };
  const challenged = (mode: ModeFacts): boolean => isChallenge(setting, mode);
  const left = sessionsOf(record, 'withheld');
  if (!record.modes.some(challenged)) return { setting, level: 'open', why: 'no-challenge', attempts: left };
  const withheld = left.filter(({ mode }) => challenged(mode));
  const mails = sessionsOf(record, 'mail');
  const known = kinOf(withheld, mails, (sessions) => sessions.length > 0);
  const old = record.sessions.find(({ verdict }) => verdict.oldTls === true);
  const enough: Enough = (sessions) => countAttempts(sessions, record.attemptGapMs) >= ATTEMPTS_NEEDED;
  const released = record.addresses.flatMap((address) => releaseOf(address, withheld, mails, setting, enough) ?? []);
  const lack = lacking(setting, released, enough);
  if (lack === undefined) return { setting, level: 'enforced', released };
  // A sender that came without TLS 1.2 all the same did not leave because of the setting.
  if (old) return { setting, level: 'open', why: 'old-tls', by: old };
  if (!known)
    return { setting, level: 'open', why: withheld.length > 0 ? 'strangers' : 'no-session', attempts: withheld };
  if (lack === 'not-released' && known.kinship === 'name')
    return { setting, level: 'open', why: 'name-only', attempts: known.sessions };
  return { setting, level: 'likely', why: lack, attempts: known.sessions, kinship: known.kinship };
}

/** Whether the setting must withhold mail from such a server. */
const isChallenge = (setting: ProvableSetting, { serves }: ModeFacts): boolean =>
  outcomes(setting, serves).join() === 'bounce';

const sessionsOf = ({ sessions }: RunRecord, kind: SessionVerdict['kind']): readonly CheckSession[] =>
  sessions.flatMap(({ session, verdict }) => (verdict.kind === kind ? [session] : []));

/** Those that have as much in common with the mail as is said of them. A name alone lends nothing to the others. */
function kinOf(withheld: readonly CheckSession[], mails: readonly CheckSession[], enough: Enough) {
  const within = (...kinds: readonly (Kinship | undefined)[]): readonly CheckSession[] =>
    withheld.filter((session) => kinds.includes(closestKinship(session, mails)));
  const [same, near, all] = [within('address'), within('address', 'network'), within('address', 'network', 'name')];
  if (enough(same)) return { sessions: same, kinship: 'address' } as const;
  if (enough(near)) return { sessions: near, kinship: 'network' } as const;
  return all.length > 0 ? ({ sessions: all, kinship: 'name' } as const) : undefined;
}

type Enough = (sessions: readonly CheckSession[]) => boolean;

function releaseOf(
  address: TestAddress,
  withheld: readonly CheckSession[],
  mails: readonly CheckSession[],
  setting: ProvableSetting,
  enough: Enough,
): Released | undefined {
  if (!isChallenge(setting, address.mode)) return undefined;
  const message = mails.find(({ messages }) => messages.some((one) => one.address === address.number));
  // A release is TLS that the setting accepts: old TLS at a server that has no other is none.
  if (!message || isChallenge(setting, message.mode)) return undefined;
  const attempts = withheld.filter(
    (one) =>
      one.mode.serves === address.mode.serves &&
      one.port === message.port &&
      one.startedAt >= address.givenAt &&
      // Over before the mail came, be it in the same millisecond.
      one.endedAt <= message.startedAt,
  );
  const kin = kinOf(attempts, mails, enough);
  return kin && { address, message, attempts: kin.sessions, kinship: kin.kinship };
}

function lacking(setting: ProvableSetting, released: readonly Released[], enough: Enough): Likely | undefined {
  if (released.length === 0) return 'not-released';
  const of = (serves: string): readonly Released[] => released.filter(({ address }) => address.mode.serves === serves);
  if (CHALLENGES[setting].some((serves) => of(serves).length === 0)) return 'not-all-challenges';
  const tried = released.filter(({ attempts }) => enough(attempts));
  if (CHALLENGES[setting].some((serves) => !tried.some(({ address }) => address.mode.serves === serves)))
    return 'few-attempts';
  if (tried.some((one) => one.kinship === 'name')) return 'name-only';
  return undefined;
}

/** Sessions close together are one try: at several addresses, or a second connection after a failed handshake. */
export function countAttempts(sessions: readonly CheckSession[], gapMs: number): number {
  const starts = sessions.map(({ startedAt }) => startedAt).sort((a, b) => a - b);
  return starts.filter((at, index) => index === 0 || at - (starts[index - 1] ?? 0) >= gapMs).length;
}
