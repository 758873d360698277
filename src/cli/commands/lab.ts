import { randomBytes } from 'node:crypto';
import type { CheckEnd, CheckEvent } from '../../enforcement/event.ts';
import type { Conclusion } from '../../enforcement/proof.ts';
import type { RunOptions } from '../../enforcement/server/options.ts';
import type { Run } from '../../enforcement/server/run.ts';
import { enforcementJson, simulationJson } from '../../enforcement/report/json.ts';
import { enforcementText, simulationText } from '../../enforcement/report/text.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { type ServeRequest, serveRequest } from '../labRequest.ts';

export const labUsage = `sf-deliverability lab serve

Runs a mail server that shows whether a TLS setting is enforced: it offers no TLS, or bad TLS, and says of every client
what it did then. It takes mail for one random address, relays nothing, and keeps nothing of a message but its size.
docs/enforcement-check.md walks through the whole proof.

  --prove SETTING            Required or RequiredVerify, step by step: mail arrives with TLS; then, without, it is
                             withheld; then, with TLS again, the very same mail arrives
  --mode MODE[:PORT],...     instead: how the server behaves (no-starttls); several listen on several ports
                             good, no-starttls, starttls-refused, handshake-fails, tls-1.1, self-signed, expired,
                             wrong-name, incomplete-chain, unknown-ca
  --expect SETTING           with --mode: exit with 1 unless the setting was proved to be enforced
  --simulate [SETTING]       play Salesforce's side on this machine too, under one setting or under each
  --public                   listen on all addresses, not on this machine's loopback only; needs --hostname
  --hostname NAME            the name of this host, as in the MX record
  --domain NAME              the domain of the test address (the host name)
  --port N                   (25 with --public, else 2525)
  --bind ADDRESS             listen on this address only
  --cert FILE --key FILE     a certificate and its key, in PEM: RequiredVerify and good need one that verifies
  --headers NAME,...         report these header fields of test mail
  --for TIME                 end after a time such as 30m or 24h
  --once                     with --mode: end with the first session that says something
  --format text|json         how to print what happens, as it happens; json is one object a line (text)

  Ctrl-C ends the check and prints its summary.
  Exit code: 0, with --prove or --expect only if the setting was proved to be enforced, else 1; 2 wrong call.
`;

export async function lab(args: readonly string[], io: Io): Promise<number> {
  const [what, ...rest] = args;
  if (what !== 'serve') throw new UsageError('lab knows one thing to do: lab serve');
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
    io.err('interrupted: there is no result\n');
    return undefined;
  }
}

type Reporter = (event: CheckEvent) => void;

const FILE_COLUMNS = 100;

function reporter({ format }: ServeRequest, domain: string, io: Io): Reporter {
  const view = { domain, width: io.columns.out ?? FILE_COLUMNS, style: io.style };
  return (event) => {
    io.out(format === 'json' ? enforcementJson(event, domain) : enforcementText(event, view));
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
  });
  return started.end(await ending(started, run.time, io.signal));
}

const warning = (address: string): string =>
  `--public: anybody who reaches this host can now talk to this server (${address}); it ends with Ctrl-C\n` +
  (process.getuid?.() === 0 ? 'it runs as root, which it does not need: docs/enforcement-check.md tells how\n' : '');

/** The first of the addresses that this machine has. */
async function start(bind: readonly string[], options: RunOptions): Promise<Run> {
  // Behind this import are a certificate maker and a mail server, which no other command needs.
  const { startRun } = await import('../../enforcement/bundle.ts');
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
  EACCES: 'it may not listen on the port: docs/enforcement-check.md tells how to let it',
  EADDRINUSE: 'the port is taken, most likely by a mail server of this host: stop that, or take another port',
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
  const { PLAYERS, simulateModes, simulateProof } = await import('../../enforcement/bundle.ts');
  const players = PLAYERS.filter(({ setting }) => settings.includes(setting));
  const stage = { now: Date.now, newLocalPart, headers: request.headers, signal: io.signal };
  io.err(
    `simulated: this machine plays Salesforce under ${settings.map(tlsSettingLabel).join(', ')}; no mail leaves it\n`,
  );
  if (request.plan.kind === 'modes') {
    if (request.asked) throw new UsageError('--expect needs a run; with --simulate, use --prove');
    const cells = await simulateModes(players, modes, stage);
    io.out(request.format === 'json' ? simulationJson(cells) : simulationText(cells));
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
