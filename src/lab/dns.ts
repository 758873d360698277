import { createSocket, type Socket as DatagramSocket } from 'node:dgram';
import { createServer, type Socket } from 'node:net';
import {
  AUTHENTIC_DATA,
  decode,
  type DecodedPacket,
  encode,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { listen, LOOPBACK } from './sockets.ts';
import { lookUp, type Zone, type ZoneAnswer } from './zone.ts';

/*
 * A name server on UDP and TCP, on one port. It plays the validating resolver: it answers from its table,
 * bears the AD bit where the table says so, and misbehaves where the table says so.
 */

export interface DnsQuery {
  readonly name: string;
  readonly type: string;
  readonly transport: 'udp' | 'tcp';
}

export interface DnsServer {
  readonly port: number;
  readonly queries: () => readonly DnsQuery[];
  readonly close: () => Promise<void>;
}

/** RFC 1035 §4.1.1. */
const RCODE = { formErr: 1, servFail: 2, nxDomain: 3, notImp: 4, refused: 5 } as const;
const HEADER_BYTES = 12;
/** RFC 1035 §4.2.1; more only if the client says so by EDNS (RFC 6891 §6.2.3). */
const PLAIN_UDP_BYTES = 512;
const MAX_QUERY_BYTES = 4096;
const MAX_QUERIES_KEPT = 100_000;
const PORT_TRIES = 20;

type Reply = { readonly send: Buffer; readonly slow: boolean } | undefined;
type Answerer = (query: Buffer, transport: 'udp' | 'tcp') => Reply;

/** @param slowMs how long an answer marked `slow` takes */
export async function startDns(zone: Zone, slowMs: number): Promise<DnsServer> {
  const queries: DnsQuery[] = [];
  const asked = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const answerer: Answerer = (query, transport) =>
    answer(zone, query, transport, (seen) => {
      if (queries.length < MAX_QUERIES_KEPT) queries.push(seen);
      const key = `${seen.name} ${seen.type}`;
      const isFirst = !asked.has(key);
      if (asked.size < MAX_QUERIES_KEPT) asked.add(key);
      return isFirst;
    });
  const later = (reply: Reply, send: (bytes: Buffer) => void): void => {
    if (!reply) return;
    if (!reply.slow) {
      send(reply.send);
      return;
    }
    const timer = setTimeout(() => {
      timers.delete(timer);
      send(reply.send);
    }, slowMs);
    timers.add(timer);
  };
  const { port, udp, tcp } = await bindBoth((socket) => {
    serveStream(socket, answerer, later);
  });
  udp.on('message', (query, from) => {
    later(answerer(query, 'udp'), (bytes) => {
      udp.send(bytes, from.port, from.address);
    });
  });
  return {
    port,
    queries: () => queries,
    close: async () => {
      timers.forEach(clearTimeout);
      await Promise.all([tcp.close(), new Promise<void>((resolve) => udp.close(resolve))]);
    },
  };
}

/** One free port for both: resolvers that get a truncated answer come back over TCP on the same port. */
async function bindBoth(serve: (socket: Socket) => void) {
  for (let tries = 1; ; tries++) {
    const tcp = await listen(createServer(serve));
    const udp = createSocket('udp4');
    try {
      await bindUdp(udp, tcp.port);
      // ICMP errors about clients that went away; nothing to be done about them.
      udp.on('error', () => undefined);
      return { port: tcp.port, udp, tcp };
    } catch (error) {
      udp.close();
      await tcp.close();
      if (tries === PORT_TRIES) throw error;
    }
  }
}

const bindUdp = (udp: DatagramSocket, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, LOOPBACK, () => {
      udp.off('error', reject);
      resolve();
    });
  });

/** RFC 1035 §4.2.2: each message after its length in two bytes. */
function serveStream(
  socket: Socket,
  answerer: Answerer,
  later: (reply: Reply, send: (bytes: Buffer) => void) => void,
): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.setTimeout(10_000, () => socket.destroy());
  socket.on('data', (data: Buffer) => {
    pending = Buffer.concat([pending, data]);
    while (pending.length >= 2) {
      const length = pending.readUInt16BE(0);
      if (length > MAX_QUERY_BYTES) {
        socket.destroy();
        return;
      }
      if (pending.length < length + 2) return;
      const query = pending.subarray(2, length + 2);
      pending = pending.subarray(length + 2);
      later(answerer(query, 'tcp'), (bytes) => {
        if (!socket.writable) return;
        const size = Buffer.alloc(2);
        size.writeUInt16BE(bytes.length);
        socket.write(Buffer.concat([size, bytes]));
      });
    }
  });
}

/** Undefined: no answer at all. Hostile names that decode but cannot be encoded again are a format error too. */
function answer(zone: Zone, query: Buffer, transport: 'udp' | 'tcp', seen: (query: DnsQuery) => boolean): Reply {
  try {
    return tryAnswer(zone, query, transport, seen);
  } catch {
    return now(failure(query.readUInt16BE(0), RCODE.formErr));
  }
}

