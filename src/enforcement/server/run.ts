import type { CheckEnd, CheckEvent, Refusals } from '../event.ts';
import { CHALLENGES, conclude, type Conclusion, PROVABLE_SETTINGS, type ProvableSetting } from '../proof.ts';
import type { TestAddress } from '../session.ts';
import { certificateStore } from '../../lab/certificates.ts';
import { createPki } from '../../lab/pki.ts';
import { type Endpoint, LOOPBACK } from '../../lab/sockets.ts';
import { find, type Guide, modesGuide, proofGuide } from './guide.ts';
import { type Journal, journal } from './journal.ts';
import { LIMITS } from './limits.ts';
import { modeOf, type ModeName } from './modes.ts';
import type { RunOptions } from './options.ts';
import { fitted } from './ownCertificate.ts';
import { type CheckServer, equip, type Equipped, startServer } from './server.ts';
import { type Step, stepsOf } from './steps.ts';

/** One run of the enforcement check: its servers, what they see, and what that says in the end. */

export interface Run {
  readonly listeners: readonly Endpoint[];
  readonly addresses: () => readonly TestAddress[];
  /** Sessions under way. */
  readonly open: () => number;
  /** Connections that were turned away so far. */
  readonly refused: () => Refusals;
  /** Resolves when the proof is complete, or the one session came. */
  readonly done: Promise<void>;
  /** Closes all sockets, and reports the summary. */
  readonly end: (endedFor: CheckEnd) => Promise<readonly Conclusion[]>;
}

const ATTEMPT_GAP_MS = 60_000;

/** @throws RangeError if the certificate does not do for a mode; the system's error if a port cannot be had; what `listening` throws */
export async function startRun(options: RunOptions): Promise<Run> {
  const { plan, now } = options;
  const startedAt = now();
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  const guided: { by?: Guide } = {};
  const on = (event: CheckEvent): void => {
    options.on(event);
    // With several ports, a client may come before all of them are open.
    if (event.kind === 'session') guided.by?.onSession(event);
  };
  const seen = journal({ ...options, on }, options.attemptGapMs ?? ATTEMPT_GAP_MS);
  const equipped = await equippedFor(options);
  const servers = await startServers(options, equipped, seen);
  const stage = { options, servers, equipped, seen, finish };
  guided.by =
    plan.kind === 'proof'
      ? proofGuide(plan.setting, stepsFor(plan.setting, options), stage)
      : modesGuide(
          plan.modes.map(({ mode }) => mode),
          stage,
        );
  guided.by.begin();
  return {
    listeners: servers,
    addresses: () => seen.record.addresses,
    open: () => servers.reduce((sum, one) => sum + one.open(), 0),
    refused: () => seen.refused,
    done,
    async end(endedFor) {
      await Promise.all(servers.map((one) => one.close()));
      const conclusions = settingsOf(options, seen).map((setting) => conclude(setting, seen.record));
      const { counts: sessions, refused } = seen;
      seen.on({ kind: 'summary', at: now(), startedAt, endedFor, sessions, refused, conclusions });
      return conclusions;
    },
  };
}

const stepsFor = (setting: ProvableSetting, { certificate }: RunOptions): readonly Step[] =>
  stepsOf(setting, certificate !== undefined || setting === 'RequiredVerify');

/** Each mode that the plan needs, once. */
async function equippedFor(options: RunOptions): Promise<readonly Equipped[]> {
  const { plan, certificate, hostname: host, domain, now } = options;
  const store = options.store ?? certificateStore(await createPki(new Date(now())));
  const wanted: readonly { readonly mode: ModeName }[] =
    plan.kind === 'proof' ? stepsFor(plan.setting, options) : plan.modes;
  const names = [...new Set(wanted.map(({ mode }) => mode))];
  return Promise.all(
    names.map(async (name) => {
      const mode = modeOf(name);
      if (name === 'good' && !certificate && !options.store)
        throw new RangeError('good needs a certificate that verifies');
      const mine = certificate && mode.ownFault ? await fitted(certificate, mode, { host, domain }, now()) : undefined;
      // Only an intermediate certificate of a known authority can be had from elsewhere.
      const shown = mine && name === 'incomplete-chain' ? { ...mode, completable: true as const } : mode;
      return equip(shown, store, { host, domain }, mine);
    }),
  );
}

/** All or none. Clients that come before all ports are open wait. */
async function startServers(
  options: RunOptions,
  equipped: readonly Equipped[],
  seen: Journal,
): Promise<readonly CheckServer[]> {
  const { plan, hostname, domain, now, bind: host = LOOPBACK } = options;
  const [first] = plan.kind === 'proof' ? stepsFor(plan.setting, options) : [];
  const wanted = plan.kind === 'modes' ? plan.modes : first ? [{ mode: first.mode, port: plan.port }] : [];
  const started: CheckServer[] = [];
  let ready = (): void => undefined;
  const serving = new Promise<void>((resolve) => (ready = resolve));
  try {
    for (const { mode, port } of wanted)
      started.push(
        await startServer({ host, port }, find(equipped, mode), {
          hostname,
          domain,
          headers: new Set(options.headers?.map((name) => name.toLowerCase())),
          limits: { ...LIMITS, ...options.limits },
          now,
          addressNumber: seen.addressNumber,
          ended: seen.ended,
          refused: seen.turnedAway,
          ready: serving,
        }),
      );
    options.listening?.();
    ready();
  } catch (error) {
    await Promise.all(started.map((one) => one.close()));
    throw error;
  }
  return started;
}

function settingsOf({ plan, expect }: RunOptions, { record }: Journal): readonly ProvableSetting[] {
  if (plan.kind === 'proof') return [plan.setting];
  if (expect) return [expect];
  // RequiredVerify is judged by what it alone withholds.
  return PROVABLE_SETTINGS.filter((setting) => record.modes.some(({ serves }) => serves === CHALLENGES[setting][0]));
}
