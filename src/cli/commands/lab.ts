import { randomBytes } from 'node:crypto';
import type { CheckEnd, CheckEvent } from '../../enforcement/event.ts';
import type { Conclusion } from '../../enforcement/proof.ts';
import type { RunOptions } from '../../enforcement/server/options.ts';
import type { Run } from '../../enforcement/server/run.ts';
import { ENFORCEMENT_FORMATS, SIMULATION_FORMATS } from '../../enforcement/report/formats.ts';
import { loadEnforcement } from '../../enforcement/lazy.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { SERVE_OPTIONS, type ServeRequest, serveRequest } from '../labRequest.ts';
import { stdoutMedium } from '../printing.ts';
import { giveUpRoot } from '../rootRights.ts';

export const labCommand: Command = {
  name: 'lab serve',
  summary: 'run a mail server that shows whether a TLS setting is enforced',
  calls: [''],
  about: [
    'Runs a mail server that shows whether a TLS setting is enforced: it offers no TLS, or broken TLS, and reports what each client does. It accepts mail for one random address, relays nothing, and stores only the size of a message. docs/enforcement-check.md explains the whole proof.',
    'Ctrl-C ends the check and prints its summary.',
  ],
  options: SERVE_OPTIONS,
  exits: {
    clean: 'done; with --prove or --expect only if the setting was proved to be enforced',
    findings: 'the setting was not proved to be enforced',
    interrupted: 'a simulation was interrupted',
  },
  run: lab,
  untilInterrupted: true,
};

async function lab(args: readonly string[], io: Io): Promise<number> {
  const [what, ...rest] = args;
  if (what !== 'serve') throw new UsageError('lab has one command: lab serve');
  const request = serveRequest(rest, io);
  const conclusions = await run(request, io);
  if (!conclusions) return EXIT.interrupted;
  const asked = conclusions.filter(({ setting }) => setting === request.asked);
  return asked.every(({ level }) => level === 'enforced') ? EXIT.clean : EXIT.findings;
}

/** Undefined: a simulation was interrupted, and has no result. */
async function run(request: ServeRequest, io: Io): Promise<readonly Conclusion[] | undefined> {
  if (request.run.kind === 'serve') return serve(request, request.run, io);
  try {
    return await simulate(request, request.run, io);
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err('interrupted: no result\n');
    return undefined;
  }
}

type Reporter = (event: CheckEvent) => void;

function reporter({ format }: ServeRequest, domain: string, io: Io): Reporter {
  const medium = stdoutMedium(io);
  return (event) => {
    io.out(ENFORCEMENT_FORMATS[format].render({ event, domain }, medium));
  };
}

async function serve(
  request: ServeRequest,
  run: ServeRequest['run'] & { kind: 'serve' },
  io: Io,
): Promise<readonly Conclusion[]> {
  const { plan, headers, asked } = request;
  if (run.bind.length > 0) io.err(warning(run.bind[0] ?? ''));
  const started = await start(run.bind, {
    ...run.options,
    plan,
    headers,
    ...(asked ? { expect: asked } : {}),
    now: Date.now,
    newLocalPart,
    on: reporter(request, run.options.domain, io),
    listening: () => {
      leaveRoot(io);
    },
  });
  return started.end(await ending(started, run.time, io.signal));
}

const warning = (address: string): string =>
  `--public: anyone who can reach this host can now connect to this server (${address}); it ends with Ctrl-C\n`;

/** Nothing is opened after that: certificates are read, and results go to standard output. @throws UsageError */
function leaveRoot({ rights, err }: Io): void {
  let user: string | undefined;
  try {
    user = rights && giveUpRoot(rights);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  if (user !== undefined) err(`started as root: the server listens now, and goes on as ${user}\n`);
}

/** The first of the addresses that this machine has. */
async function start(bind: readonly string[], options: RunOptions): Promise<Run> {
  // Behind this import are a certificate maker and a mail server, which no other command needs.
  const { startRun } = await loadEnforcement();
  const [first, ...others] = bind;
  try {
    return await startRun({ ...options, ...(first === undefined ? {} : { bind: first }) });
  } catch (error) {
    if (others.length > 0 && ['EAFNOSUPPORT', 'EADDRNOTAVAIL', 'EINVAL'].includes(codeOf(error)))
      return start(others, options);
    throw notStarted(error);
  }
}

const WHY: Readonly<Record<string, string>> = {
  EACCES: 'no permission to listen on the port: see docs/enforcement-check.md',
  EADDRINUSE: 'the port is in use, probably by a mail server of this host: stop it, or use another port',
  EADDRNOTAVAIL: 'this machine has no such address',
};

function notStarted(error: unknown): unknown {
  if (error instanceof RangeError) return new UsageError(error.message);
  const why = WHY[codeOf(error)];
  return why === undefined ? error : new UsageError(why);
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Why it ends, once it does. */
async function ending({ done }: Run, time: number | undefined, signal: AbortSignal): Promise<CheckEnd> {
  let timer: NodeJS.Timeout | undefined;
  const ends: Promise<CheckEnd>[] = [
    done.then(() => 'done'),
    new Promise((resolve) => {
      const stop = (): void => {
        resolve('interrupted');
      };
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
    }),
  ];
  if (time !== undefined)
    ends.push(
      new Promise((resolve) => {
        timer = setTimeout(() => {
          resolve('time');
        }, time);
      }),
    );
  const end = await Promise.race(ends);
  clearTimeout(timer);
  return end;
}

const SIMULATED_DOMAIN = 'check.test';

async function simulate(
  request: ServeRequest,
  { settings, modes }: ServeRequest['run'] & { kind: 'simulate' },
  io: Io,
): Promise<readonly Conclusion[]> {
  const { PLAYERS, simulateModes, simulateProof } = await loadEnforcement();
  const players = PLAYERS.filter(({ setting }) => settings.includes(setting));
  const stage = { now: Date.now, newLocalPart, headers: request.headers, signal: io.signal };
  io.err(
    `simulated: this machine acts as Salesforce, with TLS setting: ${settings.map(tlsSettingLabel).join(', ')}; no mail leaves this machine\n`,
  );
  if (request.plan.kind === 'modes') {
    if (request.asked) throw new UsageError('--expect needs a run; with --simulate, use --prove');
    const cells = await simulateModes(players, modes, stage);
    io.out(SIMULATION_FORMATS[request.format].render(cells));
    return [];
  }
  const conclusions: Conclusion[] = [];
  for (const player of players) {
    const on = reporter(request, SIMULATED_DOMAIN, io);
    conclusions.push(...(await simulateProof(player, request.plan.setting, { ...stage, on })));
  }
  return conclusions;
}

/** 80 bits, in the letters of base 32 (RFC 4648 §6). */
function newLocalPart(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz234567';
  return Array.from(randomBytes(16), (byte) => letters[byte % 32] ?? '').join('');
}
