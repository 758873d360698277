import Mocha from 'mocha';
import { describe, expect, it } from 'vitest';
import { ignoreErrorsOfOthers, mayBeOurs } from '../host/suite/uncaught.ts';

const OURS = ['/project/dist/', '/project/.vscode-test/suite/index.cjs'];

const NODE = [
  'WriteWrap.onWriteComplete [as oncomplete] (node:internal/stream_base_commons:87:19)',
  'process.processTicksAndRejections (node:internal/process/task_queues:104:5)',
];
const GIT = 'd.exec (/project/.vscode-test/host/node_modules/code-server/lib/vscode/extensions/git/dist/main.js:2:345)';

interface Told {
  readonly message?: string;
  readonly frames?: readonly string[];
  readonly code?: string;
  readonly syscall?: string;
}

function errorWith({ message = 'boom', frames = [], ...more }: Told): Error {
  const error = Object.assign(new Error(message), more);
  error.stack = [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
}

const BROKEN_PIPE = { message: 'write EPIPE', code: 'EPIPE', syscall: 'write' };

describe('an uncaught error in the extension host', () => {
  it.each<readonly [what: string, told: Told, expected: boolean]>([
    ['of the extension', { frames: ['run (/project/dist/extension.js:10:3)', ...NODE] }, true],
    ['of a chunk of the extension, called from another', { frames: ['/project/dist/preflight.js:1:20', GIT] }, true],
    ['of the suite', { frames: ['Timeout._onTimeout (/project/.vscode-test/suite/index.cjs:7:9)', ...NODE] }, true],
    ["of VS Code's Git, in a folder of the project", { frames: [GIT, ...NODE] }, false],
    ['of VS Code itself', { frames: ['/opt/vscode/out/vs/workbench/api/node/extensionHostProcess.js:1:2'] }, false],
    ['of an extension of Windows', { frames: ['d.exec (c:\\vscode\\extensions\\git\\dist\\main.js:2:3)'] }, false],
    ['of a pipe to a program, as the system tells later', { ...BROKEN_PIPE, frames: NODE }, false],
    ['of a pipe that our code writes to', { ...BROKEN_PIPE, frames: ['/project/dist/extension.js:1:2'] }, true],
    ['of a connection that nobody listens to', { code: 'ECONNRESET', syscall: 'read', frames: NODE }, true],
    ['without a stack', {}, true],
    ['that names our file in its message only', { message: '/project/dist/extension.js:1:2', frames: [GIT] }, false],
  ])('%s', (_, told, expected) => {
    expect(mayBeOurs(errorWith(told), OURS)).toBe(expected);
  });

  it.each(['a string', undefined, { stack: `x\n    at ${GIT}` }])('that is none: %j', (thrown) => {
    expect(mayBeOurs(thrown, OURS)).toBe(true);
  });
});

describe('a mocha run in the extension host', () => {
  /** Runs one test, in the middle of which something is thrown elsewhere. */
  async function runWith(thrown: Error): Promise<{ readonly failed: boolean; readonly told: readonly string[] }> {
    const told: string[] = [];
    const mocha = new Mocha({
      reporter: class extends Mocha.reporters.Base {
        constructor(runner: Mocha.Runner) {
          super(runner);
          ignoreErrorsOfOthers(runner, OURS, ({ message }) => told.push(message));
        }
      },
    });
    const before = process.listeners('uncaughtException');
    const test = new Mocha.Test('goes on', (done) => {
      // As Node does it: with each listener that mocha has added for its run.
      for (const listener of process.listeners('uncaughtException'))
        if (!before.includes(listener)) listener(thrown, 'uncaughtException');
      setImmediate(done);
    });
    mocha.suite.addTest(test);
    await new Promise((resolve) => {
      mocha.run(resolve);
    });
    return { failed: test.isFailed(), told };
  }

  it('fails for an error of ours', async () => {
    const thrown = errorWith({ frames: ['/project/dist/extension.js:1:2'] });
    expect(await runWith(thrown)).toEqual({ failed: true, told: [] });
  });

  it('passes with an error of another extension, and tells it', async () => {
    const thrown = errorWith({ ...BROKEN_PIPE, frames: [GIT, ...NODE] });
    expect(await runWith(thrown)).toEqual({ failed: false, told: ['write EPIPE'] });
  });
});
