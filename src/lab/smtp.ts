import { createServer, type Server, type Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { connectionOf, type Connection } from './connection.ts';
import type { Delays, Moment, Personality, Step } from './personalities.ts';
import type { MutableSession } from './session.ts';

/*
 * A mail server (RFC 5321, RFC 3207) with a personality. It records what clients do, bounds what it keeps of them,
 * and never takes a message: every recipient is refused.
 */

export interface SmtpHost {
  readonly host: string;
  /** The port that clients ask for, such as 25. */
  readonly port: number;
  readonly personality: Personality;
  /** The TLS side, made when the first client wants it. */
  readonly secureContext: () => Promise<SecureContext>;
  readonly contextWithoutSni: () => Promise<SecureContext>;
  readonly delays: Delays;
  /** A connection lives no longer than this. */
  readonly sessionMs: number;
  readonly record: (session: MutableSession) => void;
}

const MAX_CONNECTIONS = 1000;

export function smtpServer(host: SmtpHost): Server {
  const open = new Set<MutableSession>();
  let served = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    // A server that hung up is done with the client, whenever the client notices.
    const others = [...open].filter(({ endedBy }) => endedBy === 'open');
    const session = newSession(host, others.length + 1);
    open.add(session);
    socket.once('close', () => open.delete(session));
    void serve(host, socket, session, served++ === 0);
  });
  server.maxConnections = MAX_CONNECTIONS;
  return server;
}

const newSession = ({ host, port }: SmtpHost, simultaneous: number): MutableSession => ({
  host,
  port,
  startedAt: Date.now(),
  simultaneous,
  commands: [],
  spokeEarly: false,
  tls: undefined,
  serverName: undefined,
  endedBy: 'open',
});

async function serve(host: SmtpHost, socket: Socket, session: MutableSession, isFirst: boolean): Promise<void> {
  host.record(session);
  const connection = connectionOf(socket, session, host.sessionMs);
  const script = scriptOf(host, isFirst);
  await run(script.connect, connection, host);
  connection.bannerSent();
  for (let line = await connection.nextLine(); line !== undefined; line = await connection.nextLine()) {
    await run(stepsFor(line, script, session.tls !== undefined), connection, host);
  }
}

type Script = Readonly<Record<Moment, readonly Step[]>> & { readonly ehloAfterTls: readonly Step[] };

function scriptOf({ personality }: SmtpHost, isFirst: boolean): Script {
  const plain = '250-{host}\r\n250-PIPELINING\r\n250-SIZE 10485760\r\n250-8BITMIME\r\n';
  // RFC 3207 §4.2: not offered again once TLS is on.
  const offered = personality.certificate === undefined ? plain : `${plain}250-STARTTLS\r\n`;
  return {
    connect: say('220 {host} ESMTP lab'),
    EHLO: say(`${offered}250 HELP`),
    ehloAfterTls: personality.ehloAfterTls ?? say(`${plain}250 HELP`),
    HELO: say('250 {host}'),
    STARTTLS:
      personality.certificate === undefined
        ? say('502 5.5.1 Command not implemented')
        : [{ do: 'handshake', text: '220 2.0.0 Ready to start TLS\r\n' }],
    MAIL: say('250 2.1.0 Ok'),
    RCPT: say('550 5.7.1 This lab takes no mail'),
    QUIT: [...say('221 2.0.0 Bye'), { do: 'close' }],
    ...(isFirst && personality.firstScript ? personality.firstScript : personality.script),
  };
}

function stepsFor(line: string, script: Script, secure: boolean): readonly Step[] {
  const verb = /^[a-z]+/i.exec(line)?.[0].toUpperCase() ?? '';
  switch (verb) {
    case 'EHLO':
      return secure ? script.ehloAfterTls : script.EHLO;
    case 'STARTTLS':
      // RFC 3207 §4: no parameters, and only once.
      if (secure) return say('503 5.5.1 TLS is on already');
      return line.trim().toUpperCase() === 'STARTTLS' ? script.STARTTLS : say('501 5.5.4 No parameters allowed');
    case 'HELO':
    case 'MAIL':
    case 'RCPT':
    case 'QUIT':
      return script[verb];
    case 'NOOP':
    case 'RSET':
      return say('250 2.0.0 Ok');
    case 'DATA':
      return say('554 5.5.1 No valid recipients');
    default:
      return say('500 5.5.2 Unknown command');
  }
}

const say = (text: string): readonly Step[] => [{ do: 'send', text: `${text}\r\n` }];

async function run(steps: readonly Step[], connection: Connection, host: SmtpHost): Promise<void> {
  for (const step of steps) {
    if (connection.closed()) return;
    await perform(step, connection, host);
  }
}

async function perform(step: Step, connection: Connection, host: SmtpHost): Promise<void> {
  switch (step.do) {
    case 'send':
      await connection.send(named(step.text, host));
      return;
    case 'wait':
      await connection.sleep(host.delays[step.for]);
      return;
    case 'drip':
      for (const byte of named(step.text, host)) {
        if (connection.closed()) return;
        await connection.send(byte);
        await connection.sleep(host.delays.drip);
      }
      return;
    case 'flood':
      await flood(named(step.text, host), step.bytes, connection);
      return;
    case 'listen':
      await connection.anything();
      return;
    case 'handshake': {
      const [context, withoutSni] = await Promise.all([host.secureContext(), host.contextWithoutSni()]);
      const { refusesHello, clientCertificate } = host.personality;
      await connection.handshake(named(step.text, host), { context, withoutSni, refusesHello, clientCertificate });
      return;
    }
    case 'hang':
      await connection.ended();
      return;
    case 'close':
      connection.close();
      return;
    case 'reset':
      connection.reset();
      return;
  }
}

const CHUNK_BYTES = 16 * 1024;

/** Writes no faster than the client reads, so that a client that stops reading costs one chunk. */
async function flood(text: string, bytes: number, connection: Connection): Promise<void> {
  const chunk = text.repeat(Math.ceil(CHUNK_BYTES / text.length));
  for (let sent = 0; sent < bytes && !connection.closed(); sent += chunk.length)
    await connection.send(chunk.slice(0, bytes - sent));
}

const named = (text: string, { host }: SmtpHost): string => text.replaceAll('{host}', host);
