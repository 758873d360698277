import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { PROVABLE_SETTINGS, type ProvableSetting } from '../enforcement/proof.ts';
import type { Plan, RunOptions } from '../enforcement/server/options.ts';
import { MODE_NAMES, type ModeName } from '../enforcement/server/modes.ts';
import { hostNameFault } from '../mail/domain.ts';
import { ORG_TLS_SETTINGS, type OrgTlsSetting, understoodTlsSetting } from '../mail/tlsSetting.ts';
import { reason } from '../files/disk.ts';
import { UsageError, type Io } from './io.ts';
import { oneOf, parseOptions, wholeNumber } from './options.ts';

/** A call of `lab serve` that was found to be in order. */
export interface ServeRequest {
  readonly format: 'text' | 'json';
  readonly plan: Plan;
  /** What the exit code is about. */
  readonly asked: ProvableSetting | undefined;
  readonly headers: readonly string[];
  readonly run:
    | {
        readonly kind: 'serve';
        readonly options: Pick<RunOptions, 'hostname' | 'domain' | 'once'> & Pick<Partial<RunOptions>, 'own'>;
        /** Tried in turn where the machine lacks a family of addresses; none: loopback. */
        readonly bind: readonly string[];
        /** Milliseconds. */
        readonly time: number | undefined;
      }
    | { readonly kind: 'simulate'; readonly settings: readonly OrgTlsSetting[]; readonly modes: readonly ModeName[] };
}

const OPTIONS = {
  public: { type: 'boolean' },
  port: { type: 'string' },
  hostname: { type: 'string' },
  domain: { type: 'string' },
  bind: { type: 'string' },
  mode: { type: 'string' },
  prove: { type: 'string' },
  expect: { type: 'string' },
  cert: { type: 'string' },
  key: { type: 'string' },
  headers: { type: 'string' },
  for: { type: 'string' },
  once: { type: 'boolean' },
  format: { type: 'string' },
  simulate: { type: 'string' },
} as const;

type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>['values'];

/** @throws UsageError */
export function serveRequest(args: readonly string[], io: Io): ServeRequest {
  const { positionals, values } = parseOptions(gathered(args), OPTIONS);
  if (positionals.length > 0) throw new UsageError(`lab serve takes no arguments, and ${positionals.join(' ')} is one`);
  const simulated = values.simulate !== undefined;
  const modes = modesOf(values, simulated);
  const setting = values.prove === undefined ? undefined : provable('--prove', values.prove);
  if (setting && values.mode !== undefined) throw new UsageError('--prove chooses the modes itself: leave --mode out');
  const expected = values.expect === undefined ? undefined : provable('--expect', values.expect);
  if (setting && expected && expected !== setting) throw new UsageError('--prove and --expect name different settings');
  const [first] = modes;
  return {
    format: oneOf('--format', values.format ?? 'text', ['text', 'json'] as const),
    plan: setting ? { kind: 'proof', setting, port: first?.port ?? 0 } : { kind: 'modes', modes },
    asked: setting ?? expected,
    headers: headersOf(values.headers),
    run: simulated
      ? simulation(
          values,
          modes.map(({ mode }) => mode),
        )
      : serving(values, modes, setting, io),
  };
}

/** `--simulate` may stand alone, and `--mode` be there more than once. */
function gathered(args: readonly string[]): readonly string[] {
  const modes: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    const next = args[index + 1];
    if (arg.startsWith('--mode=')) modes.push(arg.slice('--mode='.length));
    else if (arg === '--mode' && next !== undefined) {
      modes.push(next);
      index++;
    } else rest.push(arg === '--simulate' && (next === undefined || next.startsWith('--')) ? '--simulate=' : arg);
  }
  return modes.length > 0 ? [...rest, `--mode=${modes.join(',')}`] : rest;
}

const MOST_MODES = 20;
const LOOPBACK_PORT = 2525;

/** The port belongs to the first; those after it without one of their own get the ports that follow. */
function modesOf(values: Values, simulated: boolean): readonly { readonly mode: ModeName; readonly port: number }[] {
  const first = wholeNumber('--port', values.port, 0, 65_535) ?? (values.public === true ? 25 : LOOPBACK_PORT);
  const names = values.mode?.split(',') ?? (simulated ? MODE_NAMES : ['no-starttls']);
  if (names.length > MOST_MODES) throw new UsageError(`--mode takes at most ${MOST_MODES} modes`);
  return names.map((text, index) => {
    const [name = '', port, ...more] = text.trim().split(':');
    if (more.length > 0) throw new UsageError(`--mode takes MODE or MODE:PORT, not ${text}`);
    const own = wholeNumber('--mode', port, 0, 65_535);
    return { mode: oneOf('--mode', name, MODE_NAMES), port: own ?? (first === 0 ? 0 : first + index) };
  });
}

