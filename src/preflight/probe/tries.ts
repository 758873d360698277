/**
 * The tries at one address in which the host is not named (SNI), as Postfix does without DANE. What they show is the
 * same for every host on the address, so they are made once a run.
 *
 * A server where all is well costs one connection. More are made only where one try cannot tell:
 * - after 4xx to STARTTLS, one more at the end of the run (RFC 3207 §4: temporary);
 * - after a handshake that failed, one with a small ClientHello: some boxes take no hello of more than one segment, and
 *   whether ours has more depends on the version of the TLS library;
 * - after that, one with what this machine's TLS library takes for too weak, and one with TLS 1.1 and older, which Salesforce does not speak: it can explain the failure, never mend it.
 */
import type { SecureContext } from 'node:tls';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { mayProbe } from './address.ts';
import type { ClientHello } from './connection.ts';
import { destination, type Endpoint, type Env } from './options.ts';
import type { Stage, TranscriptLine } from '../result.ts';
import { smtpDialogue, type SmtpSeen } from './smtp.ts';
import { type StageLog, stageLog } from './stages.ts';
import { type Transcript, transcript } from './untrustedText.ts';

/** What was seen at an address by senders that do not name the host. */
export interface Unnamed {
  readonly address: string;
  readonly seen: SmtpSeen;
  readonly stages: readonly Stage[];
  readonly transcript: readonly TranscriptLine[];
  /** Milliseconds on connections, without the waits between them. */
  readonly spent: number;
  /** How to say more to the server; undefined where nothing more may be said. */
  readonly further: Further | undefined;
}

/** One more try at the same address, with the host's name. */
type Further = (servername: string) => Promise<{
  readonly seen: SmtpSeen;
  readonly stages: readonly Stage[];
  readonly transcript: readonly TranscriptLine[];
  readonly spent: number;
}>;

/** One connection after another to an address. */
interface Caller {
  readonly call: (hello: Partial<ClientHello>, stages: StageLog) => Promise<SmtpSeen>;
  readonly log: Transcript;
  readonly spent: () => number;
}

/** @throws only the reason of the signal */
export async function probeUnnamed(address: string, port: number, env: Env): Promise<Unnamed> {
  const to = destination(address, port, env);
  if (to.kind === 'refused') return notTried(address, 'unknown', 'address-not-public', 'the address is not public');
  const { endpoint, routed } = to;
  const caller = callerTo(address, endpoint, routed, env, transcript());
  const first = stageLog();
  const seen = await caller.call({}, first);
  let gaveUp = false;
  const settled = await settle({ seen, stages: first, context: env.trust.context }, caller, env);
  return {
    address,
    seen: settled.seen,
    stages: settled.stages.done,
    transcript: caller.log.lines,
    spent: caller.spent(),
    further: async (servername) => {
      // Hundreds of names may wait for an address that answers none of them.
      if (gaveUp)
        return { seen: { kind: 'unknown', reasons: ['not-all-probed'] }, stages: [], transcript: [], spent: 0 };
      const named = callerTo(address, endpoint, routed, env, transcript());
      const stages = stageLog();
      named.log.add('note', `further connection, which names ${servername} (SNI)`);
      const found = await named.call({ servername, context: settled.context }, stages);
      gaveUp ||= found.reasons.some((reason) => TIMEOUTS.includes(reason));
      return { seen: found, stages: stages.done, transcript: named.log.lines, spent: named.spent() };
    },
  };
}

const TIMEOUTS: readonly ReasonCode[] = ['connect-timeout', 'banner-timeout', 'reply-timeout', 'handshake-timeout'];

/** An address that nobody connected to. */
export function notTried(address: string, status: 'skipped' | 'unknown', reason: ReasonCode, why: string): Unnamed {
  const log = stageLog();
  log.end('connect', status, `not tried: ${why}`);
  const seen: SmtpSeen = { kind: 'unknown', reasons: [reason] };
  return { address, seen, stages: log.done, transcript: [], spent: 0, further: undefined };
}

function callerTo(address: string, to: Endpoint, routed: boolean, env: Env, log: Transcript): Caller {
  let spent = 0;
  const { deadlines, signal, ehloName, trust, turns } = env;
  const accepts = (remote: string): boolean => routed || mayProbe(remote, env.addresses);
  const usual: ClientHello = { servername: undefined, context: trust.context, watch: false };
  return {
    log,
    spent: () => spent,
    call: (hello, stages) =>
      turns.connect(address, async () => {
        if (turns.isLeftAlone(address)) {
          stages.end('connect', 'skipped', 'not tried: the server said 421 before');
          return { kind: 'unknown', reasons: ['refused-421'] };
        }
        const started = performance.now();
        const target = { to, hello: { ...usual, ...hello }, ehloName, deadlines, signal, accepts };
        const seen = await smtpDialogue(target, stages, log);
        spent += performance.now() - started;
        if (seen.reasons.includes('refused-421')) turns.leaveAlone(address);
        return seen;
      }),
  };
}

