import { execFile, spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';

/** A reply without end comes out of a program without end. */
const MAX_OUTPUT_BYTES = 1024 * 1024;

const SERVER_PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;

export interface Ran {
  readonly text: string;
  /** Undefined: the program was still running after its time and was killed. */
  readonly exitCode: number | undefined;
}

export interface RunLimits {
  readonly ms: number;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A file for its standard input. */
  readonly input?: string;
}

/** @throws Error if the program does not exist */
export function run(command: string, args: readonly string[], { ms, cwd, env, input }: RunLimits): Promise<Ran> {
  const options = {
    timeout: ms,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_OUTPUT_BYTES,
    encoding: 'latin1',
    env: { ...process.env, PATH: SERVER_PATH, LC_ALL: 'C', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  } as const;
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') {
        reject(new Error(`${command} is not here`));
        return;
      }
      const exitCode = error ? (typeof error.code === 'number' ? error.code : undefined) : 0;
      resolve({ text: `${stdout}${stderr}`, exitCode });
    });
    child.stdin?.end(input === undefined ? undefined : readFileSync(input));
  });
}

/** For what prepares the check and cannot fail. */
export async function must(command: string, args: readonly string[], limits: Partial<RunLimits> = {}): Promise<string> {
  const { exitCode, text } = await run(command, args, { ms: 30_000, ...limits });
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')}\nexit code ${exitCode ?? 'none'}\n${text}`);
  return text;
}

/** Starts a server that stays in the foreground; it ends with the namespace. */
export function daemon(command: string, args: readonly string[], logFile: string): void {
  const log = openSync(logFile, 'a');
  spawn(command, args, { stdio: ['ignore', log, log], env: { ...process.env, PATH: SERVER_PATH } }).unref();
}
