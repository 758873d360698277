/**
 * The dialogue with a mail server up to EHLO after STARTTLS: RFC 5321 and RFC 3207.
 *
 * The server speaks first; nothing is sent before its 220. EHLO brings its extensions, STARTTLS among them. After the
 * 220 to STARTTLS the handshake is next: anything in plain text between the two was put there by somebody else
 * (RFC 3207 §6). After it EHLO is said again, since only then is it sure that the server goes on talking. We leave with
 * QUIT and never send MAIL FROM, so no message begins.
 *
 * A server that turns us away or stops answering has said nothing about TLS: that is unknown. Since it may do so only
 * after EHLO, STARTTLS is sent to one that does not offer it too: the answer tells the two apart.
 */
import { isIP } from 'node:net';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { type ClientHello, type Connection, openConnection } from './connection.ts';
import type { TlsPeer } from './tls/peer.ts';
import { evidenceText, type Transcript } from './untrustedText.ts';
import type { Deadlines, Endpoint } from './options.ts';
import { isMasked, isPolicy, offersStartTls, unofferedAnswer, wantsClientCertificate } from './replies.ts';
import type { Broken, Received, Reply } from './replyReader.ts';
import type { StageName, StageStatus } from '../result.ts';
import type { StageLog } from './stages.ts';

export interface SmtpTarget {
  readonly to: Endpoint;
  readonly hello: ClientHello;
  readonly ehloName: string | undefined;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
  /** Whether the address that the socket is connected to may be talked to. */
  readonly accepts: (address: string) => boolean;
}

export type SmtpSeen =
  | { readonly kind: 'tls'; readonly peer: TlsPeer; readonly reasons: readonly ReasonCode[] }
  /** No usable TLS. `handshake`: the handshake was answered with a refusal. `not-tls`: with bytes that are no TLS. */
  | { readonly kind: 'none'; readonly reasons: readonly ReasonCode[]; readonly trouble?: 'handshake' | 'not-tls' }
  /**
   * `handshake`: it was broken off or not finished. `after-handshake`: the server refused what it had got of us.
   */
  | {
      readonly kind: 'unknown';
      readonly reasons: readonly ReasonCode[];
      readonly trouble?: 'handshake' | 'after-handshake';
    };

interface Dialogue {
  readonly target: SmtpTarget;
  readonly connection: Connection;
  readonly stages: StageLog;
  readonly log: Transcript;
}

/** @throws only the reason of the signal; then no socket is left open */
export async function smtpDialogue(target: SmtpTarget, stages: StageLog, log: Transcript): Promise<SmtpSeen> {
  stages.begin();
  const opened = await openConnection(target.to, target.deadlines.connect, target.signal, log);
  if (opened.kind !== 'connected') return notConnected(opened, stages);
  const { connection } = opened;
  const dialogue = { target, connection, stages, log };
  try {
    if (!target.accepts(connection.remoteAddress)) {
      // A socket that is gone already has no address to judge.
      if (connection.remoteAddress === '') {
        stages.end('connect', 'unknown', 'the connection was lost at once');
        return unknown('connection-lost');
      }
      stages.end('connect', 'unknown', 'the address is not public');
      return unknown('address-not-public');
    }
    stages.end('connect', 'ok', connection.remoteAddress);
    return await talk(dialogue);
  } finally {
    connection.close();
  }
}

async function talk(dialogue: Dialogue): Promise<SmtpSeen> {
  const { connection, target } = dialogue;
  const greeting = await connection.reply(target.deadlines.banner);
  if (greeting.kind !== 'reply') return broken(dialogue, 'banner', greeting);
  const seen =
    greeting.reply.code === 220 ? await greeted(dialogue, greeting.reply) : refused(dialogue, 'banner', greeting.reply);
  await connection.quit(target.deadlines.quit);
  return seen;
}

async function greeted(dialogue: Dialogue, greeting: Reply): Promise<SmtpSeen> {
  const { stages } = dialogue;
  stages.end('banner', 'ok', shown(greeting));
  const extended = await ask(dialogue, `EHLO ${ownName(dialogue)}`);
  if (extended.kind !== 'reply') return broken(dialogue, 'ehlo', extended);
  const { reply } = extended;
  // RFC 5321 §3.2: a server that does not know EHLO is greeted with HELO.
  if (reply.code >= 500) return greetedPlainly(dialogue, greeting, reply);
  if (reply.code !== 250) return refused(dialogue, 'ehlo', reply);
  stages.end('ehlo', 'ok', shown(reply));
  return offersStartTls(reply) ? startTls(dialogue) : withoutOffer(dialogue, greeting, reply);
}

