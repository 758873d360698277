import { spawn } from 'node:child_process';
import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Packages, type Program, unpackPackages } from './packages.mts';
import { must } from './processes.mts';

/*
 * The servers run in namespaces of their own: for the network, so that ports 25 and 53 are free and nothing gets out;
 * for mounts, so that the packages are at the paths that they were built for; and for processes, so that all of them
 * end with the first one.
 */

/** Where the servers keep all that they write: memory that only this namespace sees. */
const STATE = '/mnt';

/** The address that every client connects from. It is not loopback: servers exempt loopback from their limits. */
export const CLIENT = '192.0.2.1';
/** All addresses of these networks are local. */
const NETWORKS = ['198.51.100.0/24', '203.0.113.0/24'];
export const addressOf = (number: number): string => `198.51.100.${number}`;

/** Tells the process inside what was unpacked. */
const MARK = 'CROSSCHECK_REAL_PACKAGES';

/** Undefined outside. */
export function packagesInside(): Packages | undefined {
  const text = process.env[MARK];
  return text === undefined ? undefined : (JSON.parse(text) as Packages);
}

const FLAGS = ['--net', '--mount', '--pid', '--fork', '--uts', '--mount-proc', '--kill-child=SIGKILL'];

/** Fetches the programs and runs the script again inside; resolves with its exit code. */
export async function enter(
  name: string,
  script: string,
  args: readonly string[],
  programs: readonly Program[],
): Promise<number> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) {
    console.log(`${name} needs root on Linux, for namespaces of its own`);
    return 1;
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-real-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
  return runInside(script, args, await unpackPackages(folder, programs));
}

function runInside(script: string, args: readonly string[], packages: Packages): Promise<number> {
  const command = [...FLAGS, process.execPath, ...process.execArgv, script, ...args];
  const child = spawn('unshare', command, {
    stdio: 'inherit',
    env: { ...process.env, [MARK]: JSON.stringify(packages) },
  });
  // The end of unshare is the end of the namespace, and of every server in it.
  process.once('exit', () => child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

const USERS = ['postfix', 'Debian-exim', 'smmta', 'smmsp', 'crosscheck'];
const GROUPS = [...USERS, 'postdrop'];
const FIRST_ID = 64_100;

/** To be called once, first. */
export async function furnish(tree: string): Promise<void> {
  await must('mount', ['-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', STATE]);
  const etc = path.join(STATE, 'etc');
  await must('cp', ['-a', '/etc', etc]);
  await must('cp', ['-an', `${tree}/etc/.`, etc]);
  await must('mount', ['--bind', etc, '/etc']);
  await must('mount', ['-t', 'overlay', 'overlay', '-o', `lowerdir=${tree}/usr:/usr`, '/usr']);
  addUsers();
  writeFileSync('/etc/resolv.conf', 'nameserver 127.0.0.1\noptions timeout:5\n');
  writeFileSync('/etc/hosts', '127.0.0.1 localhost\n');
  await must('hostname', ['client.real.test']);
  await must('ip', ['link', 'set', 'lo', 'up']);
  await must('ip', ['address', 'add', `${CLIENT}/32`, 'dev', 'lo']);
  for (const network of NETWORKS) await must('ip', ['route', 'add', 'local', network, 'dev', 'lo', 'src', CLIENT]);
}

function addUsers(): void {
  for (const [file, names, tail] of [
    ['/etc/group', GROUPS, ''],
    ['/etc/passwd', USERS, '::/nonexistent:/usr/sbin/nologin'],
  ] as const) {
    const known = readFileSync(file, 'utf8');
    const missing = names.filter((name) => !known.split('\n').some((line) => line.startsWith(`${name}:`)));
    const ids = missing.map((name) => FIRST_ID + GROUPS.indexOf(name));
    const lines = missing.map((name, index) => {
      const id = ids[index] ?? FIRST_ID;
      return file === '/etc/group' ? `${name}:x:${id}:` : `${name}:x:${id}:${id}${tail}`;
    });
    appendFileSync(file, lines.map((line) => `${line}\n`).join(''));
  }
}

/** A folder for one server, in which its own user may write. */
export function serverFolder(...names: readonly string[]): string {
  const folder = path.join(STATE, ...names);
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
  return folder;
}

const LISTENING = '0A';
const MAX_WAIT_MS = 15_000;
const POLL_MS = 50;

/** Waits until somebody listens. A connection would count against the limits of the server, so none is made. */
export async function listening(address: string, port: number): Promise<void> {
  const bytes = address.split('.').map((part) => Number(part).toString(16).padStart(2, '0'));
  const local = `${bytes.toReversed().join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
  const until = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const rows = readFileSync('/proc/net/tcp', 'utf8').split('\n');
    if (rows.some((row) => row.trim().split(/\s+/)[1] === local && row.trim().split(/\s+/)[3] === LISTENING)) return;
    if (Date.now() > until) throw new Error(`nothing listens on ${address} port ${port}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
