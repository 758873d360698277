import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { run } from './processes.mts';

/** Debian's packages by the program that they bring. `postfix` and `openssl` are also tools of the cross-check. */
const PROGRAMS = {
  postfix: ['postfix', 'openssl'],
  exim: ['exim4-daemon-heavy', 'exim4-base'],
  sendmail: ['sendmail-bin', 'sendmail-base', 'sendmail-cf', 'm4'],
  rblsmtpd: ['ucspi-tcp'],
  unbound: ['unbound'],
  knot: ['knot'],
  swaks: ['swaks', 'libnet-ssleay-perl', 'libnet-dns-perl', 'libnet-libidn-perl'],
} as const;

export type Program = keyof typeof PROGRAMS;

export const PROGRAM_NAMES = Object.keys(PROGRAMS) as Program[];

export interface Packages {
  /** Where `usr` and `etc` of all packages are, one over the other. */
  readonly tree: string;
  readonly missing: readonly Program[];
}

/**
 * Downloads and unpacks what this machine lacks. Packages that exclude each other are not installed: the programs have
 * different names, and the one name that they share, `/usr/sbin/sendmail`, is not used.
 */
export async function unpackPackages(folder: string, programs: readonly Program[]): Promise<Packages> {
  const tree = path.join(folder, 'tree');
  const archives = path.join(folder, 'archives');
  for (const made of [tree, archives]) mkdirSync(made, { recursive: true });
  await run('apt-get', ['update', '-qq'], { ms: 120_000 });
  const needed = new Set<string>();
  const missing: Program[] = [];
  for (const program of programs) {
    const names = await neededFor(PROGRAMS[program]);
    if (names === undefined) missing.push(program);
    for (const name of names ?? []) needed.add(name);
  }
  if (needed.size > 0) {
    const options = ['-q', '-o', 'APT::Sandbox::User=root'];
    const download = await run('apt-get', [...options, 'download', ...needed], { cwd: archives, ms: 180_000 });
    if (download.exitCode !== 0) throw new Error(`packages cannot be downloaded:\n${download.text}`);
  }
  const unpack = 'for archive in *.deb; do [ ! -e "$archive" ] || dpkg-deb -x "$archive" "$0" || exit 1; done';
  const unpacked = await run('sh', ['-c', unpack, tree], { cwd: archives, ms: 120_000 });
  if (unpacked.exitCode !== 0) throw new Error(`packages cannot be unpacked:\n${unpacked.text}`);
  for (const always of ['etc', 'usr']) mkdirSync(path.join(tree, always), { recursive: true });
  return { tree, missing };
}

/**
 * The packages that an installation would add; undefined if the distribution lacks one. The machine may have a package
 * that excludes the asked one, so this is a simulation.
 */
async function neededFor(packages: readonly string[]): Promise<readonly string[] | undefined> {
  const { exitCode, text } = await run('apt-get', ['install', '-s', '--no-install-recommends', ...packages], {
    ms: 60_000,
  });
  if (exitCode !== 0) return undefined;
  return [...text.matchAll(/^Inst (\S+)/gm)].flatMap(([, name]) => name ?? []);
}
