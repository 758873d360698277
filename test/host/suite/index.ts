/** VS Code's `extensionTestsPath`: runs the scenario's suites with mocha inside the extension host. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import * as vscode from 'vscode';
import { environment } from '../protocol.mts';
import { scenarios } from '../scenarios.mts';
import { ask, note, report } from './channel.ts';
import { EXTENSION_ID } from './support.ts';
import { ignoreErrorsOfOthers } from './uncaught.ts';

class ChannelReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner) {
    super(runner);
    // In a browser nobody else has errors that mocha hears of.
    if (vscode.env.uiKind === vscode.UIKind.Desktop || vscode.env.remoteName !== undefined)
      ignoreErrorsOfOthers(runner, ourFiles(), (error) => {
        note(`an error that is not ours: ${describeError(error)}`);
      });
    const { EVENT_TEST_PASS, EVENT_TEST_FAIL } = Mocha.Runner.constants;
    runner.on(EVENT_TEST_PASS, (test) => {
      report({ kind: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 });
    });
    runner.on(EVENT_TEST_FAIL, (test, error: unknown) => {
      report({ kind: 'fail', title: test.fullTitle(), error: describeError(error) });
    });
  }
}

/** As stack traces name them, also where the extension is installed by a link. */
function ourFiles(): string[] {
  const extension = vscode.extensions.getExtension(EXTENSION_ID)?.extensionPath;
  if (extension === undefined) throw new Error(`${EXTENSION_ID} is not there`);
  return [__filename, ...[extension, realpathSync(extension)].map((folder) => path.join(folder, 'dist') + path.sep)];
}

function describeError(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function runScenario(name: string): Promise<number> {
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`no scenario "${name}"`);
  // A skipped or a focused test must not look like a passed run.
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 60_000,
    forbidOnly: true,
    forbidPending: true,
    reporter: ChannelReporter,
  });
  // Mocha does this for each file that it loads itself; the bundle holds them all.
  mocha.suite.emit('pre-require', globalThis, name, mocha);
  for (const load of scenario.suites) await load();
  if (mocha.suite.total() === 0) throw new Error('there is no test');
  return new Promise((resolve) => {
    mocha.run(resolve);
  });
}

export async function run(): Promise<void> {
  const name = process.env[environment.scenario] ?? '';
  let failures = 1;
  try {
    failures = await runScenario(name);
  } catch (error) {
    report({ kind: 'fail', title: name, error: describeError(error) });
  }
  report({ kind: 'end' });
  await ask('flush', []);
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
