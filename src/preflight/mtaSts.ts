/**
 * MTA-STS, RFC 8461: a domain promises that its MX hosts have working TLS.
 *
 * A TXT record at `_mta-sts.DOMAIN` says that there is a policy and which version of it. The policy itself is a short
 * text behind `https://mta-sts.DOMAIN/.well-known/mta-sts.txt`, and the certificate of that host is what makes it
 * worth something. It names a mode (`enforce`, `testing`, `none`), the MX hosts, and how long it may be kept.
 * Salesforce documents nothing about it: for us it is information, never proof.
 */
import type { ReasonCode } from '../tls/reason.ts';
import { mayProbe } from './address.ts';
import type { DnsAnswer } from './dns.ts';
import { evidenceText } from './evidence.ts';
import { type HttpsAnswer, httpsRequest } from './http.ts';
import { hostAddresses } from './mx.ts';
import { destination, type Env } from './options.ts';

export interface MtaStsPolicy {
  readonly mode: 'enforce' | 'testing' | 'none';
  /** Seconds. */
  readonly maxAge: number;
  readonly mx: readonly string[];
}

export interface MtaStsPromise {
  /**
   * `valid`: there is a policy. `broken`: announced, but it cannot be fetched or read. `ignored`: announced in a way
   * that senders must take for none. `unknown`: the look-up gave no answer.
   */
  readonly status: 'valid' | 'broken' | 'ignored' | 'unknown';
  readonly policy: MtaStsPolicy | null;
  /** MX hosts of the domain that the policy does not name. */
  readonly uncovered: readonly string[];
  readonly reasons: readonly ReasonCode[];
  readonly detail: string;
}

/** RFC 8461 §3.3. */
const MOST_BYTES = 65_536;
const MOST_MX = 100;

/** @throws only the reason of the signal */
export async function lookUpMtaSts(domain: string, env: Env): Promise<MtaStsPromise | null> {
  const record = stsRecord(await env.resolver.query(`_mta-sts.${domain}`, 'TXT', env.signal));
  if (record.kind === 'absent') return null;
  if (record.kind !== 'announced') return promise(record.kind, [], record.detail);
  const fetched = await fetchPolicy(`mta-sts.${domain}`, env);
  if ('reason' in fetched) return promise('broken', [fetched.reason], fetched.detail);
  const policy = parsePolicy(fetched.text);
  if (typeof policy === 'string') return promise('broken', ['sts-policy-invalid'], policy);
  return { status: 'valid', policy, uncovered: [], reasons: [], detail: `id ${record.id}` };
}

/** Compares the policy with the MX hosts that were found. */
export function withCoverage(sts: MtaStsPromise | null, hosts: readonly string[]): MtaStsPromise | null {
  const policy = sts?.policy;
  if (!policy || policy.mode === 'none') return sts ?? null;
  const uncovered = hosts.filter((host) => !policy.mx.some((pattern) => coversHost(pattern, host)));
  return { ...sts, uncovered: uncovered.map((host) => evidenceText(host)) };
}

type StsRecord =
  | { readonly kind: 'absent' }
  | { readonly kind: 'announced'; readonly id: string }
  | { readonly kind: 'ignored' | 'unknown'; readonly detail: string };

export function stsRecord(answer: DnsAnswer<string>): StsRecord {
  if (answer.kind === 'temporary') return { kind: 'unknown', detail: evidenceText(`${answer.text} (${answer.code})`) };
  if (answer.kind !== 'found') return { kind: 'absent' };
  // RFC 8461 §3.1: others are discarded; then there must be exactly one.
  const [record, ...more] = answer.records.filter((text) => /^v=STSv1\s*;/.test(text));
  if (record === undefined) return { kind: 'absent' };
  if (more.length > 0) return { kind: 'ignored', detail: 'more than one record' };
  const id = /^v=STSv1\s*;(?:[^;]*;)*\s*id\s*=\s*([A-Za-z0-9]{1,32})\s*(?:;|$)/.exec(record.slice(0, 1000))?.[1];
  return id === undefined ? { kind: 'ignored', detail: 'the record has no valid id' } : { kind: 'announced', id };
}

