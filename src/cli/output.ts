import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { reason } from '../files/disk.ts';
import { UsageError } from './io.ts';

/** Writes a text of which only a piece is in memory at a time. @throws UsageError naming the file */
export function writePieces(file: string, pieces: Iterable<string>): void {
  try {
    const open = openSync(file, 'w');
    try {
      for (const piece of pieces) writeFileSync(open, piece);
    } finally {
      closeSync(open);
    }
  } catch (error) {
    throw new UsageError(`${file}: ${reason(error)}`);
  }
}

/**
 * Finds out before a long run whether its result could be written, without touching the file.
 *
 * @throws UsageError naming the file as the user did
 */
export function checkWritable(file: string, name: string): void {
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) throw new Error('is a folder');
    accessSync(found ? file : path.dirname(file), constants.W_OK);
  } catch (error) {
    throw new UsageError(`${name}: ${reason(error)}`);
  }
}

/**
 * Replaces a file that is still what was read: somebody may have saved it meanwhile. The new text is complete before it
 * takes the old one's place, so an interruption loses nothing; links and permissions stay.
 *
 * @throws UsageError if the file has changed or cannot be written
 */
export function rewriteText(file: string, before: string, after: string): void {
  try {
    const real = realpathSync(file);
    if (readFileSync(real, 'utf8') !== before) throw new UsageError(`${file} has changed in the meantime: not fixed`);
    const temporary = `${real}.${process.pid}.tmp`;
    writeFileSync(temporary, after, { mode: statSync(real).mode });
    renameSync(temporary, real);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${file}: ${reason(error)}`);
  }
}
