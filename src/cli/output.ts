import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { reason } from './disk.ts';
import { UsageError } from './io.ts';

/** @throws UsageError naming the file */
export function writeText(file: string, text: string): void {
  try {
    writeFileSync(file, text);
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
