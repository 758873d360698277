import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { readProject, type ProjectInput } from '../../src/project/readProject.ts';
import { lint } from '../../src/rules/lint.ts';
import { mutated } from '../../test/support/mutations.ts';
import { medians, type Measured } from './measure.mts';

const SAMPLE = path.join(import.meta.dirname, '../../samples/acme');
const FILE = 'force-app/main/default/settings/EmailAdministration.settings-meta.xml';
const text = readFileSync(path.join(SAMPLE, FILE), 'utf8');

const input = (settings: string): ProjectInput => ({
  texts: [{ file: FILE, role: 'settings', text: settings }],
  apiVersion: 66,
  recordPath: 'config/email-deliverability.json',
  occupied: [],
});

/** One settings file, from text to findings, against the XML library alone parsing it. */
export function benchLint(): Measured {
  const parser = new XMLParser();
  const times = 200;
  const repeat = (run: () => unknown) => () => {
    for (let i = 0; i < times; i++) run();
  };
  const [base = 0, ours = 0] = medians(
    30,
    repeat(() => void parser.parse(text)),
    repeat(() => lint(readProject(input(text)))),
  );
  return {
    name: 'lint one settings file',
    baseline: 'fast-xml-parser alone',
    ours: ours / times,
    base: base / times,
    most: 3,
  };
}

/**
 * The slowest of ten thousand mutated files, so that a rule with bad worst cases shows. A first pass finds candidates;
 * each is then timed again, since the machine's hiccups are longer than any input takes.
 */
export function benchSlowestInput(): void {
  const timed: { readonly ms: number; readonly text: string }[] = [];
  fc.assert(
    fc.property(mutated(text), (changed) => {
      timed.push({ ms: time(changed), text: changed });
    }),
    { seed: 20261123, numRuns: 10_000 },
  );
  const candidates = timed.sort((a, b) => b.ms - a.ms).slice(0, 100);
  const again = candidates.map(({ text: changed }) => ({
    ms: Math.min(...[1, 2, 3, 4, 5].map(() => time(changed))),
    text: changed,
  }));
  const [slowest] = again.sort((a, b) => b.ms - a.ms);
  if (!slowest) return;
  let same = 0;
  while (slowest.text[same] === text[same]) same++;
  const shown = asciiJson(slowest.text.slice(same, same + 60));
  console.log(
    `slowest of 10000 mutated settings files: ${slowest.ms.toFixed(2)} ms, ${slowest.text.length} characters, changed at ${same}: ${shown}`,
  );
}

/** Whatever reads the output of CI need not cope with unassigned characters. */
const asciiJson = (value: string): string =>
  JSON.stringify(value).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

function time(changed: string): number {
  const start = performance.now();
  lint(readProject(input(changed)));
  return performance.now() - start;
}
