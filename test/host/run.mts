/**
 * Runs the host tests in a real VS Code that comes from npm. The extension must be built.
 * Options: --only SCENARIO, --apart (those that make pictures, and no other), --windows COUNT (that many side by side), --shots DIR,
 * --extension DIR (an unpacked package, instead of this project).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSuite, webSuiteOf } from './bundle.mts';
import { chooseScenarios, requireBuilt } from './choose.mts';
import { removeFolder, temporaryFolder } from './cleanup.mts';
import { project, provision } from './provision.mts';
import { addEvent, addFailure, closeRun, newTally, printTally, type Tally } from './report.mts';
import { type Scenario } from './scenarios.mts';
import { stackReader, webStackReader } from './stack.mts';
import { runHost } from './vscode.mts';
import { prepareWorkspace } from './workspace.mts';

/** A window waits as often as it works: two of them keep two processors busy, and a third would keep tests waiting. */
const MAX_WINDOWS = 2;

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    apart: { type: 'boolean', default: false },
    windows: { type: 'string', default: String(Math.min(MAX_WINDOWS, availableParallelism())) },
    shots: { type: 'string' },
    extension: { type: 'string' },
  },
});
const extension = path.resolve(values.extension ?? project);
const shots = path.resolve(values.shots ?? path.join(project, '.vscode-test/shots'));

/** Without the stack traces, of which VS Code's log is full. */
function lastMessages(log: string): string {
  const messages = log.split('\n').filter((line) => /^\[(server|workbench|extension host)\]/.test(line));
  return messages.slice(-20).join('\n');
}

async function runScenario(name: string, scenario: Scenario, suite: string): Promise<Tally> {
  const tally = newTally();
  const readStack = scenario.inBrowser === true ? webStackReader(webSuiteOf(name)) : stackReader(suite);
  const parent = temporaryFolder();
  const started = performance.now();
  try {
    const result = await runHost({
      extension,
      suite,
      scenario: name,
      ...(await prepareWorkspace(parent, scenario)),
      inBrowser: scenario.inBrowser ?? false,
      installed: scenario.installed ?? false,
      trusted: scenario.trusted,
      settings: scenario.settings,
      timeoutMs: 600_000,
      shots,
      onEvent: (event) => {
        addEvent(tally, event, readStack);
      },
    });
    const unexplained = result.code !== 0 && tally.failed === 0;
    if (unexplained) addFailure(tally, name, result.problem ?? `the suite ended with ${String(result.code)}`);
    if (tally.failed > 0) {
      const file = path.join(project, '.vscode-test/logs', `${name}.log`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, result.log);
      if (unexplained) tally.lines.push(lastMessages(result.log));
      tally.lines.push(`  VS Code's log: ${path.relative(process.cwd(), file)}`);
    }
  } catch (error) {
    addFailure(tally, name, describe(error));
  } finally {
    removeFolder(parent);
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  printTally(`${name} (${scenario.trusted ? 'trusted' : 'Restricted Mode'}, ${scenario.open}, ${seconds} s)`, tally);
  return tally;
}

/** Each window has a server, a browser, folders and ports of its own; the next scenario begins where one ends. */
async function runAll(scenarios: readonly (readonly [string, Scenario])[], windows: number): Promise<Tally[]> {
  // Before two windows ask for it at once.
  await provision();
  const suite = await bundleSuite();
  const waiting = scenarios.values();
  const runInTurn = async (): Promise<Tally[]> => {
    const tallies: Tally[] = [];
    for (const [name, scenario] of waiting) tallies.push(await runScenario(name, scenario, suite));
    return tallies;
  };
  return (await Promise.all(Array.from({ length: windows }, runInTurn))).flat();
}

const describe = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

let tallies: readonly Tally[];
try {
  requireBuilt(extension);
  const windows = Number(values.windows);
  if (!(Number.isInteger(windows) && windows > 0))
    throw new Error(`--windows ${values.windows} is no number of windows`);
  tallies = await runAll(chooseScenarios(values.only, values.apart), windows);
} catch (error) {
  const tally = newTally();
  addFailure(tally, 'the run itself', describe(error));
  printTally('', tally);
  tallies = [tally];
}
closeRun('host', tallies);
