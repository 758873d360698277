import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { rootCertificates } from 'node:tls';
import { buildSync } from 'esbuild';
import { MANY_TARGETS } from '../../src/cli/commands/preflight.ts';
import { deadlinesWithin } from '../../src/preflight/probe/options.ts';
import { median, type Measured } from './measure.mts';
import type { BulkLab, BulkDomain } from './preflightLab.mts';
import type { RunRequest, RunResult } from './preflightRun.mts';

/*
 * The preflight engine on a lab that runs in a process of its own, and so does the engine, bundled as it is shipped.
 */

const DOMAINS = 500;
const TARPITS = DOMAINS / 10;
const MANY = 2000;
const FEW = 50;
const CONCURRENCY = 50;
/** Megabytes that a process with so many domains may take. */
const MEMORY = [
  { domains: MANY, most: 150 },
  { domains: 10_000, most: 300 },
];
const ROUNDS = 3;
const DEADLINE_MS = 3000;

/**
 * 500 domains from the start of the process to its end, against posttls-finger under `xargs -P 50`. Both judge chain and
 * name against Mozilla's roots and the lab's. posttls-finger is told where each MX host is; ours looks up MX and
 * addresses. Undefined where posttls-finger is not installed.
 */
export async function benchPreflight(): Promise<Measured | undefined> {
  if (!isInstalled('posttls-finger')) {
    console.log('preflight 500 domains: posttls-finger is not installed: not measured');
    return undefined;
  }
  return withBench(({ good, preflights, finger }) => {
    const members = good.slice(0, DOMAINS);
    const times = { ours: [] as number[], promises: [] as number[], bare: [] as number[] };
    for (let round = 0; round < ROUNDS; round++) {
      times.ours.push(timed(() => preflights([members])));
      times.bare.push(timed(() => finger(members, 'lab')));
      times.promises.push(timed(() => preflights([members], true)));
    }
    // Once: it reads the roots anew for each domain, which takes long enough to measure.
    const base = timed(() => finger(members, 'mozilla'));
    const [ours, promises, bare] = [median(times.ours), median(times.promises), median(times.bare)];
    const rate = (ms: number): string => `${((DOMAINS * 1000) / ms).toFixed(0)} domains/s`;
    return {
      name: `preflight ${DOMAINS} domains, ${CONCURRENCY} at once`,
      baseline: `posttls-finger under xargs -P ${CONCURRENCY}, same roots`,
      ours,
      base,
      most: 0.333,
      notes: [
        `${rate(ours)} against ${rate(base)}: ${(base / ours).toFixed(1)} times`,
        `with MTA-STS, TLS-RPT and DANE, which posttls-finger does not look up: ${rate(promises)}`,
        `posttls-finger with the lab's root as its only one: ${rate(bare)}, so ours is ${(bare / ours).toFixed(1)} times`,
      ],
    };
  });
}

/** A tenth of the domains never answer. */
export function benchPreflightTarpits(): Promise<Measured> {
  return withBench(({ good, tarpits, preflights }) => {
    const mixed = good.slice(0, DOMAINS - TARPITS).flatMap((member, index) => {
      const tarpit = index % 9 === 0 ? tarpits[index / 9] : undefined;
      return tarpit ? [member, tarpit] : [member];
    });
    const runs = Array.from({ length: ROUNDS }, () => [good.slice(0, DOMAINS - TARPITS), mixed]).flat();
    const results = preflights([good.slice(0, FEW), ...runs]).slice(1);
    const [without, withThem] = [0, 1].map((rest) => results.filter((_, index) => index % 2 === rest)) as [
      RunResult[],
      RunResult[],
    ];
    return {
      name: `preflight ${DOMAINS} domains, ${TARPITS} of them tarpits`,
      baseline: 'the longest deadline',
      ours: median(withThem.map(({ ms }) => ms)),
      base: DEADLINE_MS,
      allowance: { name: 'without tarpits', ms: median(without.map(({ ms }) => ms)) },
      most: 1.3,
    };
  });
}

/** What a domain costs among many and among few; what a run costs without any is taken off both. */
export function benchPreflightMany(): Promise<Measured> {
  return withBench(({ good, preflights }) => {
    const parts = Array.from({ length: MANY / FEW }, (_, part) => good.slice(part * FEW, (part + 1) * FEW));
    const empty = parts.map(() => []);
    // Twice, since the first half of a process's life is slower than the second.
    const results = [0, 1].map(() => {
      const found = preflights([...parts, ...empty, good.slice(0, MANY)]);
      const start = median(found.slice(parts.length, -1).map(({ ms }) => ms));
      const few = found.slice(0, parts.length);
      return {
        few: few.reduce((sum, { ms }) => sum + ms - start, 0) / MANY,
        many: ((found.at(-1)?.ms ?? Number.NaN) - start) / MANY,
      };
    });
    return {
      name: `preflight a domain among ${MANY}`,
      baseline: `a domain among ${FEW}`,
      ours: median(results.map(({ many }) => many)),
      base: median(results.map(({ few }) => few)),
      most: 1.5,
    };
  });
}

