/**
 * Runs the host tests in a real VS Code that comes from npm. The extension must be built.
 * Options: --only SCENARIO, --shots DIR, --extension DIR (an unpacked package, instead of this project).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleSuite } from './bundle.mts';
import { chooseScenarios, requireBuilt } from './choose.mts';
import { removeFolder, temporaryFolder } from './cleanup.mts';
import { project } from './provision.mts';
import { Tally } from './report.mts';
import { type Scenario } from './scenarios.mts';
import { stackReader, webStackReader } from './stack.mts';
import { runHost } from './vscode.mts';
import { prepareWorkspace } from './workspace.mts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, shots: { type: 'string' }, extension: { type: 'string' } },
});
const extension = path.resolve(values.extension ?? project);
const shots = path.resolve(values.shots ?? path.join(project, '.vscode-test/shots'));
const tally = new Tally();

/** Without the stack traces, of which VS Code's log is full. */
function lastMessages(log: string): string {
  const messages = log.split('\n').filter((line) => /^\[(server|workbench|extension host)\]/.test(line));
  return messages.slice(-20).join('\n');
}

async function runScenario(name: string, scenario: Scenario, suite: string): Promise<void> {
  console.log(`\n${name} (${scenario.trusted ? 'trusted' : 'Restricted Mode'}, ${scenario.open})`);
  const readStack = scenario.inBrowser === true ? webStackReader() : stackReader(suite);
  const failedBefore = tally.failed;
  const parent = temporaryFolder();
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
      timeoutMs: 300_000,
      shots,
      onEvent: (event) => {
        tally.add(event, readStack);
      },
    });
    const unexplained = result.code !== 0 && tally.failed === failedBefore;
    if (unexplained) tally.fail(name, result.problem ?? `the suite ended with ${String(result.code)}`);
    if (tally.failed > failedBefore) {
      const file = path.join(project, '.vscode-test/logs', `${name}.log`);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, result.log);
      if (unexplained) console.log(lastMessages(result.log));
      console.log(`  VS Code's log: ${path.relative(process.cwd(), file)}`);
    }
  } finally {
    removeFolder(parent);
  }
}

try {
  requireBuilt(extension);
  const chosen = chooseScenarios(values.only);
  const suite = await bundleSuite();
  for (const [name, scenario] of chosen) await runScenario(name, scenario, suite);
} catch (error) {
  tally.fail('the run itself', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
console.log('');
tally.close('host');
