// Ratios against a named baseline, measured in one run on one machine; `--only lint` runs one of them.
import { parseArgs } from 'node:util';
import { benchActivation } from './bench/activation.mts';
import { benchEmailLog } from './bench/emailLog.mts';
import { benchFinder } from './bench/finder.mts';
import { benchLint, benchSlowestInput } from './bench/lint.mts';
import { print, type Measured } from './bench/measure.mts';
import { benchPreflight, benchPreflightMany, benchPreflightMemory, benchPreflightTarpits } from './bench/preflight.mts';
import { benchReview } from './bench/review.mts';
import { benchTree } from './bench/tree.mts';

type Result = Measured | readonly Measured[] | undefined;

const BENCHES: Readonly<Record<string, () => Result | Promise<Result>>> = {
  lint: benchLint,
  tree: benchTree,
  finder: benchFinder,
  review: benchReview,
  activation: benchActivation,
  preflight: benchPreflight,
  'preflight-tarpits': benchPreflightTarpits,
  'preflight-many': benchPreflightMany,
  'preflight-memory': benchPreflightMemory,
  'email-log': benchEmailLog,
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
let met = true;
for (const [name, bench] of Object.entries(BENCHES)) {
  if (values.only !== undefined && values.only !== name) continue;
  for (const measured of [await bench()].flat()) if (measured) met = print(measured) && met;
}
if (values.only === undefined || values.only === 'lint') benchSlowestInput();
if (!met) process.exitCode = 1;
