import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { CheckSession, HandshakeFailure } from '../session.ts';
import { errorCode, errorText } from '../../preflight/probe/errorText.ts';
import { evidenceText } from '../../preflight/probe/untrustedText.ts';
import { serverName } from '../../lab/connection.ts';
import { HANDSHAKE_FAILURE } from '../../lab/personalities.ts';
import { type Answer, type Desk, dialogue, type Dialogue, newNotes, type Notes } from './dialogue.ts';
import { type MessageReader, messageReader } from './message.ts';

/*
 * One connection: bytes to lines, STARTTLS, deadlines. What is held of a client is one unfinished line and the answers
 * that it has not read, which the number of commands bounds.
 */

export interface Reception extends Desk {
  /** Undefined where the mode has no TLS. */
  readonly context: SecureContext | undefined;
  /** Header fields to keep, in lower case. */
  readonly headers: ReadonlySet<string>;
  readonly ended: (session: Ended) => void;
}

type Ended = Omit<CheckSession, 'number' | 'startedAt' | 'endedAt' | 'address' | 'port' | 'mode'>;

interface Line {
  readonly socket: Socket;
  readonly host: Reception;
  readonly notes: Notes;
  readonly talk: Dialogue;
  stream: Socket;
  /** In the handshake, where there is nothing to be said. */
  shaking: boolean;
  over: boolean;
}

/** Talks to a client until one of the two leaves. @returns ends the session because the check ends */
export function receive(socket: Socket, host: Reception): () => void {
  const notes = newNotes();
  const line: Line = { socket, host, notes, talk: dialogue(host, notes), stream: socket, shaking: false, over: false };
  const deadlines = deadlinesOf(line);
  const finish = (endedBy?: 'stopped'): void => {
    if (line.over) return;
    line.over = true;
    deadlines.clear();
    host.ended(endedOf(notes, endedBy));
  };
  const input = inputOf(line, deadlines.command, (rest) => {
    secure(line, deadlines, rest.length > 0, () => {
      line.stream.on('data', input);
    });
  });
  socket.on('data', input);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => {
    finish();
  });
  line.stream.write(line.talk.greeting, 'latin1');
  return () => {
    finish('stopped');
    socket.destroy();
  };
}

function endedOf(notes: Notes, endedBy?: 'stopped'): Ended {
  const { quit, oddities, ...seen } = notes;
  const ended = notes.cut === undefined ? (quit ? 'quit' : (endedBy ?? 'client')) : 'cut';
  return { ...seen, oddities: [...oddities], endedBy: ended };
}

/** For whoever does not take the last words. */
const GRACE_MS = 1000;

function cutOff({ notes, stream, socket, shaking }: Line, why: string): void {
  // Whoever has said good-bye and does not hang up is not cut off.
  if (!notes.quit) notes.cut ??= why;
  if (shaking) {
    socket.destroy();
    return;
  }
  if (stream.writable && !stream.writableNeedDrain) stream.write('421 4.7.0 Closing\r\n', 'latin1');
  stream.destroySoon();
  setTimeout(() => socket.destroy(), GRACE_MS).unref();
}

interface Deadlines {
  /** A whole command has come: the next has as much time again. */
  readonly command: () => void;
  readonly handshake: () => void;
  readonly clear: () => void;
}

function deadlinesOf(line: Line): Deadlines {
  const { limits } = line.host;
  const cutIn = (ms: number, why: string): NodeJS.Timeout =>
    setTimeout(() => {
      cutOff(line, why);
    }, ms);
  const whole = cutIn(limits.sessionMs, 'the session took too long');
  let next = cutIn(limits.commandMs, 'no command in time');
  const instead = (ms: number, why: string) => (): void => {
    clearTimeout(next);
    next = cutIn(ms, why);
  };
  return {
    command: instead(limits.commandMs, 'no command in time'),
    handshake: instead(limits.handshakeMs, 'no TLS handshake in time'),
    clear: () => {
      clearTimeout(whole);
      clearTimeout(next);
    },
  };
}

const LF = 0x0a;
const NOTHING = Buffer.alloc(0);

