/**
 * Runs the same suites in a VS Code that @vscode/test-electron downloads. Needs that download and a display.
 * Options: --only SCENARIO, --version VERSION ("stable" unless given), --vscode FILE (an installed VS Code instead of a download).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { parseArgs } from 'node:util';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { bundleSuite } from './bundle.mts';
import { answerer, openChannel } from './channel.mts';
import { removeFolder, temporaryFolder } from './cleanup.mts';
import { environment, type SuiteEvent } from './protocol.mts';
import { project } from './provision.mts';
import { chooseScenarios, requireBuilt } from './choose.mts';
import { addEvent, addFailure, closeRun, newTally, printTally, type Tally } from './report.mts';
import { type Scenario } from './scenarios.mts';
import { quietSettings } from './settings.mts';
import { stackReader } from './stack.mts';
import { prepareWorkspace } from './workspace.mts';

const { values } = parseArgs({
  options: { only: { type: 'string' }, version: { type: 'string', default: 'stable' }, vscode: { type: 'string' } },
});

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${describeError(error.cause)})`;
}

function cannotRun(tried: string, error: string): never {
  console.error(`The tests in desktop VS Code did not run.\n  tried: ${tried}\n  error: ${error}`);
  console.error('  instead: "node test/host/run.mts" runs them in a VS Code that comes from npm, without a display.');
  process.exit(2);
}

async function findVSCode(): Promise<string> {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform === 'linux' && DISPLAY === undefined && WAYLAND_DISPLAY === undefined)
    cannotRun('to find a display', 'neither DISPLAY nor WAYLAND_DISPLAY is set (xvfb-run gives one)');
  if (values.vscode !== undefined) return values.vscode;
  try {
    return await downloadAndUnzipVSCode({ version: values.version, cachePath: path.join(project, '.vscode-test') });
  } catch (error) {
    return cannotRun(`to download VS Code (${values.version})`, describeError(error));
  }
}

async function runScenario(
  name: string,
  scenario: Scenario,
  suite: string,
  vscodeExecutablePath: string,
): Promise<Tally> {
  const tally = newTally();
  const folder = temporaryFolder();
  const readStack = stackReader(suite);
  const events: SuiteEvent[] = [];
  const output: Buffer[] = [];
  const stream = new PassThrough().on('data', (chunk: Buffer) => output.push(chunk));
  const answer = answerer(
    (event) => {
      events.push(event);
      addEvent(tally, event, readStack);
    },
    (call) => Promise.reject(new Error(`there is no driver here for "${call}"`)),
  );
  const channel = await openChannel(answer);
  try {
    const user = path.join(folder, 'user');
    mkdirSync(path.join(user, 'User'), { recursive: true });
    writeFileSync(path.join(user, 'User/settings.json'), JSON.stringify({ ...quietSettings, ...scenario.settings }));
    const { open } = await prepareWorkspace(folder, scenario);
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: project,
      extensionTestsPath: suite,
      extensionTestsEnv: { [environment.port]: String(channel.port), [environment.scenario]: name },
      launchArgs: [open, '--user-data-dir', user, '--disable-extensions'],
      stdout: stream,
      stderr: stream,
    });
    if (!events.some(({ kind }) => kind === 'end')) throw new Error('the extension host ended before the suite did');
  } catch (error) {
    if (tally.failed === 0)
      addFailure(tally, name, `${describeError(error)}\n${Buffer.concat(output).toString().slice(-4000)}`);
  } finally {
    channel.close();
    removeFolder(folder);
  }
  printTally(`${name} (${scenario.open})`, tally);
  return tally;
}

const tallies: Tally[] = [];
try {
  requireBuilt(project);
  const chosen = chooseScenarios(values.only, false);
  const vscode = await findVSCode();
  const suite = await bundleSuite();
  for (const [name, scenario] of chosen) {
    // runTests() always turns workspace trust off.
    if (!scenario.trusted) console.log(`\n${name}: not run here, @vscode/test-electron knows no Restricted Mode`);
    else if (scenario.open === 'memory' || scenario.open === 'github')
      console.log(`\n${name}: not run here, it needs another extension installed`);
    else tallies.push(await runScenario(name, scenario, suite, vscode));
  }
} catch (error) {
  const tally = newTally();
  addFailure(tally, 'the run itself', error instanceof Error ? (error.stack ?? error.message) : String(error));
  printTally('', tally);
  tallies.push(tally);
}
const withheld = tallies.flatMap((tally) => tally.withheld);
if (withheld.length > 0)
  console.log(
    `\n${withheld.length} tests were not registered, as only test/host/run.mts can press keys and see the window:`,
  );
for (const title of withheld) console.log(`  ${title}`);
closeRun('electron', tallies);
