import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import path from 'node:path';
import { PROVABLE_SETTINGS, type ProvableSetting } from '../enforcement/proof.ts';
import { ENFORCEMENT_FORMATS } from '../enforcement/report/formats.ts';
import type { Plan, RunOptions } from '../enforcement/server/options.ts';
import { MODE_NAMES, type ModeName, modeOf } from '../enforcement/server/modes.ts';
import { hostNameFault } from '../mail/domain.ts';
import { ORG_TLS_SETTINGS, type OrgTlsSetting, understoodTlsSetting } from '../mail/tlsSetting.ts';
import { reason } from '../files/disk.ts';
import { didYouMean } from './didYouMean.ts';
import { UsageError, type Io } from './io.ts';
import { formatOption, oneOf, parseOptions, type Options, type Values } from './options.ts';
import { wholeNumber } from './optionValues.ts';

/** A call of `lab serve` that was found to be in order. */
export interface ServeRequest {
  readonly format: keyof typeof ENFORCEMENT_FORMATS;
  readonly plan: Plan;
  /** What the exit code is about. */
  readonly asked: ProvableSetting | undefined;
  readonly headers: readonly string[];
  readonly run:
    | {
        readonly kind: 'serve';
        readonly options: Pick<RunOptions, 'hostname' | 'domain' | 'once'> & Pick<Partial<RunOptions>, 'certificate'>;
        /** Tried in turn where the machine lacks a family of addresses; none: loopback. */
        readonly bind: readonly string[];
        /** Milliseconds. */
        readonly time: number | undefined;
      }
    | { readonly kind: 'simulate'; readonly settings: readonly OrgTlsSetting[]; readonly modes: readonly ModeName[] };
}

/** Of a server on loopback. */
const NO_NAME = 'localhost.localdomain';

export const SERVE_OPTIONS = {
  prove: {
    value: 'SETTING',
    choices: PROVABLE_SETTINGS,
    help: 'prove that this setting is enforced, step by step: mail arrives with TLS; then, without TLS, new mail is withheld; then, with TLS again, that mail arrives',
    read: provable,
  },
  mode: {
    value: 'MODE[:PORT],...',
    choices: Object.fromEntries(MODE_NAMES.map((name) => [name, modeOf(name).about])),
    unset: 'no-starttls; with --simulate, all',
    repeats: true,
    help: 'instead of --prove: how the server behaves; several listen on several ports',
    read: (text: string): readonly string[] => text.split(','),
  },
  expect: {
    value: 'SETTING',
    choices: PROVABLE_SETTINGS,
    help: 'with --mode: exit with 1 unless the setting was proved to be enforced',
    read: provable,
  },
  simulate: {
    value: 'SETTING',
    bare: true,
    choices: ['all', ...ORG_TLS_SETTINGS],
    help: 'simulate Salesforce on this machine too, with one setting or with each',
    read: simulatedSettings,
  },
  public: { help: 'listen on all addresses, not only on loopback; needs --hostname' },
  hostname: {
    value: 'NAME',
    unset: NO_NAME,
    help: 'the name of this host, as in the MX record',
    read: hostName,
  },
  domain: { value: 'NAME', unset: 'the host name', help: 'the domain of the test address', read: hostName },
  port: { value: 'N', unset: '25 with --public, else 2525', help: 'listen on this port', read: wholeNumber(0, 65_535) },
  bind: { value: 'ADDRESS', help: 'listen on this address only' },
  cert: { value: 'FILE', help: 'a certificate, in PEM: RequiredVerify and good need a valid one; needs --key' },
  key: { value: 'FILE', help: 'the key of the certificate, in PEM; needs --cert' },
  headers: { value: 'NAME,...', help: 'report these header fields of test mail', read: headerNames },
  for: { value: 'TIME', help: 'end after a time such as 30m or 24h', read: duration },
  once: { help: 'with --mode: end after the first conclusive session' },
  format: formatOption(ENFORCEMENT_FORMATS, 'text', 'how to print what happens, as it happens'),
} as const satisfies Options;

type ServeValues = Values<typeof SERVE_OPTIONS>;

/** @throws UsageError */
export function serveRequest(args: readonly string[], io: Io): ServeRequest {
  const { positionals, values } = parseOptions(args, SERVE_OPTIONS);
  if (positionals.length > 0) throw new UsageError(`lab serve takes no arguments, but got ${positionals.join(' ')}`);
  const modes = modesOf(values);
  const { prove: setting, expect: expected } = values;
  if (setting && values.mode.length > 0) throw new UsageError('--prove chooses the modes itself: omit --mode');
  if (setting && expected && expected !== setting) throw new UsageError('--prove and --expect name different settings');
  const [first] = modes;
  return {
    format: values.format,
    plan: setting ? { kind: 'proof', setting, port: first?.port ?? 0 } : { kind: 'modes', modes },
    asked: setting ?? expected,
    headers: values.headers ?? [],
    run: values.simulate
      ? simulation(
          values,
          values.simulate,
          modes.map(({ mode }) => mode),
        )
      : serving(values, modes, setting, io),
  };
}

