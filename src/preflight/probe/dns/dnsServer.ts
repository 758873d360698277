/**
 * A client for one name server: UDP first, TCP where the answer does not fit (RFC 1035 §4.2, RFC 7766 §5).
 *
 * Every question has its own socket and a random id, so that a stranger must guess port and id to forge an answer
 * (RFC 5452 §9.2). What does not answer the question is ignored, and the wait goes on.
 */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect, isIPv4, isIPv6 } from 'node:net';
import { type DecodedPacket, decode, encode, streamEncode } from 'dns-packet';
import { hostNameFault } from '../../../mail/domain.ts';
import { isLoopback } from '../address.ts';
import { canBeAsked, type DnsAnswer, type RecordKind, type Resolver, temporary } from './dns.ts';
import { answersQuestion, isFormRefusal, queryMessage, rcodeOf, readAnswer, refusesForm } from './dnsMessage.ts';
import { errorCode, errorText } from '../errorText.ts';
import type { Endpoint } from '../options.ts';
import { within } from '../deadline.ts';

/** `192.0.2.1`, `192.0.2.1:53`, `[2001:db8::1]:53`, `dns.example.com:53`. @throws RangeError for anything else */
export function nameServer(text: string): Endpoint {
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:[\]/]+))(?::(\d{1,5}))?$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? 53);
  const valid =
    match?.[1] === undefined ? isIPv4(host ?? '') || hostNameFault(host ?? '') === undefined : isIPv6(match[1]);
  if (host === undefined || !valid || port < 1 || port > 65_535)
    throw new RangeError(`"${text}" is no resolver: it must be "system", host:port or an https URL`);
  return { host, port };
}

/** How often a question is sent over UDP before it counts as not answered. */
const TRIES = 3;
const MAX_TRY_MS = 3000;

/** @param ms for one question, with all tries */
export function serverResolver(server: Endpoint, ms: number): Resolver {
  const validates = server.host === 'localhost' || isLoopback(server.host);
  return {
    validates,
    async query(name, type, signal) {
      if (!canBeAsked(name)) return { kind: 'no-domain', secure: false };
      try {
        const waited = await within(ms, signal, (until) => answerOf(server, name, type, ms, until));
        if (waited.kind === 'timeout') return temporary('ETIMEOUT', 'no answer in time');
        if (waited.value.kind === 'failed') return waited.value.failure;
        return readAnswer(waited.value.packet, name, type, validates);
      } catch (error) {
        signal.throwIfAborted();
        const code = errorCode(error);
        return temporary(code === '' ? 'EBADRESP' : code, errorText(error));
      }
    },
    close: () => undefined,
  };
}

type Exchanged =
  | { readonly kind: 'packet'; readonly packet: DecodedPacket }
  | { readonly kind: 'failed'; readonly failure: DnsAnswer<never> };

async function answerOf(
  server: Endpoint,
  name: string,
  type: RecordKind,
  ms: number,
  signal: AbortSignal,
): Promise<Exchanged> {
  let edns = true;
  for (let tries = 0; tries < TRIES; tries++) {
    const waited = await within(Math.min(ms / TRIES, MAX_TRY_MS), signal, (until) =>
      overUdp(server, name, type, edns, until),
    );
    if (waited.kind === 'timeout') {
      // Some servers and firewalls drop what they do not understand: the last try goes without EDNS.
      edns &&= tries < TRIES - 2;
      continue;
    }
    const packet = waited.value;
    // RFC 6891 §7: an old server answers so to what it does not understand.
    if (edns && isFormRefusal(rcodeOf(packet))) {
      edns = false;
      continue;
    }
    return { kind: 'packet', packet: packet.flag_tc ? await overTcp(server, name, type, edns, signal) : packet };
  }
  return { kind: 'failed', failure: temporary('ETIMEOUT', 'no answer in time') };
}

function overUdp(
  server: Endpoint,
  name: string,
  type: RecordKind,
  edns: boolean,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const id = randomInt(65_536);
    const socket = createSocket(server.host.includes(':') ? 'udp6' : 'udp4');
    let open = true;
    const close = (): void => {
      if (!open) return;
      open = false;
      signal.removeEventListener('abort', close);
      socket.close();
    };
    const fail = (error: Error): void => {
      close();
      reject(error);
    };
    signal.addEventListener('abort', close, { once: true });
    socket.on('error', fail);
    socket.on('message', (message) => {
      const packet = decoded(message);
      if (!packet || !(answersQuestion(packet, id, name, type) || refusesForm(packet, id))) return;
      close();
      resolve(packet);
    });
    // A connected socket takes datagrams from that server alone. The system picks the port at random.
    socket.connect(server.port, server.host, (error?: Error) => {
      // Node hands a failure to this callback, though its types do not say so.
      if (error) fail(error);
      if (!open) return;
      socket.send(encode(queryMessage(id, name, type, edns)), (error) => {
        if (error) fail(error);
      });
    });
  });
}

function overTcp(
  server: Endpoint,
  name: string,
  type: RecordKind,
  edns: boolean,
  signal: AbortSignal,
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const id = randomInt(65_536);
    const socket = connect({ host: server.host, port: server.port });
    let received = Buffer.alloc(0);
    const close = (): void => {
      signal.removeEventListener('abort', close);
      socket.destroy();
    };
    const fail = (error: Error): void => {
      close();
      reject(error);
    };
    signal.addEventListener('abort', close, { once: true });
    socket.on('error', fail);
    socket.on('close', () => {
      fail(new Error('the name server closed the connection'));
    });
    socket.on('connect', () => socket.write(streamEncode(queryMessage(id, name, type, edns))));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      // RFC 1035 §4.2.2: two bytes of length before the message; so it is at most 65,535 bytes long.
      if (received.length < 2) return;
      const end = 2 + received.readUInt16BE(0);
      if (received.length < end) return;
      const packet = decoded(received.subarray(2, end));
      if (!packet || !answersQuestion(packet, id, name, type)) {
        fail(new Error('the answer does not belong to the question or cannot be read'));
        return;
      }
      close();
      resolve(packet);
    });
  });
}

function decoded(message: Buffer): DecodedPacket | undefined {
  try {
    return decode(message);
  } catch {
    return undefined;
  }
}
