import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bounceQueries, type BounceQuery } from '../../bounce/queries.ts';
import { sourceApiVersion } from '../../project/layout/apiVersion.ts';
import { bounceQueriesText, bounceQueryFiles } from '../../bounce/report/queries.ts';
import { NEWEST_KNOWN_API } from '../../project/settings/elements.ts';
import { printable } from '../../text/printable.ts';
import { nearestAbove, readText, reason } from '../../files/disk.ts';
import type { Command } from '../command.ts';
import { didYouMean } from '../didYouMean.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { parseOptions, type Options } from '../options.ts';
import { apiVersion } from '../optionValues.ts';
import { counted } from '../../output/words.ts';

const OPTIONS = {
  'api-version': { value: 'N', help: "the API version, such as 67; overrides the project's", read: apiVersion },
  write: { help: 'write them to scripts/soql/ of the project, one file for each query' },
  output: { value: 'DIR', help: 'write them to this folder' },
  force: { help: 'replace files that you edited; without it, they are not overwritten, and listed' },
} as const satisfies Options;

export const soqlCommand: Command = {
  name: 'soql',
  summary: 'print queries for what Salesforce stores about bounces',
  calls: ['[NAME...]'],
  about: [
    'Prints ready queries for bounced contacts, leads, person accounts, messages and recipients, each with a note. With a name, prints only that query, for sf data query --query.',
  ],
  options: OPTIONS,
  exits: { findings: 'a file that you edited was not overwritten' },
  run: soql,
};

function soql(args: readonly string[], io: Io): number {
  const { positionals, values } = parseOptions(args, OPTIONS);
  if (values.write && values.output !== undefined) throw new UsageError('--write or --output DIR: give one of them');
  const root = nearestAbove(io.cwd, 'sfdx-project.json');
  const { version, note } = versionOf(values['api-version'], root);
  const { known, tooNew } = bounceQueries(version);
  const chosen = chosenOf(positionals, known, tooNew, version);
  if (values.write && root === undefined)
    throw new UsageError('--write needs a project: no sfdx-project.json here or above; name a folder with --output');
  const folder =
    values.output !== undefined ? path.resolve(io.cwd, values.output) : path.join(root ?? io.cwd, 'scripts/soql');
  if (note !== undefined) io.err(`${note}\n`);
  if (values.write || values.output !== undefined)
    return writeAll(bounceQueryFiles(chosen, version), folder, values.force, io);
  const [only] = positionals.length === 1 ? chosen : [];
  if (only) {
    io.err(`${only.tells}\n${only.trap}\n`);
    io.out(`${only.soql}\n`);
  } else io.out(bounceQueriesText(chosen, positionals.length > 0 ? [] : tooNew, version));
  return EXIT.clean;
}

interface Version {
  readonly version: number;
  readonly note?: string;
}

function versionOf(asked: number | undefined, root: string | undefined): Version {
  if (asked !== undefined) return { version: asked };
  const read = root === undefined ? undefined : readText(path.join(root, 'sfdx-project.json'));
  const recorded = read?.ok === true ? sourceApiVersion(read.text) : undefined;
  if (recorded !== undefined) return { version: recorded };
  const why = root === undefined ? 'There is no project here' : 'The project has no sourceApiVersion';
  return { version: NEWEST_KNOWN_API, note: `${why}: queries are for API ${NEWEST_KNOWN_API}.0.` };
}

function chosenOf(
  asked: readonly string[],
  known: readonly BounceQuery[],
  tooNew: readonly BounceQuery[],
  version: number,
): readonly BounceQuery[] {
  for (const name of asked) {
    if (known.some((query) => query.name === name)) continue;
    const later = tooNew.find((query) => query.name === name);
    if (later)
      throw new UsageError(
        `${name} needs API ${later.since ?? '?'}.0 or later, and this is ${version}.0: use --api-version`,
      );
    const names = known.map((query) => query.name);
    throw new UsageError(`unknown query ${name}: ${names.join(', ')}${didYouMean(name, names)}`);
  }
  return asked.length === 0 ? known : known.filter((query) => asked.includes(query.name));
}

/** What somebody changed is theirs. */
function writeAll(files: ReadonlyMap<string, string>, folder: string, force: boolean, io: Io): number {
  const written: string[] = [];
  const left: string[] = [];
  const shown = (file: string): string => printable(path.relative(io.cwd, path.join(folder, file)));
  try {
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of files) {
      const before = textOf(path.join(folder, file));
      if (before === text) continue;
      if (before !== undefined && !force) left.push(file);
      else {
        // Without force only what is not there: not even a link that leads nowhere.
        writeFileSync(path.join(folder, file), text, { flag: force ? 'w' : 'wx' });
        written.push(file);
      }
    }
  } catch (error) {
    throw new UsageError(`${printable(folder)}: ${reason(error)}`);
  }
  for (const file of left) io.err(`${shown(file)} has been edited: not overwritten; --force replaces it\n`);
  const same = files.size - written.length - left.length;
  io.err(`${counted(written.length, 'file')} written to ${shown('.')}${same > 0 ? `, ${same} unchanged` : ''}\n`);
  return left.length > 0 ? EXIT.findings : EXIT.clean;
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