const MAX_MODES = 20;
const LOOPBACK_PORT = 2525;

/** The port belongs to the first; those after it without one of their own get the ports that follow. */
function modesOf(values: ServeValues): readonly { readonly mode: ModeName; readonly port: number }[] {
  const first = values.port ?? (values.public ? 25 : LOOPBACK_PORT);
  const asked = values.mode.flat();
  const names = asked.length > 0 ? asked : values.simulate ? MODE_NAMES : ['no-starttls'];
  if (names.length > MAX_MODES) throw new UsageError(`--mode takes at most ${MAX_MODES} modes`);
  return names.map((text, index) => {
    const [name = '', port, ...more] = text.trim().split(':');
    if (more.length > 0) throw new UsageError(`--mode takes MODE or MODE:PORT, not ${text}`);
    const own = port === undefined ? undefined : wholeNumber(0, 65_535)(port, '--mode');
    return { mode: oneOf('--mode', name, MODE_NAMES), port: own ?? (first === 0 ? 0 : first + index) };
  });
}

function provable(text: string, option: string): ProvableSetting {
  const setting = understoodTlsSetting(text);
  const found = PROVABLE_SETTINGS.find((one) => one === setting);
  if (found) return found;
  // Who names another setting made no slip.
  const hint = setting === undefined ? didYouMean(text, PROVABLE_SETTINGS) : '';
  throw new UsageError(
    `${option} takes ${PROVABLE_SETTINGS.join(' or ')}, not ${text}: the other settings do not withhold mail${hint}`,
  );
}

const MAX_HEADERS = 20;

function headerNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const wrong = names.find((name) => !/^[!-9;-~]{1,100}$/.test(name));
  if (wrong !== undefined) throw new UsageError(`--headers takes names of header fields, not ${wrong || 'nothing'}`);
  if (names.length > MAX_HEADERS) throw new UsageError(`--headers takes at most ${MAX_HEADERS} names`);
  return names;
}

function simulatedSettings(text: string): readonly OrgTlsSetting[] {
  if (text === '' || text === 'all') return ORG_TLS_SETTINGS;
  const setting = understoodTlsSetting(text);
  if (setting) return [setting];
  throw new UsageError(
    `--simulate takes one of ${ORG_TLS_SETTINGS.join(', ')}, not ${text}${didYouMean(text, ORG_TLS_SETTINGS)}`,
  );
}

function simulation(
  values: ServeValues,
  settings: readonly OrgTlsSetting[],
  modes: readonly ModeName[],
): ServeRequest['run'] {
  const alien = (['public', 'port', 'hostname', 'domain', 'bind', 'cert', 'key', 'for', 'once'] as const).find(
    (name) => values[name] !== undefined && values[name] !== false,
  );
  if (alien) throw new UsageError(`--simulate runs both sides on this machine: omit --${alien}`);
  return { kind: 'simulate', settings, modes };
}

function serving(
  values: ServeValues,
  modes: readonly { readonly mode: ModeName }[],
  setting: ProvableSetting | undefined,
  io: Io,
): ServeRequest['run'] {
  const open = values.public;
  if (open && values.hostname === undefined)
    throw new UsageError('--public needs --hostname: the name of this host in the MX record');
  if (setting && values.once) throw new UsageError('--prove ends by itself: omit --once');
  const hostname = values.hostname ?? NO_NAME;
  const certificate = ownCertificate(values, io);
  if (!certificate && (setting === 'RequiredVerify' || modes.some(({ mode }) => mode === 'good')))
    throw new UsageError(
      `${setting === 'RequiredVerify' ? '--prove RequiredVerify' : 'good'} needs a valid certificate: give --cert and --key`,
    );
  return {
    kind: 'serve',
    options: {
      hostname,
      domain: values.domain ?? hostname,
      once: values.once,
      ...(certificate ? { certificate } : {}),
    },
    bind: bindOf(values.bind, open),
    time: values.for,
  };
}

function hostName(text: string, option: string): string {
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
const MAX_HOURS = 336;

function duration(text: string): number {
  const [, number, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  const ms = Number(number) * ((UNITS[unit as keyof typeof UNITS] as number | undefined) ?? NaN);
  if (ms > 0 && ms <= MAX_HOURS * UNITS.h) return ms;
  throw new UsageError(`--for takes a time such as 90s, 30m or 24h, not ${text}`);
}

const MAX_PEM_BYTES = 256 * 1024;

function ownCertificate({ cert, key }: ServeValues, io: Io): RunOptions['certificate'] {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined) throw new UsageError('--cert and --key go together');
  return { certificate: pem(cert, io), key: pem(key, io) };
}

function pem(name: string, io: Io): string {
  const file = path.resolve(io.cwd, name);
  try {
    if (statSync(file).size > MAX_PEM_BYTES) throw new Error('too large');
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new UsageError(`${name}: ${reason(error)}`);
  }
}
