import type { LayoutOptions } from '../project/layout/model.ts';
import { isCandidatePath } from '../project/layout/names.ts';
import { DEFAULT_RECORD_PATH } from '../project/settings/record.ts';
import { decodeFile, MAX_BYTES, TOO_LARGE, type DecodedFile } from '../formats/decode.ts';
import type { Version } from '../review/reviewVersions.ts';
import { GitError, VersionError, type Git } from './program.ts';

/** A file of the working tree, by its path in the repository; undefined if there is none. */
export type ReadWorkingFile = (file: string) => DecodedFile | undefined;

/** A file of a commit or of the index. */
interface GitFile {
  readonly mode: string;
  readonly oid: string;
  /** Of the index: a sparse checkout leaves it out of the working tree. */
  readonly sparse?: boolean;
}

type Place = GitFile | 'disk';

/** The commits that are compared. */
export interface Endpoints {
  /** Undefined: there is none yet. */
  readonly base: string | undefined;
  /** Undefined: the working tree. */
  readonly head: string | undefined;
}

export interface Versions {
  readonly before: Version;
  readonly after: Version;
  /** Submodules whose commit changes. */
  readonly submodules: readonly string[];
}

/**
 * Reads the candidate files of both versions, and nothing else: what the index holds, and how it differs from either
 * version, takes git far less time than listing a tree. Undefined: none of the candidates changes.
 */
export async function readVersions(
  git: Git,
  disk: ReadWorkingFile,
  { base, head }: Endpoints,
  options: LayoutOptions,
): Promise<Versions | undefined> {
  const specs = pathspecs(options);
  const matters = (file: string): boolean => isCandidatePath(file, options);
  const [changed, submodules] = await Promise.all([
    head === undefined ? undefined : treeDifferences(git, base, head, { specs, matters }),
    changedSubmodules(git, disk, { base, head }),
  ]);
  if (changed?.size === 0)
    return submodules.length > 0 ? { before: new Map(), after: new Map(), submodules } : undefined;
  const [before, after] = await bothSides(git, disk, { base, head }, changed, { specs, matters });
  const [old, now] = [sorted(before), sorted(after)];
  const read = await contents(git, [old, now]);
  return { before: texts(old, disk, read), after: texts(now, disk, read), submodules };
}

/** Which files are looked at: what git is asked for, and what of that counts. */
interface Wanted {
  readonly specs: readonly string[];
  readonly matters: (file: string) => boolean;
}

async function bothSides(
  git: Git,
  disk: ReadWorkingFile,
  { base, head }: Endpoints,
  changed: Differences | undefined,
  { specs, matters }: Wanted,
): Promise<readonly [Places, Places]> {
  const commit = changed ? head : base;
  const [index, differences, untracked] = await Promise.all([
    indexFiles(git, { specs, matters }),
    commit === undefined ? undefined : indexDifferences(git, commit, { specs, matters }),
    changed ? '' : git.run(['ls-files', '-z', '-o', '--exclude-standard', '--', ...specs]),
  ]);
  const known: GitFiles = commit === undefined || !differences ? new Map() : asBefore(index, differences);
  if (changed) return [asBefore(known, changed), known];
  return [known, workingTree(disk, index, untracked.toString().split('\0').filter(matters))];
}

/** A mode and an object on either side; undefined where there is no file. */
interface Difference {
  readonly before: GitFile | undefined;
  readonly after: GitFile | undefined;
}

type Differences = ReadonlyMap<string, Difference>;
type GitFiles = ReadonlyMap<string, GitFile>;
type Places = ReadonlyMap<string, Place>;

const RAW = ['--raw', '-z', '--no-abbrev', '--no-renames', '--ignore-submodules=none'] as const;

/** `diff-tree` would read the index first, which takes longer than all the rest; here nothing of a setting may count. */
const DIFF = ['diff', ...RAW, '--no-ext-diff', '--no-textconv', '--no-relative', '--no-color'] as const;

async function treeDifferences(
  git: Git,
  base: string | undefined,
  head: string,
  { specs, matters }: Wanted,
): Promise<Differences> {
  const args = [...DIFF, base ?? (await emptyTree(git)), head, '--', ...specs];
  return parseRaw(await git.run(args), matters);
}

/** Its name hangs on the repository's hash. */
const emptyTree = async (git: Git): Promise<string> =>
  (await git.run(['hash-object', '-t', 'tree', '--stdin'])).toString().trim();

/** `:mode mode oid oid status NUL path NUL` */
function parseRaw(output: Buffer, matters: (file: string) => boolean): Differences {
  const fields = output.toString().split('\0');
  const found = new Map<string, Difference>();
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const [modeBefore = '', modeAfter = '', oidBefore = '', oidAfter = ''] = (fields[i] ?? '').slice(1).split(' ');
    const file = fields[i + 1] ?? '';
    // A file in conflict has its version of the commit here too, and none of the index.
    if (matters(file)) found.set(file, { before: gitFile(modeBefore, oidBefore), after: gitFile(modeAfter, oidAfter) });
  }
  return found;
}

const gitFile = (mode: string, oid: string): GitFile | undefined => (/^0+$/.test(mode) ? undefined : { mode, oid });