/** RFC 8461 §3.2. A text says what is wrong. */
export function parsePolicy(text: string): MtaStsPolicy | string {
  const fields = new Map<string, string>();
  const mx: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    // Blanks are trimmed afterwards: a pattern that takes them off at the end backtracks over a line made of them.
    const match = /^([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \t]*:(.*)$/.exec(line);
    if (!match) return evidenceText(`not a field: ${line}`, 100);
    const key = match[1] ?? '';
    const value = (match[2] ?? '').trim();
    if (key === 'mx') mx.push(value.toLowerCase());
    // The first of several counts, and unknown ones are ignored.
    else if (!fields.has(key)) fields.set(key, value);
  }
  if (fields.get('version') !== 'STSv1') return 'the version is not STSv1';
  const mode = fields.get('mode');
  if (mode !== 'enforce' && mode !== 'testing' && mode !== 'none')
    return evidenceText(`no valid mode: ${mode ?? ''}`, 100);
  const maxAge = fields.get('max_age') ?? '';
  if (!/^\d{1,10}$/.test(maxAge)) return evidenceText(`no valid max_age: ${maxAge}`, 100);
  if (mx.length === 0 && mode !== 'none') return 'it names no MX host';
  if (mx.length > MOST_MX) return `it names more than ${MOST_MX} MX hosts`;
  return { mode, maxAge: Number(maxAge), mx: mx.map((pattern) => evidenceText(pattern, 253)) };
}

/** RFC 8461 §4.1: a wildcard is the whole left-most label and stands for exactly one. */
export function coversHost(pattern: string, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (!pattern.startsWith('*.')) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

type Fetched = { readonly text: string } | { readonly reason: ReasonCode; readonly detail: string };

const failed = (detail: string, reason: ReasonCode = 'sts-policy-fetch-error'): Fetched => ({ reason, detail });

async function fetchPolicy(host: string, env: Env): Promise<Fetched> {
  const { addresses, detail } = await hostAddresses(host, env.resolver, env.signal);
  const [address] = addresses;
  if (address === undefined) return failed(`${host}: ${detail}`);
  const to = destination(address, 443, env);
  if (to.kind === 'refused') return failed(`${host}: the address is not public`);
  const answer = await httpsRequest({
    host,
    connectTo: to.endpoint,
    path: '/.well-known/mta-sts.txt',
    method: 'GET',
    headers: { accept: 'text/plain' },
    context: env.trust.context,
    mostBytes: MOST_BYTES,
    ms: env.deadlines.policy,
    signal: env.signal,
    accepts: (remote) => to.routed || mayProbe(remote, env.addresses),
  });
  return textOf(answer);
}

function textOf(answer: HttpsAnswer): Fetched {
  switch (answer.kind) {
    case 'timeout':
      return failed('no answer in time');
    case 'too-large':
      return failed(`more than ${MOST_BYTES} bytes`);
    case 'failed':
      return failed(answer.text, answer.certificate ? 'sts-webpki-invalid' : 'sts-policy-fetch-error');
    case 'response':
      // RFC 8461 §3.3: 200 only, redirects are not followed; §3.2: text/plain.
      if (answer.status !== 200) return failed(`HTTP status ${answer.status}`);
      if (!/^text\/plain\s*(;|$)/i.test(answer.type)) return failed(`the type is ${answer.type}, not text/plain`);
      return { text: answer.body.toString('utf8') };
  }
}

const promise = (status: MtaStsPromise['status'], reasons: readonly ReasonCode[], detail: string): MtaStsPromise => ({
  status,
  policy: null,
  uncovered: [],
  reasons,
  detail,
});
