import { setTimeout as delay } from 'node:timers/promises';
import type { CheckEvent } from '../event.ts';
import type { Conclusion, ProvableSetting } from '../proof.ts';
import type { SimulatedCell } from '../event.ts';
import { trustStore, type TrustStore } from '../../preflight/probe/tls/trust.ts';
import { certificateStore, type CertificateStore } from '../../lab/certificates.ts';
import { createPki } from '../../lab/pki.ts';
import type { ModeName } from './modes.ts';
import type { RunOptions } from './options.ts';
import { type Run, startRun } from './run.ts';
import { deliver, type Player } from './salesforceSide.ts';

/** The enforcement check with Salesforce played on this machine: to try the guide at home, and to test it. */

type Stage = Pick<RunOptions, 'now' | 'newLocalPart' | 'headers'> & { readonly signal: AbortSignal };

const HOSTNAME = 'mx.check.test';
const DOMAIN = 'check.test';

/** Certificates of a throw-away authority, which both sides of a simulation trust. */
interface World {
  readonly store: CertificateStore;
  readonly trust: TrustStore;
}

async function createWorld(): Promise<World> {
  const pki = await createPki();
  return { store: certificateStore(pki), trust: trustStore([pki.ca]) };
}

const mailing = (run: Run, recipient: string, world: World, signal: AbortSignal) => {
  const [to] = run.listeners;
  if (!to) throw new Error('nothing listens');
  return { to, host: HOSTNAME, domain: DOMAIN, recipient, trust: world.trust, signal };
};

/** Until the server, too, knows that every session has ended. */
async function quiet(run: Run, signal: AbortSignal): Promise<void> {
  while (run.open() > 0) await delay(1, undefined, { signal });
}

/** Every player against every mode, one message each. @throws only the reason of the signal */
export async function simulateModes(
  players: readonly Player[],
  modes: readonly ModeName[],
  stage: Stage,
): Promise<readonly SimulatedCell[]> {
  const world = await createWorld();
  const cells: SimulatedCell[] = [];
  for (const player of players) for (const mode of modes) cells.push(await simulateOne(player, mode, stage, world));
  return cells;
}

async function simulateOne(player: Player, mode: ModeName, stage: Stage, world: World): Promise<SimulatedCell> {
  const sessions: (CheckEvent & { kind: 'session' })[] = [];
  const run = await startRun({
    ...stage,
    hostname: HOSTNAME,
    domain: DOMAIN,
    plan: { kind: 'modes', modes: [{ mode, port: 0 }] },
    store: world.store,
    simulated: true,
    on: (event) => {
      if (event.kind === 'session') sessions.push(event);
    },
  });
  try {
    const recipient = run.addresses()[0]?.address ?? '';
    const delivery = await deliver(player, mailing(run, recipient, world, stage.signal));
    await quiet(run, stage.signal);
    return { setting: player.setting, reading: player.reading, mode, delivery, sessions };
  } finally {
    await run.end('done');
  }
}

/** Ten tries in all, as Salesforce makes in 24 hours; here they follow at once. */
const MAX_TRIES = 10;
const RETRY_MS = 40;
const GAP_MS = 20;

/** The proof against one player, who gets a message to send at each step that gives an address out. */
export async function simulateProof(
  player: Player,
  setting: ProvableSetting,
  stage: Stage & { readonly on: (event: CheckEvent) => void },
): Promise<readonly Conclusion[]> {
  const world = await createWorld();
  const run = await startRun({
    ...stage,
    hostname: HOSTNAME,
    domain: DOMAIN,
    plan: { kind: 'proof', setting, port: 0 },
    store: world.store,
    simulated: true,
    attemptGapMs: GAP_MS,
    // A day's tries come within a second.
    limits: { perMinute: 1000, perMinutePerNetwork: 1000, perMinutePerAddress: 1000 },
  });
  let done = false;
  void run.done.then(() => (done = true));
  const tries = new Map<string, number>();
  const waiting = (): string[] =>
    run.addresses().flatMap(({ address }) => ((tries.get(address) ?? 0) < MAX_TRIES ? [address] : []));
  const isDone = (): boolean => done;
  try {
    for (let left = waiting(); left.length > 0 && !isDone(); left = waiting()) {
      for (const recipient of left) {
        const { kind } = await deliver(player, mailing(run, recipient, world, stage.signal));
        await quiet(run, stage.signal);
        tries.set(recipient, kind === 'delivered' ? MAX_TRIES : (tries.get(recipient) ?? 0) + 1);
      }
      await delay(RETRY_MS, undefined, { signal: stage.signal });
    }
    return await run.end(isDone() ? 'done' : 'time');
  } catch (error) {
    await run.end('interrupted');
    throw error;
  }
}
