/**
 * MTA-STS, RFC 8461: a domain promises that its MX hosts have working TLS.
 *
 * A TXT record at `_mta-sts.DOMAIN` says that there is a policy and which version of it. The policy itself is a short
 * text behind `https://mta-sts.DOMAIN/.well-known/mta-sts.txt`, and the certificate of that host is what makes it
 * worth something. It names a mode (`enforce`, `testing`, `none`), the MX hosts, and how long it may be kept.
 * Salesforce documents nothing about it: for us it is information, never proof.
 */
import type { ReasonCode } from '../../../mail/reasonCode.ts';
import { hostNameFault } from '../../../mail/domain.ts';
import { mayProbe } from '../address.ts';
import type { DnsAnswer } from '../dns/dns.ts';
import { evidenceText } from '../untrustedText.ts';
import { type HttpsAnswer, httpsRequest } from '../http.ts';
import { hostAddresses } from '../dns/mx.ts';
import { destination, type Env } from '../options.ts';
import type { MtaStsPromise, MtaStsPolicy } from '../../promises.ts';

/** RFC 8461 §3.3. */
const MAX_BYTES = 65_536;
const MAX_MX = 100;
/** Seconds: one year (RFC 8461 §3.2). */
const MAX_AGE = 31_557_600;
/** Addresses of the policy host that are tried. */
const MAX_TRIES = 3;

/** @throws only the reason of the signal */
export async function lookUpMtaSts(domain: string, env: Env): Promise<MtaStsPromise | null> {
  const record = stsRecord(await env.resolver.query(`_mta-sts.${domain}`, 'TXT', env.signal));
  if (record.kind === 'absent') return null;
  if (record.kind !== 'announced') return promise(record.kind, [], record.detail);
  const fetched = await fetchPolicy(`mta-sts.${domain}`, env);
  if (fetched.kind === 'unknown') return promise('unknown', [], fetched.detail);
  if (fetched.kind === 'broken') return promise('broken', [fetched.reason], fetched.detail);
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
  if (!/^\d{1,10}$/.test(maxAge) || Number(maxAge) > MAX_AGE) return evidenceText(`no valid max_age: ${maxAge}`, 100);
  if (mx.length === 0 && mode !== 'none') return 'it names no MX host';
  const malformed = mx.find((pattern) => hostNameFault(pattern.replace(/^\*\./, '')) !== undefined);
  if (malformed !== undefined) return evidenceText(`no valid mx: ${malformed}`, 100);
  if (mx.length > MAX_MX) return `it names more than ${MAX_MX} MX hosts`;
  return { mode, maxAge: Number(maxAge), mx: mx.map((pattern) => evidenceText(pattern, 253)) };
}

/** RFC 8461 §4.1: a wildcard is the whole left-most label and stands for exactly one. */
export function coversHost(pattern: string, host: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (!pattern.startsWith('*.')) return pattern === name;
  const dot = name.indexOf('.');
  return dot > 0 && name.slice(dot) === pattern.slice(1);
}

type Fetched =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'broken'; readonly reason: ReasonCode; readonly detail: string }
  /** Nothing is proven: from another place or at another time there may be a policy. */
  | { readonly kind: 'unknown'; readonly detail: string };

const unknown = (detail: string): Fetched => ({ kind: 'unknown', detail });
const broken = (detail: string, reason: ReasonCode = 'sts-policy-fetch-error'): Fetched => ({
  kind: 'broken',
  reason,
  detail,
});

async function fetchPolicy(host: string, env: Env): Promise<Fetched> {
  const { addresses, incomplete, detail } = await hostAddresses(host, env.resolver, env.signal);
  if (addresses.length === 0) return (incomplete ? unknown : broken)(evidenceText(`${host}: ${detail}`));
  const allowed = addresses.map((address) => destination(address, 443, env)).filter((to) => to.kind === 'allowed');
  const end = performance.now() + env.deadlines.policy;
  let fetched = unknown(evidenceText(`${host}: the address is not public`));
  for (const to of allowed.slice(0, MAX_TRIES)) {
    const answer = await httpsRequest({
      host,
      connectTo: to.endpoint,
      path: '/.well-known/mta-sts.txt',
      method: 'GET',
      headers: { accept: 'text/plain' },
      context: env.trust.context,
      dnsIdOnly: true,
      mostBytes: MAX_BYTES,
      // One deadline for all tries.
      ms: Math.max(1, end - performance.now()),
      signal: env.signal,
      accepts: (remote) => to.routed || mayProbe(remote, env.addresses),
    });
    fetched = textOf(answer);
    if (fetched.kind !== 'unknown' || answer.kind === 'timeout') break;
  }
  return fetched;
}

/** The server answered, but not as TLS or HTTP want it. Other codes mean that it was not reached, or lost. */
const SPOKE_WRONGLY = /^(EPROTO$|ERR_SSL_|HPE_)/;

function textOf(answer: HttpsAnswer): Fetched {
  switch (answer.kind) {
    case 'timeout':
      return unknown('no answer in time');
    case 'too-large':
      return broken(`more than ${MAX_BYTES} bytes`);
    case 'failed':
      if (answer.certificate) return broken(answer.text, 'sts-webpki-invalid');
      return SPOKE_WRONGLY.test(answer.code) ? broken(answer.text) : unknown(answer.text);
    case 'response':
      // RFC 8461 §3.3: 200 only, redirects are not followed; §3.2: text/plain.
      if (answer.status !== 200) return broken(`HTTP status ${answer.status}`);
      if (!/^text\/plain\s*(;|$)/i.test(answer.type)) return broken(`the type is ${answer.type}, not text/plain`);
      return { kind: 'text', text: answer.body.toString('utf8') };
  }
}

const promise = (status: MtaStsPromise['status'], reasons: readonly ReasonCode[], detail: string): MtaStsPromise => ({
  status,
  policy: null,
  uncovered: [],
  reasons,
  detail,
});
