import type { Lab } from '../lab/lab.ts';
import type { Resident } from '../lab/standIns.ts';
import type { PreflightTarget } from '../preflight/probe/run.ts';
import type { Io } from './io.ts';
import { nameList } from '../output/words.ts';

/** Who plays a domain that is not the lab's own, in turn: every outcome is among the first five. */
const CAST = [
  'good.test',
  'no-starttls.test',
  'equal-differ.test',
  'banner-421.test',
  'expired.test',
  'domain-only.test',
  'missing-intermediate.test',
  'null-mx.test',
  'exemplary.test',
  'self-signed.test',
] as const;

/** What is probed when no domains are named: one of each kind that an administrator meets. */
const REPRESENTATIVES = [
  'exemplary.test',
  'no-starttls.test',
  'old-tls.test',
  'self-signed.test',
  'expired.test',
  'missing-intermediate.test',
  'wrong-name.test',
  'domain-only.test',
  'equal-differ.test',
  'null-mx.test',
  'nxdomain.test',
  'banner-421.test',
  'dns-servfail.test',
];

/** Who plays a relay, in turn. */
const RELAY_CAST = ['relay.test', 'relay-private-ca.test', 'relay-clear.test', 'relay-closed.test'] as const;

export interface OpenLab {
  readonly lab: Lab;
  readonly targets: readonly PreflightTarget[];
  /** What a reader must know: that these results are examples. */
  readonly note: string;
}

/** Starts the lab with these in it; with none, its own. @throws RangeError if there are too many */
export async function openLab(wanted: readonly PreflightTarget[], io: Io): Promise<OpenLab> {
  // Behind this import are a mail world and a certificate maker, which no other command needs.
  const { startLab } = await import('../enforcement/bundle.ts');
  const residents = castFor(
    wanted.flatMap((one) => (one.kind === 'domain' ? one.domain : [])),
    CAST,
  );
  const relayResidents = castFor(
    [...new Set(wanted.flatMap((one) => (one.kind === 'relay' ? one.host : [])))],
    RELAY_CAST,
  );
  const lab = await startLab({ residents, relayResidents });
  const names = wanted.length > 0 ? wanted.map(hostOf) : REPRESENTATIVES;
  for (const missing of lab.missing)
    if (names.some((name) => missing.startsWith(`${name} `))) io.err(`lab: ${missing}\n`);
  const own = REPRESENTATIVES.filter((name) => lab.domains.some((one) => one.name === name));
  const targets = wanted.length > 0 ? wanted : own.map((domain) => ({ kind: 'domain', domain }) as const);
  return { lab, targets, note: noteOn([...residents, ...relayResidents]) };
}

const hostOf = (target: PreflightTarget): string => (target.kind === 'domain' ? target.domain : target.host);

function castFor(names: readonly string[], cast: readonly string[]): readonly Resident[] {
  const strangers = names.filter((name) => name !== 'test' && !name.endsWith('.test'));
  return strangers.map((name, index) => ({ name, like: cast[index % cast.length] ?? '' }));
}

function noteOn(residents: readonly Resident[]): string {
  const note = 'These are examples: a lab on this machine plays all mail servers, and no real one was asked.';
  if (residents.length === 0) return note;
  return `${note} It plays ${nameList(residents.map(({ name, like }) => `${name} like ${like}`))}.`;
}
