/**
 * DNS over HTTPS, RFC 8484: the DNS message as the body of a POST. Over HTTP/2, as §5.2 recommends and some servers
 * insist, or over HTTP/1.1 where the server has no other.
 */
import { Agent } from 'node:https';
import type { SecureContext } from 'node:tls';
import { decode, encode } from 'dns-packet';
import { canBeAsked, type DnsAnswer, type RecordData, type RecordKind, type Resolver, temporary } from './dns.ts';
import { answersQuestion, isFormRefusal, queryMessage, rcodeOf, readAnswer } from './dnsMessage.ts';
import { errorCode, errorText } from '../errorText.ts';
import { type HttpsAnswer, httpsRequest } from '../http.ts';
import { http2Sender, type Http2Sender } from '../http2.ts';

const MEDIA_TYPE = 'application/dns-message';
const MAX_MESSAGE_LENGTH = 65_535;

interface Doh {
  readonly url: URL;
  /** Without the brackets of an IPv6 address. */
  readonly host: string;
  readonly ms: number;
  readonly context: SecureContext;
  readonly agent: Agent;
  readonly http2: Http2Sender;
}

/** @throws RangeError if the text is no https URL, or holds a user name or password */
export function dohResolver(text: string, ms: number, context: SecureContext): Resolver {
  const url = dohUrl(text);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || 443);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const doh: Doh = { url, host, ms, context, agent, http2: http2Sender({ host, port }, context, MAX_MESSAGE_LENGTH) };
  return {
    // The path to it is secure, so its AD bit is as good as its word.
    validates: true,
    async query(name, type, signal) {
      if (!canBeAsked(name)) return { kind: 'no-domain', secure: false };
      try {
        return await ask(doh, name, type, signal);
      } catch (error) {
        signal.throwIfAborted();
        return temporary(errorCode(error), errorText(error));
      }
    },
    close() {
      agent.destroy();
      doh.http2.close();
    },
  };
}

async function ask<K extends RecordKind>(
  doh: Doh,
  name: string,
  type: K,
  signal: AbortSignal,
): Promise<DnsAnswer<RecordData[K]>> {
  const answer = answerOf(await post(doh, name, type, true, signal), name, type);
  // RFC 6891 §7: an old server behind it answers so to what it does not understand.
  if (answer.kind !== 'refuses-form') return answer;
  const plain = answerOf(await post(doh, name, type, false, signal), name, type);
  return plain.kind === 'refuses-form' ? temporary('EFORMERR', 'the name server does not understand us') : plain;
}

async function post(
  { url, host, ms, context, agent, http2 }: Doh,
  name: string,
  type: RecordKind,
  edns: boolean,
  signal: AbortSignal,
): Promise<HttpsAnswer> {
  // RFC 8484 §4.1: the id is 0, since HTTP already pairs question and answer.
  const body = encode(queryMessage(0, name, type, edns));
  const path = url.pathname + url.search;
  const headers = { accept: MEDIA_TYPE, 'content-type': MEDIA_TYPE };
  const answer = await http2.post({ authority: url.host, path, headers, body, ms, signal });
  if (answer !== 'not-spoken') return answer;
  return httpsRequest({
    host,
    connectTo: { host, port: Number(url.port || 443) },
    path,
    method: 'POST',
    headers: { host: url.host, ...headers },
    body,
    context,
    agent,
    mostBytes: MAX_MESSAGE_LENGTH,
    ms,
    signal,
  });
}

function dohUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') throw new RangeError(`"${text}" is no https URL`);
  // Not sent, so it must not look as if it were; and not repeated, since it may be a secret.
  if (url.username !== '' || url.password !== '')
    throw new RangeError('the URL of a resolver cannot hold a user name or password');
  return url;
}

function answerOf<K extends RecordKind>(
  answer: HttpsAnswer,
  name: string,
  type: K,
): DnsAnswer<RecordData[K]> | { readonly kind: 'refuses-form' } {
  switch (answer.kind) {
    case 'timeout':
      return temporary('ETIMEOUT', 'no answer in time');
    case 'too-large':
      return temporary('EBADRESP', 'the answer is too long');
    case 'failed':
      return temporary(answer.code === '' ? 'EUNKNOWN' : answer.code, answer.text);
    case 'response': {
      if (answer.status !== 200 || !answer.type.startsWith(MEDIA_TYPE))
        return temporary('EBADRESP', `HTTP status ${answer.status}, ${answer.type}`);
      const packet = decode(answer.body);
      if (isFormRefusal(rcodeOf(packet))) return { kind: 'refuses-form' };
      if (!answersQuestion(packet, 0, name, type)) return temporary('EBADRESP', 'the answer is to another question');
      return readAnswer(packet, name, type, true);
    }
  }
}