/** @param refusal of EHLO */
async function greetedPlainly(dialogue: Dialogue, greeting: Reply, refusal: Reply): Promise<SmtpSeen> {
  const { stages } = dialogue;
  const plain = await ask(dialogue, `HELO ${ownName(dialogue)}`);
  if (plain.kind !== 'reply') return broken(dialogue, 'ehlo', plain);
  if (plain.reply.code !== 250) return refused(dialogue, 'ehlo', plain.reply);
  if (isPolicy(refusal)) {
    stages.end('ehlo', 'unknown', shown(refusal));
    return unknown('client-refused');
  }
  stages.end('ehlo', 'ok', `HELO only: ${shown(plain.reply)}`);
  return isMasked(greeting, undefined) ? masked(stages) : notOffered(stages, 'not offered');
}

/** It may have no TLS, or turn us away: what it says to STARTTLS all the same tells. */
async function withoutOffer(dialogue: Dialogue, greeting: Reply, extended: Reply): Promise<SmtpSeen> {
  const { stages, connection } = dialogue;
  const answer = await ask(dialogue, 'STARTTLS');
  // It hears TLS next, and we have none to offer that Salesforce would.
  if (answer.kind === 'reply' && answer.reply.code === 220) connection.close();
  const said = answer.kind === 'reply' ? unofferedAnswer(answer.reply) : undefined;
  if (answer.kind === 'reply' && said === 'leaves') return refused(dialogue, 'starttls', answer.reply);
  if (answer.kind === 'reply' && said === 'refuses-us') {
    stages.end('starttls', 'unknown', shown(answer.reply));
    return unknown('client-refused');
  }
  if (isMasked(greeting, extended)) return masked(stages);
  return answer.kind === 'reply'
    ? notOffered(stages, `not offered: ${shown(answer.reply)}`)
    : broken(dialogue, 'starttls', answer);
}

function notOffered(stages: StageLog, detail: string): SmtpSeen {
  stages.end('starttls', 'failed', detail);
  return { kind: 'none', reasons: ['starttls-not-supported'] };
}

function masked(stages: StageLog): SmtpSeen {
  stages.end('starttls', 'unknown', 'not offered, by what seems to be a firewall or a tarpit');
  return unknown('starttls-masked');
}

async function startTls(dialogue: Dialogue): Promise<SmtpSeen> {
  const { connection, stages, target, log } = dialogue;
  const answer = await ask(dialogue, 'STARTTLS');
  if (answer.kind !== 'reply') return broken(dialogue, 'starttls', answer);
  const { reply } = answer;
  if (reply.code === 421) return refused(dialogue, 'starttls', reply);
  if (reply.code !== 220) return startTlsRefused(stages, reply);
  stages.end('starttls', 'ok', shown(reply));
  const shaken = await connection.secure(target.hello, target.deadlines.handshake);
  if (shaken.injected !== '') log.add('server', shaken.injected);
  const injected: readonly ReasonCode[] = shaken.injected === '' ? [] : ['plaintext-after-starttls'];
  const seen =
    shaken.kind === 'tls'
      ? await encrypted(dialogue, shaken.peer)
      : handshakeFailure(dialogue, shaken, shaken.askedForCertificate);
  return { ...seen, reasons: [...injected, ...seen.reasons] };
}

function startTlsRefused(stages: StageLog, reply: Reply): SmtpSeen {
  if (reply.code < 400 || reply.code >= 600) {
    stages.end('starttls', 'unknown', shown(reply));
    return unknown('reply-invalid');
  }
  // RFC 3207 §4: 454 is temporary. One try cannot tell whether it ends.
  const temporary = reply.code < 500;
  const refusesUs = !temporary && isPolicy(reply);
  stages.end('starttls', temporary || refusesUs ? 'unknown' : 'failed', shown(reply));
  if (temporary) return unknown('starttls-deferred');
  return refusesUs ? unknown('client-refused') : { kind: 'none', reasons: ['starttls-refused'] };
}

async function encrypted(dialogue: Dialogue, peer: TlsPeer): Promise<SmtpSeen> {
  const { stages, log } = dialogue;
  const detail = `${peer.protocol} ${peer.cipher}`;
  log.add('note', detail);
  const again = await ask(dialogue, `EHLO ${ownName(dialogue)}`);
  // In TLS 1.3 the server judges what we sent only now.
  if (again.kind === 'closed' && again.alert !== undefined) return alertAfterHandshake(stages, again);
  if (again.kind !== 'reply') return broken(dialogue, 'handshake', again);
  if (again.reply.code !== 250) {
    const seen = refused(dialogue, 'handshake', again.reply);
    return wantsClientCertificate(again.reply) ? unknown('client-certificate-required') : seen;
  }
  stages.end('handshake', 'ok', detail);
  return { kind: 'tls', peer, reasons: [] };
}

async function ask({ connection, target }: Dialogue, command: string): Promise<Received> {
  connection.send(command);
  return connection.reply(target.deadlines.reply);
}

/** RFC 5321 §4.1.4: a client without a full name gives its address as a literal. */
function ownName({ target, connection }: Dialogue): string {
  if (target.ehloName !== undefined) return target.ehloName;
  const address = connection.localAddress.replace(/^::ffff:(?=\d+\.)/, '');
  return isIP(address) === 6 ? `[IPv6:${address}]` : `[${address}]`;
}

