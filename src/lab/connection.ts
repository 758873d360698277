import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type SecureContext, TLSSocket } from 'node:tls';
import { clientHello } from './clientHello.ts';
import { HANDSHAKE_FAILURE, type HelloRefusal, type Personality } from './personalities.ts';
import type { MutableSession } from './session.ts';

/** How a server does TLS. */
interface ServerTls {
  readonly context: SecureContext;
  /** For clients that do not name the host. */
  readonly withoutSni: SecureContext;
  readonly refusesHello: HelloRefusal | undefined;
  readonly clientCertificate: Personality['clientCertificate'];
}

/** One client's connection. Every promise also ends when the connection does; none rejects. */
export interface Connection {
  readonly closed: () => boolean;
  /** The next command line without its line end; undefined when the connection has ended. */
  readonly nextLine: () => Promise<string | undefined>;
  /** Latin-1. Resolves when the text is on its way, so that nothing piles up. */
  readonly send: (text: string) => Promise<void>;
  readonly sleep: (ms: number) => Promise<void>;
  /** Until the client has sent anything at all; drops it. */
  readonly anything: () => Promise<void>;
  readonly ended: () => Promise<void>;
  readonly handshake: (text: string, tls: ServerTls) => Promise<void>;
  readonly bannerSent: () => void;
  readonly close: () => void;
  readonly reset: () => void;
}

const MAX_LINE_LENGTH = 4096;
const MAX_INPUT_BYTES = 1024 * 1024;
const MAX_COMMANDS_KEPT = 100;
const MAX_COMMAND_LENGTH_KEPT = 200;

export function connectionOf(socket: Socket, session: MutableSession, sessionMs: number): Connection {
  const end = new AbortController();
  const pending = new Set<() => void>();
  let stream: Socket = socket;
  const ours = (leave: () => void): void => {
    if (session.endedBy === 'open') session.endedBy = 'server';
    leave();
  };
  const destroy = (): void => {
    ours(() => socket.destroy());
  };
  const input = lineInput(session, destroy);
  const lifetime = setTimeout(destroy, sessionMs);
  const finish = (): void => {
    clearTimeout(lifetime);
    if (session.endedBy === 'open') session.endedBy = 'client';
    end.abort();
    for (const resolve of pending) resolve();
    input.end();
  };
  const until = (start: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        pending.delete(done);
        resolve();
      };
      if (end.signal.aborted) {
        done();
        return;
      }
      pending.add(done);
      start(done);
    });
  const refuseHello = async ({ by }: HelloRefusal): Promise<void> => {
    // Only a socket that is read notices that the client has left.
    socket.resume();
    if (by === 'silence') {
      await until(() => undefined);
    } else
      ours(() => {
        if (by === 'reset') socket.resetAndDestroy();
        else socket.end(HANDSHAKE_FAILURE, 'latin1');
      });
  };
  socket.on('data', input.take);
  socket.once('end', finish);
  socket.once('close', finish);
  return {
    closed: () => end.signal.aborted || !stream.writable,
    nextLine: input.nextLine,
    send: (text) => until((done) => stream.write(text, 'latin1', done)),
    sleep: (ms) => delay(ms, undefined, { signal: end.signal }).catch(() => undefined),
    anything: () => until(input.onAnything),
    ended: () => until(() => undefined),
    handshake: async (text, tls) => {
      socket.off('data', input.take);
      input.clear();
      if (tls.refusesHello) {
        socket.write(text, 'latin1');
        const hello = await clientHello(socket, end.signal);
        if (!hello || hello[tls.refusesHello.of]) {
          await refuseHello(tls.refusesHello);
          return;
        }
      }
      const secure = secured(socket, tls, tls.refusesHello ? '' : text);
      stream = secure;
      secure.once('end', finish);
      secure.once('close', finish);
      await until((done) => {
        secure.once('secure', () => {
          session.tls = secure.getProtocol() ?? undefined;
          session.serverName = serverName(secure);
          done();
        });
      });
      secure.on('data', input.take);
    },
    bannerSent: input.expectCommands,
    close: () => {
      ours(() => stream.end());
    },
    reset: () => {
      ours(() => socket.resetAndDestroy());
    },
  };
}

/** Starts TLS in the same turn as the text is written, so that no byte of the client's hello is read in between. */
function secured(socket: Socket, { context, withoutSni, clientCertificate }: ServerTls, text: string): TLSSocket {
  if (text !== '') socket.write(text, 'latin1');
  const secure = new TLSSocket(socket, {
    isServer: true,
    secureContext: withoutSni,
    requestCert: clientCertificate !== undefined,
    rejectUnauthorized: clientCertificate === 'required',
    SNICallback: (_name, done) => {
      done(null, context);
    },
  });
  secure.on('error', () => socket.destroy());
  return secure;
}

/** What the client asked for (RFC 6066 §3); Node tells it only in a property that its types leave out. */
export function serverName(secure: TLSSocket): string | undefined {
  const name: unknown = Reflect.get(secure, 'servername');
  return typeof name === 'string' ? name : undefined;
}

/** Cuts what comes into lines, and notes what is worth noting. */
function lineInput(session: MutableSession, tooMuch: () => void) {
  const lines: string[] = [];
  let rest = '';
  let total = 0;
  let early = true;
  let ended = false;
  let waiting: ((line: string | undefined) => void) | undefined;
  let anything: (() => void) | undefined;
  const note = (line: string): void => {
    // Bytes of a handshake that nobody answers are no command.
    if (session.commands.length < MAX_COMMANDS_KEPT && /^[\x20-\x7e\t]+$/.test(line))
      session.commands.push(line.slice(0, MAX_COMMAND_LENGTH_KEPT));
  };
  const hand = (): void => {
    if (!waiting || (lines.length === 0 && !ended)) return;
    const resolve = waiting;
    waiting = undefined;
    resolve(lines.shift());
  };
  return {
    take: (data: Buffer): void => {
      total += data.length;
      if (early) session.spokeEarly = true;
      const pieces = (rest + data.toString('latin1')).split('\n');
      rest = pieces.pop() ?? '';
      for (const piece of pieces) {
        const line = piece.replace(/\r$/, '');
        note(line);
        lines.push(line);
      }
      if (total > MAX_INPUT_BYTES || rest.length > MAX_LINE_LENGTH) tooMuch();
      anything?.();
      hand();
    },
    nextLine: (): Promise<string | undefined> =>
      new Promise((resolve) => {
        waiting = resolve;
        hand();
      }),
    onAnything: (done: () => void): void => {
      anything = done;
    },
    /** RFC 3207 §4.2: what came before TLS is forgotten. */
    clear: (): void => {
      lines.length = 0;
      rest = '';
    },
    expectCommands: (): void => {
      early = false;
    },
    end: (): void => {
      ended = true;
      lines.length = 0;
      hand();
    },
  };
}
