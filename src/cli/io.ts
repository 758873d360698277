import { addAbortSignal, type Readable } from 'node:stream';
import { styleText } from 'node:util';
import type { ProcessRights } from './rootRights.ts';
import type { Style } from '../output/style.ts';

/** Exit codes: docs of every command. */
export const EXIT = { clean: 0, findings: 1, usage: 2, interrupted: 130 } as const;

/** What a command may do to the world. Results go to `out`, progress and notes to `err`. */
export interface Io {
  readonly cwd: string;
  /** Where the package's own files are: its manifest, the rule pages. */
  readonly packageFolder: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Standard input, opened when it is asked for. */
  readonly stdin: () => Readable;
  /** Colour for `out`. */
  readonly style: Style;
  /** How wide the terminals behind `out` and `err` are; undefined where there is none. */
  readonly columns: { readonly out: number | undefined; readonly err: number | undefined };
  /** Fires on Ctrl-C. What takes long ends then, closes what it opened, and prints nothing half. */
  readonly signal: AbortSignal;
  /** Of this process, for a command that gives them up; absent where it must keep them. */
  readonly rights?: ProcessRights;
}

/** A wrong call or an input that cannot be read: the message is for people, the exit code is 2. */
export class UsageError extends Error {}

/** https://no-color.org: colour on a terminal only, and not if NO_COLOR is set to anything. */
export function processIo(packageFolder: string, signal: AbortSignal): Io {
  const colour = process.stdout.isTTY && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return {
    cwd: process.cwd(),
    packageFolder,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    stdin: () => addAbortSignal(signal, process.stdin),
    style: (name, text) => (colour ? styleText(name, text, { validateStream: false }) : text),
    columns: { out: width(process.stdout), err: width(process.stderr) },
    signal,
    rights: process,
  };
}

/** Some terminals say 0 for "not known". */
const width = ({ isTTY, columns }: NodeJS.WriteStream): number | undefined => (isTTY ? columns || 80 : undefined);