const unknown = (reason: ReasonCode): SmtpSeen => ({ kind: 'unknown', reasons: [reason] });

function notConnected(how: Broken, stages: StageLog): SmtpSeen {
  stages.end('connect', 'failed', how.kind === 'timeout' ? 'no answer in time' : how.text);
  return unknown(connectReason(how));
}

/** Why a connection could not be made. */
export function connectReason(how: Broken): ReasonCode {
  if (how.kind !== 'closed' || how.code === 'ETIMEDOUT') return 'connect-timeout';
  return CONNECT_REASONS[how.code] ?? 'connect-unreachable';
}

const CONNECT_REASONS: Readonly<Record<string, ReasonCode>> = {
  ECONNREFUSED: 'connect-refused',
  ECONNRESET: 'connection-lost',
};

/** No reply: nothing is known, whatever the stage. */
function broken({ stages }: Dialogue, stage: StageName, how: Broken): SmtpSeen {
  switch (how.kind) {
    case 'timeout':
      stages.end(stage, 'unknown', 'no answer in time');
      return unknown(stage === 'banner' ? 'banner-timeout' : 'reply-timeout');
    case 'closed':
      stages.end(stage, 'unknown', how.text);
      return unknown('connection-lost');
    case 'invalid':
      stages.end(stage, 'unknown', how.text);
      return unknown('reply-invalid');
  }
}

/** A reply that sends us away; it says nothing about TLS. */
function refused({ stages }: Dialogue, stage: StageName, reply: Reply): SmtpSeen {
  stages.end(stage, 'unknown', shown(reply));
  if (reply.code >= 500 && reply.code < 600) return unknown('refused-5xx');
  return unknown(reply.code >= 400 && reply.code < 500 ? 'refused-421' : 'reply-invalid');
}

const LOST: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]);

/** The server answered with what is no TLS, or with a version that is too old: the names of OpenSSL and BoringSSL. */
const TOO_OLD = 'ERR_SSL_UNSUPPORTED_PROTOCOL';
const NO_TLS: ReadonlySet<string> = new Set([
  TOO_OLD,
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_UNKNOWN_PROTOCOL',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_RECORD_LAYER_FAILURE',
  'ERR_SSL_UNEXPECTED_RECORD',
  'ERR_SSL_HTTP_REQUEST',
  'ERR_SSL_WRONG_SSL_VERSION',
]);

/** RFC 8446 §6.2. */
const ALERT = { handshakeFailure: 40, badCertificate: 42, certificateRequired: 116 } as const;

function handshakeFailure({ stages }: Dialogue, how: Broken, askedForCertificate: boolean): SmtpSeen {
  const end = (status: StageStatus, detail: string): void => {
    stages.end('handshake', status, detail);
  };
  if (how.kind === 'timeout') {
    end('unknown', 'no answer in time');
    return { kind: 'unknown', reasons: ['handshake-timeout'], trouble: 'handshake' };
  }
  if (how.kind === 'closed') {
    const { alert } = how;
    // Who asked for one was content with our versions and ciphers. OpenSSL says 40 or 42 for it, GnuTLS 50.
    if (alert === ALERT.certificateRequired || (askedForCertificate && alert !== undefined)) {
      end('unknown', how.text);
      return unknown('client-certificate-required');
    }
    if (LOST.has(how.code)) {
      end('unknown', how.text);
      return { kind: 'unknown', reasons: ['connection-lost'], trouble: 'handshake' };
    }
    // What our library will not talk to, another sender's may.
    if (alert === undefined && !NO_TLS.has(how.code)) {
      end('unknown', `this machine's TLS library refuses the server: ${how.text}`);
      return unknown('handshake-failed');
    }
  }
  // An alert, or bytes that are no TLS: the server answered, and there is no TLS to be had.
  end('failed', how.text);
  const answersTls = how.kind === 'closed' && (how.alert !== undefined || how.code === TOO_OLD);
  return { kind: 'none', reasons: ['handshake-failed'], trouble: answersTls ? 'handshake' : 'not-tls' };
}

/** The server was content with our versions and ciphers: it refuses us for what we sent last, a certificate or none. */
function alertAfterHandshake(stages: StageLog, how: Broken & { readonly kind: 'closed' }): SmtpSeen {
  stages.end('handshake', 'unknown', how.text);
  if (how.alert === ALERT.certificateRequired || how.alert === ALERT.badCertificate)
    return unknown('client-certificate-required');
  return how.alert === ALERT.handshakeFailure
    ? { kind: 'unknown', reasons: ['connection-lost'], trouble: 'after-handshake' }
    : unknown('connection-lost');
}

const shown = (reply: Reply): string => evidenceText(`${reply.code} ${reply.lines.join(' / ')}`);