/** What is known so far, and which hello brought it. */
interface Try {
  readonly seen: SmtpSeen;
  readonly stages: StageLog;
  readonly context: SecureContext;
}

async function settle(first: Try, caller: Caller, env: Env): Promise<Try> {
  const known = isDeferred(first.seen) ? await secondTry(first, caller, env) : first;
  const { seen } = known;
  if (seen.kind === 'tls') return known;
  switch (seen.trouble) {
    case 'after-handshake':
      return askedForCertificate(known, caller, env);
    case 'not-tls':
    case 'handshake': {
      const small = await withSmallHello(caller, env);
      // One 4xx is none of two, whatever came before it.
      if (isDeferred(small.seen) && known === first) return secondTry(small, caller, env);
      return isHandshakeTrouble(small.seen) ? withOldTls(small, caller, env) : small;
    }
    default:
      return known;
  }
}

const isDeferred = ({ reasons }: SmtpSeen): boolean => reasons.includes('starttls-deferred');

export const isHandshakeTrouble = (seen: SmtpSeen): boolean =>
  seen.kind !== 'tls' && (seen.trouble === 'handshake' || seen.trouble === 'not-tls');

/** A server may limit sessions for a while, so this waits until the rest of the run is over. */
async function secondTry(first: Try, caller: Caller, env: Env): Promise<Try> {
  await env.turns.afterAll(env.pauses.startTls, env.signal);
  caller.log.add('note', 'second connection, since STARTTLS was put off');
  const stages = stageLog();
  return { ...first, seen: await caller.call({ context: first.context }, stages), stages };
}

async function withSmallHello(caller: Caller, env: Env): Promise<Try> {
  caller.log.add('note', 'further connection, with a small ClientHello');
  const context = env.trust.smallContext();
  const stages = stageLog();
  const seen = await caller.call({ context, watch: true }, stages);
  if (seen.kind !== 'tls') return { seen, stages, context };
  caller.log.add('note', 'further connection, with the usual ClientHello');
  // What failed once may have failed by chance.
  if (!isHandshakeTrouble(await caller.call({}, stageLog()))) return { seen, stages, context };
  return { seen: { ...seen, reasons: [...seen.reasons, 'large-client-hello'] }, stages, context };
}

/** Only up to TLS 1.2 is the request for a certificate sent in plain text. */
async function askedForCertificate(known: Try, caller: Caller, env: Env): Promise<Try> {
  caller.log.add('note', 'further connection, with TLS 1.2');
  const stages = stageLog();
  const seen = await caller.call({ context: env.trust.tls12Context(), watch: true }, stages);
  return seen.reasons.includes('client-certificate-required') ? { ...known, seen, stages } : known;
}

async function withOldTls(known: Try, caller: Caller, env: Env): Promise<Try> {
  const { seen, stages } = known;
  const context = env.trust.legacyContext();
  // A handshake that dragged on, or was answered with no TLS at all, is no matter of versions.
  if (!context || seen.reasons.includes('handshake-timeout') || (seen.kind === 'none' && seen.trouble === 'not-tls'))
    return known;
  if (await isTooWeak(caller, env)) {
    stages.amend('handshake', 'unknown', 'only with signatures or keys that this machine takes for too weak');
    return { ...known, seen: { kind: 'unknown', reasons: ['handshake-failed'] } };
  }
  caller.log.add('note', 'further connection, TLS 1.1 and older');
  const old = await caller.call({ context }, stageLog());
  if (old.kind !== 'tls') return known;
  // A lost connection is no answer: it must be lost again before the version is to blame.
  if (seen.kind === 'unknown' && !(await isLostAgain(known.context, caller))) return known;
  stages.amend('handshake', 'failed', `only ${old.peer.protocol} or older`);
  return { ...known, seen: { kind: 'none', reasons: ['protocol-too-old'], trouble: 'handshake' } };
}

/** Such as SHA-1 alone: whether Salesforce takes it is not known. */
async function isTooWeak(caller: Caller, env: Env): Promise<boolean> {
  const context = env.trust.weakContext();
  if (!context) return false;
  caller.log.add('note', 'further connection, TLS 1.2 with weak signatures and keys');
  return (await caller.call({ context }, stageLog())).kind === 'tls';
}

async function isLostAgain(context: SecureContext, caller: Caller): Promise<boolean> {
  caller.log.add('note', 'further connection, TLS 1.2 and newer');
  return isHandshakeTrouble(await caller.call({ context }, stageLog()));
}
