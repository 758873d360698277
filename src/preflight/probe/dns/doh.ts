/** DNS over HTTPS, RFC 8484: the DNS message as the body of a POST. */
import { Agent } from 'node:https';
import type { SecureContext } from 'node:tls';
import { decode, encode } from 'dns-packet';
import { canBeAsked, type DnsAnswer, type RecordData, type RecordKind, type Resolver, temporary } from './dns.ts';
import { answersQuestion, queryMessage, readAnswer } from './dnsMessage.ts';
import { errorCode, errorText } from '../untrustedText.ts';
import { type HttpsAnswer, httpsRequest } from '../http.ts';

const MEDIA_TYPE = 'application/dns-message';
const MAX_MESSAGE_LENGTH = 65_535;

/** @throws RangeError if the text is no https URL, or holds a user name or password */
export function dohResolver(text: string, ms: number, context: SecureContext): Resolver {
  const url = dohUrl(text);
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return {
    // The path to it is secure, so its AD bit is as good as its word.
    validates: true,
    async query(name, type, signal) {
      if (!canBeAsked(name)) return { kind: 'no-domain', secure: false };
      try {
        const answer = await httpsRequest({
          host,
          connectTo: { host, port: Number(url.port || 443) },
          path: url.pathname + url.search,
          method: 'POST',
          headers: { host: url.host, accept: MEDIA_TYPE, 'content-type': MEDIA_TYPE },
          // RFC 8484 §4.1: the id is 0, since HTTP already pairs question and answer.
          body: encode(queryMessage(0, name, type, true)),
          context,
          agent,
          mostBytes: MAX_MESSAGE_LENGTH,
          ms,
          signal,
        });
        return answerOf(answer, name, type);
      } catch (error) {
        signal.throwIfAborted();
        return temporary(errorCode(error), errorText(error));
      }
    },
    close() {
      agent.destroy();
    },
  };
}

function dohUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') throw new RangeError(`"${text}" is no https URL`);
  // Not sent, so it must not look as if it were; and not repeated, since it may be a secret.
  if (url.username !== '' || url.password !== '')
    throw new RangeError('the URL of a resolver cannot hold a user name or password');
  return url;
}

function answerOf<K extends RecordKind>(answer: HttpsAnswer, name: string, type: K): DnsAnswer<RecordData[K]> {
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
      if (!answersQuestion(packet, 0, name, type)) return temporary('EBADRESP', 'the answer is to another question');
      return readAnswer(packet, name, type, true);
    }
  }
}
