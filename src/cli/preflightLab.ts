import { loadEnforcement } from '../enforcement/lazy.ts';
import type { Lab } from '../lab/lab.ts';
import type { StandIn } from '../lab/standIns.ts';
import type { PreflightTarget } from '../preflight/probe/run.ts';
import type { Io } from './io.ts';
import { nameList } from '../output/words.ts';

/** Which of the lab's domains others are played like, in turn: every outcome is among the first five. */
const MODELS = [
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

/** Which of the lab's relays others are played like, in turn. */
const RELAY_MODELS = ['relay.test', 'relay-private-ca.test', 'relay-clear.test', 'relay-closed.test'] as const;

export interface OpenLab {
  readonly lab: Lab;
  readonly targets: readonly PreflightTarget[];
  /** What a reader must know: that these results are examples. */
  readonly note: string;
}

/** Starts the lab with these in it; with none, its own. @throws RangeError if there are too many */
export async function openLab(wanted: readonly PreflightTarget[], io: Io): Promise<OpenLab> {
  // Behind this import are mail servers and a certificate maker, which no other command needs.
  const { startLab } = await loadEnforcement();
  const standIns = standInsFor(
    wanted.flatMap((one) => (one.kind === 'domain' ? one.domain : [])),
    MODELS,
  );
  const relayStandIns = standInsFor(
    [...new Set(wanted.flatMap((one) => (one.kind === 'relay' ? one.host : [])))],
    RELAY_MODELS,
  );
  const lab = await startLab({ standIns, relayStandIns });
  const names = wanted.length > 0 ? wanted.map(hostOf) : REPRESENTATIVES;
  for (const missing of lab.missing)
    if (names.some((name) => missing.startsWith(`${name} `))) io.err(`lab: ${missing}\n`);
  const own = REPRESENTATIVES.filter((name) => lab.domains.some((one) => one.name === name));
  const targets = wanted.length > 0 ? wanted : own.map((domain) => ({ kind: 'domain', domain }) as const);
  return { lab, targets, note: noteOn([...standIns, ...relayStandIns]) };
}

const hostOf = (target: PreflightTarget): string => (target.kind === 'domain' ? target.domain : target.host);

function standInsFor(names: readonly string[], models: readonly string[]): readonly StandIn[] {
  const others = names.filter((name) => name !== 'test' && !name.endsWith('.test'));
  return others.map((name, index) => ({ name, like: models[index % models.length] ?? '' }));
}

function noteOn(standIns: readonly StandIn[]): string {
  const note =
    'These are examples: simulated mail servers on this computer answered, and no real server was contacted.';
  if (standIns.length === 0) return note;
  return `${note} It simulates ${nameList(standIns.map(({ name, like }) => `${name} like ${like}`))}.`;
}
