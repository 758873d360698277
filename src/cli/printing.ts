import path from 'node:path';
import { FILE_MEDIUM, type Format, type Medium, type Product } from '../output/formats.ts';
import { printable } from '../text/printable.ts';
import type { Io } from './io.ts';
import { writePieces } from './output.ts';
import { packageVersion, rulePage } from './packageFiles.ts';

/** What stdout is, for formats. */
export const stdoutMedium = (io: Io): Medium & Product => ({
  columns: io.columns.out ?? FILE_MEDIUM.columns,
  style: io.style,
  ...product(io),
});

const product = (io: Io): Product => ({
  version: () => packageVersion(io),
  rulePage: (rule) => rulePage(io, rule),
});

/**
 * Prints a report, or writes it to the file that was asked for and says so on stderr.
 *
 * @param said what goes before the file's name
 * @throws UsageError if the file cannot be written
 */
export async function printReport<View>(
  { render, pieces }: Format<View, Medium & Product>,
  view: View,
  { output, said }: { readonly output: string | undefined; readonly said: string },
  io: Io,
): Promise<void> {
  if (output === undefined) {
    for (const piece of pieces?.(view) ?? [await render(view, stdoutMedium(io))]) io.out(piece);
    return;
  }
  const file = path.resolve(io.cwd, output);
  writePieces(file, pieces?.(view) ?? [await render(view, { ...FILE_MEDIUM, ...product(io) })]);
  io.err(`${printable(said)} ${printable(output)}\n`);
}