function tryAnswer(zone: Zone, query: Buffer, transport: 'udp' | 'tcp', seen: (query: DnsQuery) => boolean): Reply {
  // Answering an answer could start an endless exchange of two servers.
  if (query.length < HEADER_BYTES || isResponse(query)) return undefined;
  const packet = decode(query);
  const id = packet.id ?? 0;
  if (((packet.flags ?? 0) & OPCODE_MASK) !== 0) return now(failure(id, RCODE.notImp));
  const question = packet.questions?.[0];
  if (!question || packet.questions?.length !== 1) return now(failure(id, RCODE.formErr));
  const isFirst = seen({ name: question.name.toLowerCase(), type: question.type, transport });
  if ((question.class ?? 'IN') !== 'IN') return now(failure(id, RCODE.refused, question));
  return answerQuestion(lookUp(zone, question.name, question.type), { packet, id, question, transport, isFirst });
}

interface Asked {
  readonly packet: DecodedPacket;
  readonly id: number;
  readonly question: Question;
  readonly transport: 'udp' | 'tcp';
  /** Nobody asked it before. */
  readonly isFirst: boolean;
}

function answerQuestion(found: ZoneAnswer, asked: Asked): Reply {
  const { packet, id, question } = asked;
  switch (found.trouble) {
    case 'drop':
      return undefined;
    case 'servfail':
      return now(failure(id, RCODE.servFail, question));
    case 'servfail-once':
      return asked.isFirst ? now(failure(id, RCODE.servFail, question)) : whole(found, asked);
    case 'drop-edns':
      return ednsOf(packet) ? undefined : whole(found, asked);
    case 'formerr-edns':
      return ednsOf(packet) ? now(failure(id, RCODE.formErr)) : whole(found, asked);
    case 'refused':
      return now(failure(id, RCODE.refused, question));
    case 'wrong-id':
      return now(encode(response(found, packet, id ^ 1, question)));
    case 'wrong-question':
      return now(encode(response(found, packet, id, { ...question, name: `not-asked.${question.name}` })));
    case 'truncate':
    case 'slow':
    case undefined:
      return whole(found, asked);
  }
}

function whole(found: ZoneAnswer, { packet, id, question, transport }: Asked): Reply {
  const full = encode(response(found, packet, id, question));
  const tooLong = found.trouble === 'truncate' || full.length > udpSpace(packet);
  const send = transport === 'udp' && tooLong ? truncated(id, question) : full;
  return { send, slow: found.trouble === 'slow' };
}

const OPCODE_MASK = 0x7800;
const COMMON_FLAGS = RECURSION_DESIRED | RECURSION_AVAILABLE;

function response(found: ZoneAnswer, asked: DecodedPacket, id: number, question: Question): Packet {
  // RFC 6840 §5.7: AD only to those who asked for it, by AD or DO.
  const authentic = found.secure && (asked.flag_ad || dnssecOk(asked)) ? AUTHENTIC_DATA : 0;
  return {
    type: 'response',
    id,
    flags: COMMON_FLAGS | authentic | (found.exists ? 0 : RCODE.nxDomain),
    questions: [question],
    answers: [...found.answers],
    // RFC 2308 §2: an answer without data bears the zone's SOA.
    authorities: found.answers.length === 0 ? [SOA] : [],
    additionals: ednsOf(asked) ? [EDNS] : [],
  };
}

const SOA = {
  type: 'SOA',
  name: 'test',
  ttl: 60,
  data: { mname: 'ns.test', rname: 'postmaster.test', serial: 1, refresh: 60, retry: 60, expire: 60, minimum: 60 },
} as const;

const EDNS = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
} satisfies NonNullable<Packet['additionals']>[number];

const failure = (id: number, rcode: number, question?: Question): Buffer =>
  encode({ type: 'response', id, flags: COMMON_FLAGS | rcode, questions: question ? [question] : [] });

const truncated = (id: number, question: Question): Buffer =>
  encode({ type: 'response', id, flags: COMMON_FLAGS | TRUNCATED_RESPONSE, questions: [question] });

const now = (send: Buffer): Reply => ({ send, slow: false });

const isResponse = (query: Buffer): boolean => (query.readUInt8(2) & 0x80) !== 0;

const ednsOf = (packet: DecodedPacket) => packet.additionals?.find((record) => record.type === 'OPT');

const dnssecOk = (packet: DecodedPacket): boolean => ednsOf(packet)?.flag_do ?? false;

const udpSpace = (packet: DecodedPacket): number =>
  Math.max(PLAIN_UDP_BYTES, ednsOf(packet)?.udpPayloadSize ?? PLAIN_UDP_BYTES);
