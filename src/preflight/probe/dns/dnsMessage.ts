/** DNS messages: what is asked and what an answer says. RFC 1035 §4, RFC 6891 (EDNS), RFC 6840 §5.7 (the AD bit). */
import { AUTHENTIC_DATA, type Answer, type DecodedPacket, type Packet, RECURSION_DESIRED } from 'dns-packet';
import { type DnsAnswer, MAX_ALIASES, plain, type RecordData, type RecordKind, temporary } from './dns.ts';

/** Fits every path without fragments, as agreed at the DNS flag day of 2020. */
const UDP_BYTES = 1232;

export function queryMessage(id: number, name: string, type: RecordKind, edns: boolean): Packet {
  return {
    type: 'query',
    id,
    // RFC 6840 §5.7: AD in a query asks for AD in the answer, without the signatures that DO would bring.
    flags: RECURSION_DESIRED | AUTHENTIC_DATA,
    questions: [{ type, name, class: 'IN' }],
    ...(edns ? { additionals: [EDNS] } : {}),
  };
}

const EDNS: Answer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: UDP_BYTES,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** RFC 5452 §9.1: an answer counts only if it bears the id and the very question. */
export function answersQuestion(packet: DecodedPacket, id: number, name: string, type: RecordKind): boolean {
  const [question, ...more] = packet.questions ?? [];
  return (
    packet.type === 'response' &&
    packet.id === id &&
    more.length === 0 &&
    question?.type === type &&
    (question.class ?? 'IN') === 'IN' &&
    sameName(question.name, name)
  );
}

/** RFC 6891 §7: what an old server says to EDNS may be a header alone, without the question. */
export const refusesForm = (packet: DecodedPacket, id: number): boolean =>
  packet.type === 'response' &&
  packet.id === id &&
  (packet.questions ?? []).length === 0 &&
  isFormRefusal(rcodeOf(packet));

export const isFormRefusal = (rcode: number): boolean => rcode === RCODE.formErr || rcode === RCODE.notImp;

/** RFC 1035 §4.1.1. */
const RCODE = { noError: 0, formErr: 1, servFail: 2, nxDomain: 3, notImp: 4, refused: 5 } as const;

/** RFC 6891 §6.1.3: the upper eight bits stand in the OPT record; without them BADVERS (16) would read as no error. */
export function rcodeOf(packet: DecodedPacket): number {
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  return ((opt?.extendedRcode ?? 0) << 4) | ((packet.flags ?? 0) & 0xf);
}

/** Answers of the resolver about the question, and not about itself. */
export const ANSWERED_CODES: readonly string[] = ['EFORMERR', 'ESERVFAIL', 'ENOTIMP', 'ELOOP'];

const RCODE_NAMES: Readonly<Record<number, string>> = {
  [RCODE.formErr]: 'EFORMERR',
  [RCODE.servFail]: 'ESERVFAIL',
  [RCODE.notImp]: 'ENOTIMP',
  [RCODE.refused]: 'EREFUSED',
};

/** @param validates whether the AD bit of this resolver is to be believed */
export function readAnswer<K extends RecordKind>(
  packet: DecodedPacket,
  name: string,
  type: K,
  validates: boolean,
): DnsAnswer<RecordData[K]> {
  const secure = validates && packet.flag_ad;
  const rcode = rcodeOf(packet);
  if (rcode === RCODE.nxDomain) return { kind: 'no-domain', secure };
  if (rcode !== RCODE.noError)
    return temporary(RCODE_NAMES[rcode] ?? `RCODE${rcode}`, `the name server answered with code ${rcode}`);
  // RFC 1035 §4.1.1: a part of the answer is none.
  if (packet.flag_tc) return temporary('EBADRESP', 'the answer is cut off');
  const answers = packet.answers ?? [];
  const owner = ownerOf(answers, name);
  if (owner === undefined) return temporary('ELOOP', 'the aliases (CNAME) of the name have no end');
  const records = answers.flatMap((answer) => (sameName(answer.name, owner) ? dataOf(answer, type) : []));
  if (records.length === 0)
    return saysNoData(packet)
      ? { kind: 'no-data', secure }
      : temporary('EBADRESP', 'the name server neither knows the answer nor looked for it');
  return { kind: 'found', records, alias: sameName(owner, name) ? undefined : plain(owner), secure };
}

/** RFC 2308 §2.2: without SOA, an empty answer may be a referral; only of a server that recurses is it "no data". */
function saysNoData(packet: DecodedPacket): boolean {
  const types = (packet.authorities ?? []).map(({ type }) => type);
  return types.includes('SOA') || (packet.flag_ra && !types.includes('NS'));
}

/** RFC 1034 §3.6.2: the name at the end of the chain of aliases; undefined where it goes in a circle or on and on. */
function ownerOf(answers: readonly Answer[], name: string): string | undefined {
  let owner = name;
  for (let hops = 0; hops <= MAX_ALIASES; hops++) {
    const alias = answers.find((answer) => answer.type === 'CNAME' && sameName(answer.name, owner));
    if (alias?.type !== 'CNAME') return owner;
    owner = alias.data;
  }
  return undefined;
}

function dataOf<K extends RecordKind>(answer: Answer, type: K): readonly RecordData[K][] {
  const read: { readonly [T in RecordKind]: (answer: Answer) => readonly RecordData[T][] } = READ;
  return read[type](answer);
}

const READ = {
  A: (answer: Answer): readonly string[] => (answer.type === 'A' ? [answer.data] : []),
  AAAA: (answer: Answer): readonly string[] => (answer.type === 'AAAA' ? [answer.data] : []),
  PTR: (answer: Answer): readonly string[] => (answer.type === 'PTR' ? [plain(answer.data)] : []),
  MX: (answer: Answer): RecordData['MX'][] =>
    answer.type === 'MX' ? [{ preference: answer.data.preference ?? 0, exchange: plain(answer.data.exchange) }] : [],
  TXT: (answer: Answer): string[] => (answer.type === 'TXT' ? [textOf(answer.data)] : []),
  TLSA: (answer: Answer): RecordData['TLSA'][] => {
    if (answer.type !== 'TLSA') return [];
    const { usage, selector, matchingType, certificate } = answer.data;
    // A copy, so that 40 bytes do not keep the whole message.
    return [{ usage, selector, matchingType, data: Buffer.from(certificate) }];
  },
};

function textOf(data: string | Buffer | readonly (string | Buffer)[]): string {
  if (typeof data === 'string') return data;
  if (Buffer.isBuffer(data)) return data.toString('utf8');
  return data.map((part) => (typeof part === 'string' ? part : part.toString('utf8'))).join('');
}

const sameName = (a: string, b: string): boolean => plain(a).toLowerCase() === plain(b).toLowerCase();
