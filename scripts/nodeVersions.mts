// The built command under each version of Node that it supports: the lab's domains must have the same results.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DOMAINS } from '../src/lab/catalogue/index.ts';
import type { DomainPreflight, PreflightReport } from '../src/preflight/result.ts';

const VERSIONS = ['20', '22', '24'] as const;
const CLI = path.join(import.meta.dirname, '../dist/cli.js');
/** The lab has servers that greet after three seconds, and a busy machine is late. */
const TIMEOUT_MS = '5000';
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** The one difference that is allowed: only a TLS library with a large key share, OpenSSL 3.5 or newer, can see it. */
const ALLOWED = 'large-client-hello';

interface Table {
  /** Such as `Node 22.1.0 with OpenSSL 3.0.13`. */
  readonly name: string;
  readonly hasLargeKeyShare: boolean;
  readonly domains: readonly DomainPreflight[];
}

const run = promisify(execFile);
const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-nodes-'));
try {
  await compareAll();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compareAll(): Promise<void> {
  const tables: Table[] = [];
  // One after the other, as some of the results are those of timeouts.
  for (const version of VERSIONS) tables.push(await tableOf(await fetchNode(version)));
  const [newest, ...older] = tables.toReversed();
  if (!newest) return;
  console.log(`${newest.name}: ${newest.domains.length} domains; the others are compared with them`);
  const differences = older.toReversed().flatMap((table) => compare(table, newest));
  for (const difference of differences) console.log(`\nFAILED ${difference}`);
  const compared = older.length * newest.domains.length;
  console.log(`\nnodes: ${compared - differences.length} passed, ${differences.length} failed`);
  if (differences.length > 0) process.exitCode = 1;
}

/** @returns the path of its binary */
async function fetchNode(version: string): Promise<string> {
  const cwd = path.join(folder, version);
  mkdirSync(cwd);
  // Its install script puts the binary in place.
  const manifest = { private: true, dependencies: { node: version }, allowScripts: { node: true } };
  writeFileSync(path.join(cwd, 'package.json'), JSON.stringify(manifest));
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'], { cwd });
  return path.join(cwd, 'node_modules/node/bin/node');
}

async function tableOf(node: string): Promise<Table> {
  const { stdout: versions } = await run(node, ['-p', 'JSON.stringify(process.versions)']);
  const { node: version, openssl } = JSON.parse(versions) as { node: string; openssl: string };
  const names = DOMAINS.map(({ name }) => name);
  const options = ['--lab', '--timeout', TIMEOUT_MS, '--fail-on', 'never', '--format', 'json'];
  const { stdout, stderr } = await run(node, [CLI, 'preflight', ...options, ...names], { maxBuffer: MAX_OUTPUT_BYTES });
  const name = `Node ${version} with OpenSSL ${openssl}`;
  for (const line of stderr.split('\n')) if (line.startsWith('lab: ')) console.log(`${name}: ${line}`);
  const { domains } = JSON.parse(stdout) as PreflightReport;
  if (domains.length !== names.length) throw new Error(`${name}: ${domains.length} of ${names.length} domains`);
  const [major = 0, minor = 0] = openssl.split('.').map(Number);
  return { name, hasLargeKeyShare: major > 3 || (major === 3 && minor >= 5), domains };
}

/** A line for each domain that differs. */
function compare(table: Table, newest: Table): readonly string[] {
  const allowed = table.hasLargeKeyShare === newest.hasLargeKeyShare ? undefined : ALLOWED;
  const pairs = table.domains.map((domain, index) => ({ domain, other: newest.domains[index] }));
  const differences = pairs.flatMap(({ domain, other }) => {
    const [found, expected] = [resultOf(domain, allowed), other && resultOf(other, allowed)];
    return found === expected ? [] : `${domain.domain}, ${table.name}: ${found}\n  ${newest.name}: ${expected}`;
  });
  const marked = pairs.filter(({ domain, other }) => domain.reasons.join() !== other?.reasons.join()).length;
  const remark = allowed === undefined ? '' : `; ${marked} where only one has the remark ${allowed}, which is allowed`;
  console.log(`${table.name}: ${pairs.length} domains compared, ${differences.length} differences${remark}`);
  return differences;
}

/** What must be the same; without one code among the reasons. */
function resultOf(domain: DomainPreflight, allowed: string | undefined): string {
  const codes = (reasons: readonly string[]): readonly string[] => reasons.filter((code) => code !== allowed);
  const { mtaSts, tlsRpt, dane } = domain.promises;
  return JSON.stringify({
    domain: domain.domain,
    outcomes: domain.outcomes,
    reasons: codes(domain.reasons),
    mx: domain.mx.map(({ host, probes }) => ({
      host,
      probes: probes.map(({ verdict, reasons }) => ({ verdict, reasons: codes(reasons) })),
    })),
    promises: [mtaSts?.status, tlsRpt?.status, dane?.status],
  });
}