function provable(option: string, text: string): ProvableSetting {
  const setting = understoodTlsSetting(text) ?? text;
  const found = PROVABLE_SETTINGS.find((one) => one === setting);
  if (found) return found;
  throw new UsageError(
    `${option} takes ${PROVABLE_SETTINGS.join(' or ')}, not ${text}: the other settings do not promise to withhold mail`,
  );
}

const MOST_HEADERS = 20;

function headersOf(text: string | undefined): readonly string[] {
  const names = text?.split(',').map((name) => name.trim()) ?? [];
  const wrong = names.find((name) => !/^[!-9;-~]{1,100}$/.test(name));
  if (wrong !== undefined) throw new UsageError(`--headers takes names of header fields, not ${wrong || 'nothing'}`);
  if (names.length > MOST_HEADERS) throw new UsageError(`--headers takes at most ${MOST_HEADERS} names`);
  return names;
}

function simulation(values: Values, modes: readonly ModeName[]): ServeRequest['run'] {
  const alien = (['public', 'port', 'hostname', 'domain', 'bind', 'cert', 'key', 'for', 'once'] as const).find(
    (name) => values[name] !== undefined,
  );
  if (alien) throw new UsageError(`--simulate plays both sides on this machine: leave --${alien} out`);
  const text = values.simulate ?? '';
  if (text === '' || text === 'all') return { kind: 'simulate', settings: ORG_TLS_SETTINGS, modes };
  const setting = understoodTlsSetting(text);
  if (!setting) throw new UsageError(`--simulate takes one of ${ORG_TLS_SETTINGS.join(', ')}, not ${text}`);
  return { kind: 'simulate', settings: [setting], modes };
}

function serving(
  values: Values,
  modes: readonly { readonly mode: ModeName }[],
  setting: ProvableSetting | undefined,
  io: Io,
): ServeRequest['run'] {
  const open = values.public === true;
  if (open && values.hostname === undefined)
    throw new UsageError('--public needs --hostname: the name of this host in the MX record');
  if (setting && values.once === true) throw new UsageError('--prove ends by itself: leave --once out');
  const hostname = hostName('--hostname', values.hostname ?? 'localhost.localdomain');
  const own = ownCertificate(values, io);
  if (!own && (setting === 'RequiredVerify' || modes.some(({ mode }) => mode === 'good')))
    throw new UsageError(
      `${setting === 'RequiredVerify' ? '--prove RequiredVerify' : 'good'} needs a certificate that verifies: give --cert and --key`,
    );
  return {
    kind: 'serve',
    options: {
      hostname,
      domain: hostName('--domain', values.domain ?? hostname),
      once: values.once === true,
      ...(own ? { own } : {}),
    },
    bind: bindOf(values.bind, open),
    time: duration(values.for),
  };
}

function hostName(option: string, text: string): string {
  const name = text.replace(/\.$/, '').toLowerCase();
  const fault = isIP(name) > 0 || !name.includes('.') || hostNameFault(name) !== undefined;
  if (fault) throw new UsageError(`${option} takes a full host name such as mx.check.example.com, not ${text}`);
  return name;
}

function bindOf(address: string | undefined, open: boolean): readonly string[] {
  if (address === undefined) return open ? ['::', '0.0.0.0'] : [];
  if (isIP(address) === 0) throw new UsageError(`--bind takes an IP address, not ${address}`);
  if (!open && !address.startsWith('127.') && address !== '::1')
    throw new UsageError(`${address} can be reached from elsewhere: that needs --public`);
  return [address];
}

const UNITS = { s: 1000, m: 60_000, h: 3_600_000 } as const;
/** A message waits 24 hours; nobody's test takes longer than two weeks. */
const MOST_HOURS = 336;

function duration(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, number, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(number) * ((UNITS[unit as keyof typeof UNITS] as number | undefined) ?? NaN);
  if (ms > 0 && ms <= MOST_HOURS * UNITS.h) return ms;
  throw new UsageError(`--for takes a time such as 90s, 30m or 24h, not ${text}`);
}

const MOST_PEM_BYTES = 256 * 1024;

function ownCertificate({ cert, key }: Values, io: Io): RunOptions['own'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new UsageError('--cert and --key go together');
  return { certificate: pem(cert, io), key: pem(key, io) };
}

function pem(name: string, io: Io): string {
  const file = path.resolve(io.cwd, name);
  try {
    if (statSync(file).size > MOST_PEM_BYTES) throw new Error('too large');
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new UsageError(`${name}: ${reason(error)}`);
  }
}
