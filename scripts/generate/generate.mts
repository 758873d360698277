import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { GeneratedFile } from './files.mts';
import { RULE_INDEX, ruleIndex, useRuleIndex } from './ruleIndex.mts';
import { textOf } from './text.mts';

/**
 * Writes the generated files, or only says which are stale. Everything is read and made before the first file is
 * written, so a fault leaves all of them as they are.
 *
 * @returns the exit code
 */
export async function generate(check: boolean): Promise<number> {
  const index = await ruleIndex();
  if ('faults' in index) return refuse(index.faults);
  useRuleIndex(index.text);
  const { generatedFiles } = await import('./files.mts');
  const files: readonly GeneratedFile[] = [{ path: RULE_INDEX, text: () => index }, ...generatedFiles()];
  const made = files.map(({ path, text }) => ({ path, ...text() }));
  const faults = made.flatMap((one) => ('faults' in one ? one.faults : []));
  if (faults.length > 0) return refuse(faults);
  const stale: string[] = [];
  for (const one of made) {
    const before = textOf(one.path);
    // What is as it was has its format already, and formatting takes most of the time.
    if (!('text' in one) || one.text === before) continue;
    const text = await formatted(one.path, one.text);
    if (text === before) continue;
    stale.push(one.path);
    if (!check) writeFileSync(one.path, text);
  }
  if (stale.length > 0) console.log(`${check ? 'stale' : 'written'}: ${stale.join(', ')}`);
  return check && stale.length > 0 ? 1 : 0;
}

function refuse(faults: readonly string[]): number {
  for (const fault of faults) console.error(fault);
  console.error('Nothing was written.');
  return 1;
}

const formatted = async (file: string, text: string): Promise<string> =>
  format(text, { ...(await resolveConfig(file)), filepath: file });
