import { spawn, type ChildProcess } from 'node:child_process';
import { devNull } from 'node:os';
import { printable } from '../text/printable.ts';

/** Versions that cannot be had: the message is for people. */
export class VersionError extends Error {
  /** The option whose value is at fault: the message goes on after it. */
  readonly option: '--base' | '--head' | undefined;

  constructor(message: string, option?: '--base' | '--head') {
    super(message);
    this.option = option;
  }
}

/** Runs the `git` program: without a shell, and so that nothing of the repository or the environment runs with it. */
export interface Git {
  readonly run: (args: readonly string[], input?: string) => Promise<Buffer>;
  /** Hands its output over as it comes, instead of keeping it. */
  readonly stream: (args: readonly string[], input: string, take: (chunk: Buffer) => void) => Promise<void>;
}

/** What git said, when it ended with an error. */
export class GitError extends VersionError {
  readonly said: string;
  readonly exitCode: number | null;

  constructor(said: string, exitCode: number | null) {
    super(`git: ${printable(mainLine(said), 300)}`);
    this.said = said;
    this.exitCode = exitCode;
  }
}

/** Far more than any listing takes; a hostile repository must not fill the memory. */
const MAX_OUTPUT = 256 * 1024 * 1024;
const MAX_ERROR = 10_000;
const TIMEOUT_MS = 120_000;

/** Of settings in a repository, some name programs that git runs. None of them is needed here. */
const SAFE = [
  '--no-pager',
  '--no-optional-locks',
  ...['core.quotepath=off', 'core.fsmonitor=false', `core.hooksPath=${devNull}`].flatMap((one) => ['-c', one]),
  // A partial clone would fetch what is missing; a bare repository may lie in a folder that somebody sent.
  ...['protocol.allow=never', 'safe.bareRepository=explicit', 'diff.external='].flatMap((one) => ['-c', one]),
];

/** @param program where git is, if not on the search path */
export const gitIn = (folder: string, signal: AbortSignal, program = 'git'): Git => ({
  run: async (args, input = '') => {
    const chunks: Buffer[] = [];
    await runGit({ program, folder, args, input, signal }, (chunk) => chunks.push(chunk));
    return Buffer.concat(chunks);
  },
  stream: (args, input, take) => runGit({ program, folder, args, input, signal }, take),
});

interface Call {
  readonly program: string;
  readonly folder: string;
  readonly args: readonly string[];
  readonly input: string;
  readonly signal: AbortSignal;
}

async function runGit({ program, folder, args, input, signal }: Call, take: (chunk: Buffer) => void): Promise<void> {
  const child = spawn(program, [...SAFE, ...args], {
    cwd: folder,
    env: safeEnvironment(process.env),
    signal,
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    windowsHide: true,
  });
  let size = 0;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT) child.kill('SIGKILL');
    else take(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (said.length < MAX_ERROR) said += chunk.toString();
  });
  // It may end before it has read everything.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [code, killed] = await ended(child, signal);
  if (killed) throw new VersionError(`git ${args[0] ?? ''} took too long, or printed too much`);
  if (code !== 0) throw new GitError(said, code);
}

const ended = (child: ChildProcess, signal: AbortSignal): Promise<readonly [code: number | null, killed: boolean]> =>
  new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) reject(error);
      else if (error.code === 'ENOENT') reject(new VersionError('git was not found: review needs it'));
      else reject(new VersionError(`git: ${error.message}`));
    });
    child.on('close', (code, killed) => {
      resolve([code, killed !== null]);
    });
  });

/** Warnings come first, what went wrong comes last. */
function mainLine(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '');
  const main = lines.find((line) => line.startsWith('fatal:')) ?? lines[0] ?? 'ended with an error';
  return main.replace(/^(fatal|error): /, '');
}

/** Where the repository is, is said by the folder alone: in a hook, git sets variables that say something else. */
function safeEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name));
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_PAGER: 'cat',
    LC_ALL: 'C',
  };
}