async function indexFiles(git: Git, { specs, matters }: Wanted): Promise<GitFiles> {
  const output = await git.run(['ls-files', '-z', '-s', '-t', '--', ...specs]);
  const found = new Map<string, GitFile>();
  for (const line of output.toString().split('\0')) {
    // `H 100644 oid stage TAB path`; S: sparse. A file in conflict has a line for each stage.
    const [, tag, mode, oid, file] = /^(\S) (\d+) ([0-9a-f]+) \d\t([^]+)$/.exec(line) ?? [];
    if (mode !== undefined && oid !== undefined && file !== undefined && matters(file))
      found.set(file, { mode, oid, sparse: tag === 'S' });
  }
  return found;
}

const indexDifferences = async (git: Git, commit: string, { specs, matters }: Wanted): Promise<Differences> =>
  parseRaw(await git.run(['diff-index', '--cached', ...RAW, commit, '--', ...specs]), matters);

function workingTree(disk: ReadWorkingFile, index: GitFiles, untracked: readonly string[]): Places {
  const places = new Map<string, Place>();
  for (const [file, one] of index)
    if (one.sparse === true) places.set(file, one);
    else if (disk(file)) places.set(file, 'disk');
  for (const file of untracked) places.set(file, 'disk');
  return places;
}

function asBefore(after: GitFiles, changed: Differences): GitFiles {
  const files = new Map(after);
  for (const [file, { before }] of changed)
    if (before) files.set(file, before);
    else files.delete(file);
  return files;
}

const sorted = (places: Places): Places => new Map([...places].sort(([a], [b]) => (a < b ? -1 : 1)));

const SUBMODULE = '160000';
const LINK = '120000';

async function changedSubmodules(
  git: Git,
  disk: ReadWorkingFile,
  { base, head }: Endpoints,
): Promise<readonly string[]> {
  if (base === undefined || !disk('.gitmodules')) return [];
  const args = head === undefined ? ['diff-index', '--cached', ...RAW, base] : [...DIFF, base, head];
  const differences = parseRaw(await git.run([...args, '--']), () => true);
  return [...differences].flatMap(([file, { before, after }]) =>
    [before, after].some((one) => one?.mode === SUBMODULE) ? [file] : [],
  );
}

/** Every object once, in one process. */
async function contents(git: Git, versions: readonly Places[]): Promise<ReadonlyMap<string, DecodedFile>> {
  const wanted = new Set<string>();
  for (const version of versions)
    for (const one of version.values())
      if (one !== 'disk' && one.mode !== LINK && one.mode !== SUBMODULE) wanted.add(one.oid);
  if (wanted.size === 0) return new Map();
  const reader = objectReader();
  try {
    await git.stream(['cat-file', '--batch'], `${[...wanted].join('\n')}\n`, reader.take);
  } catch (error) {
    // A partial clone would fetch them, which is not allowed here.
    if (error instanceof GitError && /promisor|lazy fetching|not allowed/.test(error.said))
      throw new VersionError(LACKS);
    throw error;
  }
  if (reader.lacks()) throw new VersionError(LACKS);
  return reader.found;
}

const LINE_END = 10;

/** Takes in `oid type size LF content LF`, again and again; of what is too large, only that it is. */
function objectReader() {
  const found = new Map<string, DecodedFile>();
  let rest: Buffer = Buffer.alloc(0);
  let lacks = false;
  /** What is still to come of an object that is not kept. */
  let skip = 0;
  /** The next object, if all of it is there. */
  const next = (): boolean => {
    const end = rest.indexOf(LINE_END);
    if (end < 0) return false;
    const [oid = '', type, length] = rest.toString('latin1', 0, end).split(' ');
    if (type === 'missing') lacks = true;
    // That line is all there is of one that is missing.
    const size = Number(length);
    const after = end + 1 + (type === 'missing' ? 0 : size + 1);
    if (type !== 'blob' || size > MAX_BYTES) {
      found.set(oid, { ok: false, message: TOO_LARGE });
      skip = Math.max(0, after - rest.length);
    } else if (rest.length < after) return false;
    else found.set(oid, decodeFile(rest.subarray(end + 1, end + 1 + size)));
    rest = rest.subarray(after);
    return true;
  };
  const take = (chunk: Buffer): void => {
    const kept = chunk.subarray(skip);
    skip -= chunk.length - kept.length;
    rest = rest.length === 0 ? kept : Buffer.concat([rest, kept]);
    while (skip === 0 && next());
  };
  return { found, take, lacks: () => lacks };
}

const LACKS = 'this partial clone does not have the files of the versions to compare: fetch them first';

function texts(places: Places, disk: ReadWorkingFile, read: ReadonlyMap<string, DecodedFile>): Version {
  const found = new Map<string, DecodedFile>();
  for (const [file, one] of places) {
    if (one !== 'disk' && one.mode === SUBMODULE) continue;
    const link: DecodedFile = { ok: false, message: 'a link, which is not followed in a commit' };
    const text = one === 'disk' ? disk(file) : (read.get(one.oid) ?? link);
    if (text) found.set(file, text);
  }
  return found;
}

/**
 * Where `isCandidate` finds anything, so that git need not list the rest. Only ends of names: git compares 50,000 of
 * these faster than it matches one pattern.
 */
function pathspecs({ recordPath = DEFAULT_RECORD_PATH }: LayoutOptions): readonly string[] {
  const record = /\.[A-Za-z0-9]+$/.exec(recordPath)?.[0];
  const ends = ['.settings-meta.xml', '.settings', '.json', '.csv', '.forceignore', 'package.xml', record ?? '.json'];
  return [...new Set(ends)].map((end) => `*${end}`);
}
