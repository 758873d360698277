/**
 * The dialogue with a mail server up to EHLO after STARTTLS: RFC 5321 and RFC 3207.
 *
 * The server speaks first; nothing is sent before its 220. EHLO brings its extensions, STARTTLS among them. After the
 * 220 to STARTTLS the handshake is next: anything in plain text between the two was put there by somebody else
 * (RFC 3207 §6). After it EHLO is said again, since only then is it sure that the server goes on talking. We leave with
 * QUIT and never send MAIL FROM, so no message begins.
 *
 * A server that refuses us, by 421 or 554, or that stops answering, has said nothing about TLS: that is unknown.
 */
import { isIP } from 'node:net';
import type { SecureContext } from 'node:tls';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import { type Connection, openConnection, type TlsPeer } from './connection.ts';
import { evidenceText, type Transcript } from './untrustedText.ts';
import type { Deadlines, Endpoint } from './options.ts';
import type { Broken, Received, Reply } from './replyReader.ts';
import type { StageName, StageStatus } from '../result.ts';
import type { StageLog } from './stages.ts';

export interface SmtpTarget {
  readonly to: Endpoint;
  /** For SNI. */
  readonly name: string;
  readonly ehloName: string | undefined;
  readonly context: SecureContext;
  readonly deadlines: Deadlines;
  readonly signal: AbortSignal;
  /** Whether the address that the socket is connected to may be talked to. */
  readonly accepts: (address: string) => boolean;
}

export type SmtpSeen =
  | { readonly kind: 'tls'; readonly peer: TlsPeer; readonly reasons: readonly ReasonCode[] }
  /** No usable TLS. */
  | { readonly kind: 'none'; readonly reasons: readonly ReasonCode[] }
  | {
      readonly kind: 'unknown';
      readonly reasons: readonly ReasonCode[];
      /** The error code of a connection that could not be made: `ENETUNREACH`. */
      readonly code: string;
      /** The server broke the handshake off: what TLS it has was not seen. */
      readonly inHandshake?: boolean;
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
  const hello = await sayHello(dialogue);
  if (hello.kind !== 'reply') return broken(dialogue, 'ehlo', hello);
  if (hello.reply.code !== 250) return refused(dialogue, 'ehlo', hello.reply);
  stages.end('ehlo', 'ok', hello.extended ? shown(hello.reply) : `HELO only: ${shown(hello.reply)}`);
  // RFC 5321 §4.1.1.1: the first line is the greeting, whatever stands in it.
  const extensions = hello.extended ? hello.reply.lines.slice(1) : [];
  if (!extensions.some((line) => /^STARTTLS\s*$/i.test(line))) {
    stages.end('starttls', 'failed', 'not offered');
    return { kind: 'none', reasons: ['starttls-not-supported'] };
  }
  return startTls(dialogue);
}

type Hello = (Received & { readonly kind: 'reply'; readonly extended: boolean }) | Broken;

async function sayHello(dialogue: Dialogue): Promise<Hello> {
  const extended = await ask(dialogue, `EHLO ${ownName(dialogue)}`);
  if (extended.kind !== 'reply') return extended;
  const { code } = extended.reply;
  // RFC 5321 §3.2: a server that does not know EHLO is greeted with HELO.
  if (code < 500) return { ...extended, extended: true };
  const plain = await ask(dialogue, `HELO ${ownName(dialogue)}`);
  return plain.kind === 'reply' ? { ...plain, extended: false } : plain;
}

async function startTls(dialogue: Dialogue): Promise<SmtpSeen> {
  const { target, connection, stages, log } = dialogue;
  const answer = await ask(dialogue, 'STARTTLS');
  if (answer.kind !== 'reply') return broken(dialogue, 'starttls', answer);
  const { reply } = answer;
  if (reply.code === 421) return refused(dialogue, 'starttls', reply);
  if (reply.code !== 220) {
    stages.end('starttls', 'failed', shown(reply));
    return { kind: 'none', reasons: ['starttls-refused'] };
  }
  stages.end('starttls', 'ok', shown(reply));
  const shaken = await connection.secure(target.name, target.context, target.deadlines.handshake);
  if (shaken.injected !== '') log.add('server', shaken.injected);
  const injected: readonly ReasonCode[] = shaken.injected === '' ? [] : ['plaintext-after-starttls'];
  if (shaken.kind !== 'tls') {
    const failed = handshakeFailure(dialogue, shaken);
    return { ...failed, reasons: [...injected, ...failed.reasons] };
  }
  log.add('note', `${shaken.peer.protocol} ${shaken.peer.cipher}`);
  const again = await ask(dialogue, `EHLO ${ownName(dialogue)}`);
  if (again.kind !== 'reply') return broken(dialogue, 'handshake', again);
  if (again.reply.code !== 250) return refused(dialogue, 'handshake', again.reply);
  stages.end('handshake', 'ok', `${shaken.peer.protocol} ${shaken.peer.cipher}`);
  return { kind: 'tls', peer: shaken.peer, reasons: injected };
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

const unknown = (reason: ReasonCode, code = ''): SmtpSeen => ({ kind: 'unknown', reasons: [reason], code });

function notConnected(how: Broken, stages: StageLog): SmtpSeen {
  stages.end('connect', 'failed', how.kind === 'timeout' ? 'no answer in time' : how.text);
  return unknown(connectReason(how), how.kind === 'closed' ? how.code : '');
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
      return unknown('connection-lost', how.code);
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

/** What our library will not talk to, another sender's may. */
const OUR_OWN_REFUSALS: ReadonlySet<string> = new Set([
  'ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED',
  'ERR_SSL_DH_KEY_TOO_SMALL',
  'ERR_SSL_EE_KEY_TOO_SMALL',
]);

function handshakeFailure({ stages }: Dialogue, how: Broken): SmtpSeen {
  const end = (status: StageStatus, detail: string): void => {
    stages.end('handshake', status, detail);
  };
  if (how.kind === 'timeout') {
    end('unknown', 'no answer in time');
    return unknown('handshake-timeout');
  }
  if (how.kind === 'closed' && ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'].includes(how.code)) {
    end('unknown', how.text);
    return { kind: 'unknown', reasons: ['connection-lost'], code: how.code, inHandshake: true };
  }
  if (how.kind === 'closed' && OUR_OWN_REFUSALS.has(how.code)) {
    end('unknown', `this machine's TLS library refuses the server: ${how.text}`);
    return unknown('handshake-failed', how.code);
  }
  // An alert, or bytes that are no TLS: the server answered, and there is no TLS to be had.
  end('failed', how.text);
  return { kind: 'none', reasons: ['handshake-failed'] };
}

const shown = (reply: Reply): string => evidenceText(`${reply.code} ${reply.lines.join(' / ')}`);