/** @param secured takes what the client sent behind STARTTLS without waiting */
function inputOf(line: Line, progress: () => void, secured: (rest: Buffer) => void): (piece: Buffer) => void {
  const { limits, headers } = line.host;
  let rest: Buffer = NOTHING;
  let message: MessageReader | undefined;
  /** @returns whether more may be read from this piece */
  const act = ({ text, then }: Answer, left: Buffer): boolean => {
    line.stream.write(text, 'latin1');
    progress();
    if (then === 'data') message = messageReader(headers);
    if (then === 'close') line.stream.destroySoon();
    if (then === 'handshake' || then === 'alert') {
      rest = NOTHING;
      secured(left);
    }
    return then === 'go-on' || then === 'data';
  };
  const messageIn = (piece: Buffer, reader: MessageReader): Buffer | undefined => {
    const { used, done } = reader.take(piece);
    if (reader.size() > limits.messageBytes) {
      cutOff(line, 'the message is too large');
      return undefined;
    }
    if (!done) return NOTHING;
    message = undefined;
    const left = piece.subarray(used);
    return act(line.talk.messageEnded(reader), left) ? left : undefined;
  };
  const commandIn = (piece: Buffer): Buffer | undefined => {
    const end = piece.indexOf(LF);
    const whole = Buffer.concat([rest, end < 0 ? piece : piece.subarray(0, end + 1)]);
    if (whole.length > limits.lineBytes) {
      cutOff(line, 'a line is too long');
      return undefined;
    }
    rest = end < 0 ? whole : NOTHING;
    if (end < 0) return NOTHING;
    const left = piece.subarray(end + 1);
    return act(line.talk.command(whole), left) ? left : undefined;
  };
  return (piece) => {
    let left: Buffer | undefined = piece;
    while (left && left.length > 0 && !line.over && line.stream.writable)
      left = message ? messageIn(left, message) : commandIn(left);
  };
}

/** In the same turn as the 220 was written, so that no byte of the client's hello is read in between. */
function secure(line: Line, deadlines: Deadlines, injected: boolean, ready: () => void): void {
  const { socket, notes, host, talk } = line;
  // CVE-2011-0411: commands that came before TLS must not count as if they had come inside.
  if (injected) notes.oddities.add('injection');
  socket.removeAllListeners('data');
  deadlines.handshake();
  line.shaking = true;
  if (!host.context || host.mode.starttls === 'alert') {
    socket.once('data', (first: Buffer) => {
      notes.starttls = 'failed';
      notes.failure = first[0] === HANDSHAKE_RECORD ? 'broken-off' : 'other';
      notes.tlsError = 'the server broke it off';
      socket.write(HANDSHAKE_FAILURE, 'latin1');
      socket.destroySoon();
    });
    return;
  }
  const tls = new TLSSocket(socket, { isServer: true, secureContext: host.context });
  line.stream = tls;
  const failed = (error: unknown): void => {
    if (line.shaking) notes.tlsError ??= reasonOf(error);
    // A lost connection is no statement about TLS; an alert is.
    const code = errorCode(error);
    if (line.shaking && code.startsWith('ERR_SSL_')) {
      notes.starttls = 'failed';
      notes.failure ??= failureOf(code);
    }
    socket.destroy();
  };
  tls.on('error', failed);
  tls.on('_tlsError', failed);
  tls.once('secure', () => {
    line.shaking = false;
    notes.starttls = 'done';
    notes.tls = {
      protocol: tls.getProtocol() ?? 'unknown',
      cipher: tls.getCipher().standardName,
      serverName: serverName(tls),
    };
    talk.secured();
    deadlines.command();
    ready();
  });
  tls.once('close', () => socket.destroy());
}

/** RFC 8446 §5.1: a client's hello is in a record of this type. */
const HANDSHAKE_RECORD = 0x16;

/** From OpenSSL's reasons in Node's codes, such as `ERR_SSL_TLSV1_ALERT_UNKNOWN_CA`; an alert is the client's. */
function failureOf(code: string): HandshakeFailure {
  if (/ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_(?:LOW|HIGH)/.test(code)) return 'version';
  if (/ALERT_(?:UNKNOWN_CA|\w*CERTIFICATE)/.test(code)) return 'certificate';
  return code.includes('ALERT') ? 'alert' : 'other';
}

/** OpenSSL's own few words, such as `unsupported protocol`, where there are any. */
function reasonOf(error: unknown): string {
  const reason: unknown = error instanceof Error ? Reflect.get(error, 'reason') : undefined;
  return typeof reason === 'string' ? evidenceText(reason) : errorText(error);
}
