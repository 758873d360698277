/**
 * Reads what `preflight --format json` wrote, be it on another machine or by this one's cache. Such a file may come
 * from anybody: shape, sizes and values are checked, texts are made printable again, and what the outcomes are is
 * taken from it as it stands.
 */
import * as v from 'valibot';
import type { DomainPreflight, Port25, PreflightReport } from '../result.ts';
import { STAGES } from '../result.ts';
import { printable } from '../../text/printable.ts';
import { domainPattern, hostNameFault } from '../../mail/domain.ts';
import { ipAddress } from '../../mail/ipAddress.ts';
import type { Outcome } from '../../mail/outcome.ts';
import { REASON_CODES, type ReasonCode } from '../../mail/reasonCode.ts';

/** What such a document says. */
interface ReadPreflight {
  readonly report: PreflightReport;
  /** Milliseconds since 1970; absent if the document does not say. */
  readonly generatedAt: number | undefined;
}

export type PreflightReading =
  ({ readonly ok: true } & ReadPreflight) | { readonly ok: false; readonly message: string };

/** In UTF-16 units; 10,000 domains with all their dialogues are about 60 million. */
const MAX_PREFLIGHT_LENGTH = 128 * 1024 * 1024;

export function parsePreflight(text: string): PreflightReading {
  if (text.length > MAX_PREFLIGHT_LENGTH) return { ok: false, message: 'too large for a preflight result' };
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { ok: false, message: 'not valid JSON' };
  }
  return readPreflight(value);
}

export function readPreflight(value: unknown): PreflightReading {
  const result = v.safeParse(DOCUMENT, value, { abortEarly: true });
  if (result.success) {
    const { generatedAt, ...report } = result.output;
    return { ok: true, report, generatedAt };
  }
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  const what = printable(issue.message, 200);
  return { ok: false, message: `not a preflight result${where === null ? '' : `: ${printable(where, 100)}`}: ${what}` };
}

/** A result as it was kept, with the time at which it was seen. */
export interface KeptPreflight {
  readonly result: DomainPreflight;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly trustStore: string;
  readonly port25: Port25;
  /** The file that it was imported from; absent for what was seen from here. */
  readonly from?: string;
}

/** What was kept, without the entries that are not in order; the file may be of another version, or broken. */
export function parseKept(text: string): readonly KeptPreflight[] {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => {
    const result = v.safeParse(KEPT, one, { abortEarly: true });
    return result.success ? [result.output] : [];
  });
}

const MAX_TEXT_LENGTH = 2000;

const text = v.pipe(
  v.string(),
  v.transform((one) => printable(one, MAX_TEXT_LENGTH, 'escape')),
);
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 40));
const few = <T extends v.GenericSchema>(item: T, most: number) => v.pipe(v.array(item), v.maxLength(most));

/** What could never be the name of one must not pass for it: it becomes the key of what is known. */
const host = v.pipe(
  v.string(),
  v.maxLength(253),
  v.check((one) => hostNameFault(one) === undefined || ipAddress(one) !== undefined, 'not a host name'),
);
const domain = v.pipe(
  host,
  v.check((one) => {
    const pattern = domainPattern(one);
    return pattern.kind === 'ip' || (pattern.kind === 'domain' && pattern.pattern === one);
  }, 'not a domain in its usual form'),
);
const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

const OUTCOMES = ['bounce', 'clear', 'tls', 'unknown'] as const satisfies readonly Outcome[];
/** Sorted, each once, at least one: the contract of the format. */
const outcomes = v.pipe(
  v.array(v.picklist(OUTCOMES)),
  v.minLength(1),
  v.check((some) => some.every((one, at) => at === 0 || (some[at - 1] ?? '') < one), 'not a sorted set of outcomes'),
);
const bySetting = v.object({
  Off: outcomes,
  Preferred: outcomes,
  Required: outcomes,
  PreferredVerify: outcomes,
  RequiredVerify: outcomes,
});

/** A newer version may know more reasons: they are left out, not fatal. */
const reasons = v.pipe(
  few(v.string(), 100),
  v.transform((codes) => codes.filter((code): code is ReasonCode => REASON_CODES.some((known) => known === code))),
);

const stage = v.object({
  stage: v.picklist(STAGES),
  status: v.picklist(['ok', 'failed', 'skipped', 'unknown']),
  ms: count,
  detail: text,
});
const certificate = v.object({
  subject: text,
  issuer: text,
  names: few(text, 1000),
  notBefore: text,
  notAfter: text,
});
const tls = v.object({ protocol: text, cipher: text, certificate: v.nullable(certificate) });
const transcript = v.object({ from: v.picklist(['server', 'client', 'note']), text });
const probe = v.object({
  address: text,
  reasons,
  verdict: v.picklist(['authenticated', 'encrypted', 'none', 'refuses', 'unknown']),
  tls: v.nullable(tls),
  stages: few(stage, 20),
  transcript: few(transcript, 200),
});
const mx = v.object({
  host: text,
  preference: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535)),
  implicit: v.boolean(),
  probes: few(probe, 100),
});

const mtaSts = v.object({
  status: v.picklist(['valid', 'broken', 'ignored', 'unknown']),
  policy: v.nullable(
    v.object({ mode: v.picklist(['enforce', 'testing', 'none']), maxAge: count, mx: few(text, 1000) }),
  ),
  uncovered: few(text, 100),
  reasons,
  detail: text,
});
const tlsRpt = v.object({ status: v.picklist(['valid', 'invalid', 'unknown']), rua: few(text, 100), detail: text });
const DANE_STATUS = ['valid', 'mismatch', 'insecure', 'unusable', 'unknown', 'none'] as const;
const daneHost = v.object({ host: text, status: v.picklist(DANE_STATUS), records: few(text, 100), detail: text });
const dane = v.object({ status: v.picklist(DANE_STATUS), hosts: few(daneHost, 100), reasons });

const domainPreflight = v.object({
  domain,
  relayPort: v.exactOptional(port),
  outcomes: bySetting,
  reasons,
  mx: few(mx, 100),
  promises: v.object({ mtaSts: v.nullable(mtaSts), tlsRpt: v.nullable(tlsRpt), dane: v.nullable(dane) }),
}) satisfies v.GenericSchema<unknown, DomainPreflight>;

const instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((one) => Date.parse(one)),
  v.check((at) => Number.isFinite(at) && at > 0, 'not a time'),
);

const port25 = v.picklist(['open', 'blocked', 'unknown']);

const KEPT = v.object({
  result: domainPreflight,
  at: v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15)),
  trustStore: text,
  port25,
  from: v.exactOptional(text),
}) satisfies v.GenericSchema<unknown, KeptPreflight>;

const DOCUMENT = v.object({
  version: v.literal(1),
  trustStore: text,
  port25,
  resolverFailure: v.exactOptional(text),
  domains: few(domainPreflight, 10_000),
  generatedAt: v.optional(instant),
}) satisfies v.GenericSchema<unknown, PreflightReport & { readonly generatedAt?: number | undefined }>;
