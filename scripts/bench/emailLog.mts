import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeEmailLog } from './emailLogRows.mts';
import { median, type Measured } from './measure.mts';

const CLI = path.join(import.meta.dirname, '../../dist/cli.js');
const ROWS = 5_000_000;
const ROUNDS = 3;
const MAX_RSS_MB = 150;

/** The same group-by in Miller: rows by domain, event, TLS version and what is said of the certificate. */
const MILLER = [
  '--icsv',
  '--ocsv',
  'put',
  '-q',
  '@rows[sub($Recipient, "^.*@", "")][${Mail Event}][string(sub($TLS_Cipher, ":.*$", ":"))."/".$TLS_Verified] += 1; end { emit @rows, "domain", "event", "tls" }',
];

/** Reads a file as Node's own stream gives it, and does nothing with it. */
const READER = `
let bytes = 0;
require('node:fs').createReadStream(process.argv[2]).on('data', (chunk) => { bytes += chunk.length; }).on('end', () => console.log(bytes));
`;

/** Says at the end how much memory the process had at most, in KiB. */
const METER = `process.on('exit', () => process.stderr.write('maxRSS ' + process.resourceUsage().maxRSS + '\\n'));`;

/** Five million rows, from the start of the process to the written report. */
export function benchEmailLog(): readonly Measured[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-bench-'));
  try {
    const [log, reader, meter, report] = ['log.csv', 'reader.cjs', 'meter.cjs', 'report.json'].map((name) =>
      path.join(folder, name),
    ) as [string, string, string, string];
    writeFileSync(reader, READER);
    writeFileSync(meter, METER);
    const generated = timed(() => {
      writeEmailLog(log, ROWS);
    });
    const ours: number[] = [];
    const reading: number[] = [];
    let rss = 0;
    for (let round = 0; round < ROUNDS; round++) {
      reading.push(timed(() => run(process.execPath, [reader, log])));
      ours.push(
        timed(() => {
          const { stderr } = run(process.execPath, [
            '--require',
            meter,
            CLI,
            'log',
            log,
            '--fail-on',
            'never',
            '--format',
            'json',
            '--output',
            report,
          ]);
          rss = Math.max(rss, Number(/maxRSS (\d+)/.exec(stderr)?.[1] ?? NaN) / 1024);
        }),
      );
    }
    check(report, rss);
    const bytes = statSync(log).size;
    const rate = (ms: number): string => `${(bytes / 1000 / ms).toFixed(0)} MB/s`;
    const name = `analyse an Email Log of ${(ROWS / 1e6).toFixed(0)} million rows`;
    const notes = [
      `${(bytes / 1e6).toFixed(0)} MB at ${rate(median(ours))}, at most ${rss.toFixed(0)} MB of memory (at most ${MAX_RSS_MB}); generated in ${(generated / 1000).toFixed(0)} s`,
    ];
    const alone: Measured = {
      name,
      baseline: 'reading the file with createReadStream',
      ours: median(ours),
      base: median(reading),
      most: 4,
      notes,
    };
    return [alone, ...miller(log, name, median(ours))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @throws Error if rows are missing or memory grew with the file */
function check(report: string, rss: number): void {
  const { rows } = JSON.parse(readFileSync(report, 'utf8')) as { rows: number };
  if (rows !== ROWS) throw new Error(`${rows} of ${ROWS} rows were read`);
  if (!(rss <= MAX_RSS_MB)) throw new Error(`the analysis took ${rss} MB of memory, more than ${MAX_RSS_MB}`);
}

/** Once: it takes long enough. */
function miller(log: string, name: string, ours: number): readonly Measured[] {
  if (spawnSync('mlr', ['--version']).status !== 0) {
    console.log(`${name}: Miller is not installed (mlr, Debian's miller): not measured against it`);
    return [];
  }
  const base = timed(() => run('mlr', [...MILLER, log]));
  const notes = [`${(base / ours).toFixed(1)} times as fast as Miller`];
  return [{ name, baseline: 'Miller counting by domain, event and TLS', ours, base, most: 1, notes }];
}

function run(command: string, args: readonly string[]) {
  const found = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (found.status !== 0) throw new Error(`${command} ended with ${found.status}: ${found.stderr}`);
  return found;
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}