/** The most memory of a fresh process. */
export async function benchPreflightMemory(): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const { domains, most } of MEMORY)
    measured.push(
      await withBench(({ good, preflights }) => {
        const [result] = preflights([good]);
        const { maxRss, ms } = result ?? { maxRss: Number.NaN, ms: Number.NaN };
        return {
          name: `preflight ${domains} domains, memory`,
          baseline: 'the allowance',
          ours: maxRss / 1024,
          base: most,
          unit: 'MB',
          most: 1,
          notes: [`in ${(ms / 1000).toFixed(1)} s`],
        };
      }, domains),
    );
  return measured;
}

interface Bench {
  readonly good: readonly BulkDomain[];
  readonly tarpits: readonly BulkDomain[];
  /** Runs in one fresh process. */
  readonly preflights: (runs: readonly (readonly BulkDomain[])[], promises?: boolean) => readonly RunResult[];
  /** Runs it for each domain, trusting these roots. */
  readonly finger: (members: readonly BulkDomain[], roots: 'mozilla' | 'lab') => string;
}

async function withBench<T>(measure: (bench: Bench) => T, domains = MANY): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-bench-'));
  const lab = spawn(process.execPath, [
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    path.join(import.meta.dirname, 'preflightLab.mts'),
    String(domains + TARPITS),
    String(TARPITS),
  ]);
  try {
    const { resolver, ca, bulk } = await firstLine(lab);
    const program = path.join(folder, 'run.cjs');
    bundle(program);
    writeFileSync(
      path.join(folder, 'main.cf'),
      'compatibility_level = 3.6\ninet_protocols = all\nmyhostname = bench.test\n',
    );
    writeFileSync(path.join(folder, 'lab.pem'), ca);
    writeFileSync(path.join(folder, 'mozilla.pem'), [...rootCertificates, ca].join('\n'));
    return measure({
      good: bulk.filter(({ tarpit }) => !tarpit),
      tarpits: bulk.filter(({ tarpit }) => tarpit),
      preflights: (runs, promises = false) => {
        const deadlines = deadlinesWithin(DEADLINE_MS);
        const around = { resolver, ca, concurrency: CONCURRENCY, deadlines };
        const saveMemory = runs.some((members) => members.length >= MANY_TARGETS);
        const request: RunRequest = { ...around, promises, saveMemory, runs };
        const { stdout } = run(process.execPath, [program], JSON.stringify(request));
        const results = JSON.parse(stdout) as RunResult[];
        runs.forEach((members, index) => {
          const expected = members.filter(({ tarpit }) => !tarpit).length;
          const { verified, unknown } = results[index] ?? { verified: 0, unknown: 0 };
          if (verified !== expected || unknown !== members.length - expected)
            throw new Error(`${verified} domains were found in order and ${unknown} unknown, of ${members.length}`);
        });
        return results;
      },
      finger: (members, roots) => {
        const lines = members.map(({ at, host }) => `[${at.host}]:${at.port} ${host}\n`);
        const asked = ['posttls-finger', '-c', '-l', 'secure', '-F', path.join(folder, `${roots}.pem`)];
        const { stdout, stderr } = run(
          'xargs',
          ['-P', String(CONCURRENCY), '-n', '2', ...asked],
          lines.join(''),
          folder,
        );
        const verified = `${stdout}${stderr}`.match(/Verified TLS connection established/g)?.length;
        if (verified !== members.length) throw new Error(`posttls-finger verified ${verified} domains: ${stderr}`);
        return stdout;
      },
    });
  } finally {
    lab.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function firstLine(lab: ChildProcessWithoutNullStreams): Promise<BulkLab> {
  lab.stderr.pipe(process.stderr);
  const ended = once(lab, 'exit').then(() => Promise.reject(new Error('the lab could not be started')));
  const [line] = (await Promise.race([once(createInterface(lab.stdout), 'line'), ended])) as [string];
  // From here on the lab ends when it is told to.
  ended.catch(() => undefined);
  return JSON.parse(line) as BulkLab;
}

export function bundle(outfile: string): void {
  buildSync({
    entryPoints: [path.join(import.meta.dirname, 'preflightRun.mts')],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
  });
}

export function run(command: string, args: readonly string[], input: string, mailConfig?: string) {
  const env = {
    ...process.env,
    PATH: `${process.env['PATH'] ?? ''}:/usr/sbin`,
    ...(mailConfig === undefined ? {} : { MAIL_CONFIG: mailConfig }),
  };
  const found = spawnSync(command, args, { input, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (found.status !== 0) throw new Error(`${command} ended with ${found.status}: ${found.stderr}`);
  return found;
}

const isInstalled = (command: string): boolean =>
  spawnSync('sh', ['-c', `PATH="$PATH:/usr/sbin" command -v ${command}`]).status === 0;

export function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
