import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BOM } from '../../formats/decode.ts';
import { mergeManifest, mergeSummary, MAX_MANIFEST_BYTES } from '../../project/layout/packageXml.ts';
import type { EmailManifest } from '../../sdr/bundle.ts';
import { loadSdr } from '../../sdr/lazy.ts';
import { printable } from '../../text/printable.ts';
import { baseFolder, readText, reason } from '../../files/disk.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { parseOptions, type Options } from '../options.ts';
import { rewriteText } from '../output.ts';

const OPTIONS = {
  output: { value: 'FILE', help: 'write it to a file; an existing file keeps its entries and gets the missing ones' },
  project: {
    value: 'DIR',
    default: '.',
    unset: 'the one that contains the working directory',
    help: 'the SFDX project',
  },
} as const satisfies Options;

export const manifestCommand: Command = {
  name: 'manifest',
  summary: "print a package.xml for the project's email settings",
  calls: [''],
  about: ["Prints a package.xml that names the project's email settings."],
  options: OPTIONS,
  exits: {},
  run: manifest,
};

async function manifest(args: readonly string[], io: Io): Promise<number> {
  const { positionals, values } = parseOptions(args, OPTIONS);
  if (positionals.length > 0) throw new UsageError('manifest takes no arguments: name the project with --project DIR');
  const root = projectRoot(io.cwd, values.project);
  const { emailManifest } = await loadSdr();
  const made = await emailManifest(root);
  if (!made.ok) throw new UsageError(`Salesforce's own tools cannot read this project: ${made.message}`);
  for (const note of [...made.warnings, ...notes(made.value)]) io.err(`${printable(note)}\n`);
  if (values.output === undefined) io.out(made.value.xml);
  else io.err(`${printable(writeManifest(path.resolve(io.cwd, values.output), values.output, made.value))}\n`);
  return EXIT.clean;
}

/** @throws UsageError if there is no SFDX project */
function projectRoot(cwd: string, named: string): string {
  const folder = path.resolve(cwd, named);
  try {
    if (!statSync(folder).isDirectory()) throw new UsageError(`${named} is not a folder`);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${named}: ${reason(error)}`);
  }
  const root = baseFolder(folder, true);
  if (!existsSync(path.join(root, 'sfdx-project.json')))
    throw new UsageError(`${named}: no sfdx-project.json here or above: name the project with --project DIR`);
  return root;
}

function notes({ present, versionGiven, version, members }: EmailManifest): readonly string[] {
  return [
    ...(present ? [] : [`the project has no email settings: the manifest names ${members.join()}, to retrieve it`]),
    ...(versionGiven
      ? []
      : [`sfdx-project.json has no sourceApiVersion such as 66.0: a manifest without a version gets ${version}`]),
  ];
}

/** @throws UsageError if the file cannot be read or written; it is left as it was then */
function writeManifest(file: string, name: string, { xml, members, version }: EmailManifest): string {
  try {
    if (!existsSync(file)) {
      mkdirSync(path.dirname(file), { recursive: true });
      // Whoever made the file meanwhile keeps it.
      writeFileSync(file, xml, { flag: 'wx' });
      return `${name}: written, with ${members.join(' and ')}`;
    }
  } catch (error) {
    throw new UsageError(`${name}: ${reason(error)}`);
  }
  const before = readText(file, MAX_MANIFEST_BYTES);
  if (!before.ok) throw new UsageError(`${name}: ${before.message}: nothing was written`);
  const merged = mergeManifest(before.text, { type: 'Settings', members, version });
  if (!merged.ok) throw new UsageError(`${name}: ${merged.message}: nothing was written`);
  const bom = before.bom ? BOM : '';
  if (merged.text !== before.text) rewriteText(file, bom + before.text, bom + merged.text);
  return `${name}: ${mergeSummary(merged, version)}`;
}
