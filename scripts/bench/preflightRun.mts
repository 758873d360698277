// Preflights in a process of their own: reads a `RunRequest` as JSON, writes a `RunResult` for each run.
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import type { Deadlines } from '../../src/preflight/probe/options.ts';
import { preflight } from '../../src/preflight/probe/run.ts';
import type { BulkDomain } from './preflightLab.mts';

export interface RunRequest {
  readonly resolver: string;
  readonly ca: string;
  readonly concurrency: number;
  readonly promises: boolean;
  readonly allowPrivate?: boolean;
  readonly deadlines: Deadlines;
  /** The domains of each run; the runs come one after the other. */
  readonly runs: readonly (readonly BulkDomain[])[];
  /** As the command does where there are many targets. */
  readonly saveMemory: boolean;
}

export interface RunResult {
  readonly ms: number;
  /** Domains whose mail is sent with TLS under RequiredVerify. */
  readonly verified: number;
  readonly unknown: number;
  /** The most memory that the process has had until now, in KiB. */
  readonly maxRss: number;
}

async function main(): Promise<void> {
  const { runs, ca, saveMemory, ...request } = JSON.parse(await text(process.stdin)) as RunRequest;
  if (saveMemory) setFlagsFromString('--optimize-for-size');
  const results: RunResult[] = [];
  for (const members of runs) {
    const places = new Map(members.map(({ address, at }) => [address, at]));
    const targets = members.map(({ domain }) => ({ kind: 'domain', domain }) as const);
    const around = { route: (address: string) => places.get(address), controlDomains: [], ehloName: 'bench.test' };
    const start = performance.now();
    const { domains } = await preflight(targets, { ...request, ...around, ca: [ca] });
    const ms = performance.now() - start;
    const count = (outcome: string): number =>
      domains.filter(({ outcomes }) => outcomes.RequiredVerify.join() === outcome).length;
    results.push({ ms, verified: count('tls'), unknown: count('unknown'), maxRss: process.resourceUsage().maxRSS });
  }
  process.stdout.write(JSON.stringify(results));
}

void main();
