import type { CheckEvent } from '../event.ts';
import type { ProvableSetting } from '../proof.ts';
import type { CheckSession, TestAddress } from '../session.ts';
import type { SessionVerdict } from '../verdict.ts';
import type { Journal } from './journal.ts';
import { type Mode, modeOf, type ModeName } from './modes.ts';
import type { RunOptions } from './options.ts';
import type { CheckServer, Equipped } from './server.ts';
import { type Step, stepDone } from './steps.ts';

/** What happens between the sessions: addresses are given out, the server changes its ways, the run ends. */
export interface Guide {
  readonly begin: () => void;
  readonly onSession: (event: CheckEvent & { readonly kind: 'session' }) => void;
}

export interface Stage {
  readonly options: RunOptions;
  readonly servers: readonly CheckServer[];
  readonly equipped: readonly Equipped[];
  readonly seen: Journal;
  readonly finish: () => void;
}

export function modesGuide(names: readonly ModeName[], stage: Stage): Guide {
  const modes = names.map(modeOf);
  return {
    begin() {
      for (const mode of modes) stage.seen.show(mode);
      const [first] = modes;
      if (first) start(stage, modes, { address: give(first, stage) });
    },
    onSession({ session, verdict }) {
      if (stage.options.once === true && isFinal(session, verdict)) stage.finish();
    },
  };
}

/** After a handshake that failed a sender may come again, and unencrypted. */
const isFinal = ({ mode }: CheckSession, { kind }: SessionVerdict): boolean =>
  kind === 'mail' || kind === 'begun' || (kind === 'withheld' && mode.name === 'no-starttls');

export function proofGuide(setting: ProvableSetting, steps: readonly Step[], stage: Stage): Guide {
  const { options, servers, equipped, seen, finish } = stage;
  let current = 0;
  let since = options.now();
  let given: TestAddress | undefined;
  const beginStep = (): void => {
    const step = steps[current];
    if (!step) return;
    const next = find(equipped, step.mode);
    for (const server of servers) server.turn(next);
    seen.show(next.mode);
    since = options.now();
    given = step.purpose === 'release' ? undefined : give(next.mode, stage);
    const place = { number: current + 1, of: steps.length, purpose: step.purpose, setting };
    seen.on({ kind: 'step', at: since, ...place, mode: next.mode, address: given });
  };
  return {
    begin() {
      start(
        stage,
        steps.slice(0, 1).map(({ mode }) => modeOf(mode)),
        { proves: setting },
      );
      beginStep();
    },
    onSession({ verdict }) {
      const step = steps[current];
      if (!step) return;
      const broken = verdict.contradicts.includes(setting);
      if (!broken && !stepDone(step.purpose, since, given, seen.record)) return;
      current = broken ? steps.length : current + 1;
      if (current < steps.length) beginStep();
      else finish();
    },
  };
}

function start(
  { options, servers, seen }: Stage,
  modes: readonly Mode[],
  more: { readonly address?: TestAddress; readonly proves?: ProvableSetting },
): void {
  const { hostname, bind, now } = options;
  const listeners = servers.flatMap(({ host, port }, index) => {
    const mode = modes[index];
    return mode ? [{ host, port, mode }] : [];
  });
  const { address, proves } = more;
  seen.on({ kind: 'start', at: now(), hostname, open: bind !== undefined, listeners, address, proves });
}

const give = (mode: Mode, { options, seen }: Stage): TestAddress =>
  seen.give(`${options.newLocalPart()}@${options.domain}`.toLowerCase(), mode);

export function find(all: readonly Equipped[], name: ModeName): Equipped {
  const found = all.find(({ mode }) => mode.name === name);
  if (!found) throw new Error(`${name} is not equipped`);
  return found;
}
