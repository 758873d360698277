/**
 * What the words of a server's replies say, where its codes do not. A server that turns a client away may look like
 * one without TLS: it greets, answers EHLO without extensions, and refuses mail only later.
 */
import type { Reply } from './replyReader.ts';

/** Seen of Sendmail with a block list, rblsmtpd, OpenBSD's spamd, postscreen, and of large providers. */
const POLICY =
  /\b(?:listed|black-?list\w*|block-?list\w*|\w*(?:rbl|dnsbl)|reject\w*|den(?:y|ied)|gr[ea]y-?list\w*|blocked|not allowed|polic(?:y|ies)|spam\w*|reputation)\b/i;

/** It turns the client away, whatever it has of TLS. */
export const isPolicy = ({ code, lines }: Reply): boolean => code >= 400 && lines.some((line) => POLICY.test(line));

/** RFC 3463 §3.8 has no code of its own for it: Postfix says `421 4.7.1 … No client certificate presented`. */
export const wantsClientCertificate = ({ code, lines }: Reply): boolean =>
  code >= 400 && lines.some((line) => /\bclient[- ]certificate/i.test(line));

/** What STARTTLS is answered with by a server that did not offer it. */
export type UnofferedAnswer = 'refuses-us' | 'no-tls' | 'leaves';

/**
 * Really without TLS: Postfix 502, Exim 503, Sendmail 454. 220: the server has TLS and does not say so; Salesforce's
 * text for it is "STARTTLS required but not advertised", so that is none.
 */
export function unofferedAnswer(reply: Reply): UnofferedAnswer {
  if (reply.code === 421) return 'leaves';
  if (isPolicy(reply)) return 'refuses-us';
  return reply.code === 220 || reply.code === 454 || reply.code >= 500 ? 'no-tls' : 'refuses-us';
}

/** `220 ****…`, as a firewall rewrites it, or the tarpit of OpenBSD. */
const MASKED_GREETING = /\*{8,}|\bspamd\b/i;
/** `XXXXXXXA` in place of a keyword. */
const MASKED_KEYWORD = /^X{4,}[A-Z]?\s*$/i;

/** A firewall or a tarpit speaks. @param extended the answer to EHLO; undefined if there was one to HELO alone */
export function isMasked(greeting: Reply, extended: Reply | undefined): boolean {
  if (greeting.lines.some((line) => MASKED_GREETING.test(line))) return true;
  if (extended === undefined) return false;
  return extended.lines.length === 1 || extended.lines.slice(1).some((line) => MASKED_KEYWORD.test(line));
}

/** RFC 5321 §4.1.1.1: the first line is the greeting. RFC 3207 §4 has no parameter; senders read the first word. */
export const offersStartTls = (extended: Reply): boolean =>
  extended.lines.slice(1).some((line) => /^STARTTLS(?:\s|$)/i.test(line));
