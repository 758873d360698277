import { printable } from '../text/printable.ts';
import { GitError, VersionError, type Git } from './program.ts';
import type { Endpoints } from './versions.ts';

interface Repository {
  /** Absolute. */
  readonly root: string;
  readonly shallow: boolean;
}

/** @throws VersionError if the folder is in no repository with a working tree */
async function openRepository(git: Git): Promise<Repository> {
  try {
    const output = (await git.run(['rev-parse', '--is-shallow-repository', '--show-toplevel'])).toString();
    const end = output.indexOf('\n');
    return { shallow: output.slice(0, end) === 'true', root: output.slice(end + 1).replace(/\r?\n$/, '') };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    if (error.message.includes('not a git repository'))
      throw new VersionError('not in a git repository: review needs one');
    if (error.message.includes('work tree'))
      throw new VersionError('the repository has no working tree: review needs one');
    throw error;
  }
}

export interface Comparison {
  readonly endpoints: Endpoints;
  /** As people call them. */
  readonly base: string;
  readonly head: string;
  /** Of the base alone, whatever commit of it is compared: `main`. */
  readonly name: string;
  readonly notes: readonly string[];
}

/** The default branch, as far as the repository tells. */
const DEFAULT_BRANCHES = [
  'refs/remotes/origin/HEAD',
  'refs/remotes/origin/main',
  'refs/remotes/origin/master',
  'refs/heads/main',
  'refs/heads/master',
];

/**
 * What is compared: the merge base of the base and the head, as a pull request does it, with the head. Without names,
 * the default branch and the working tree.
 *
 * @throws VersionError if a name is no commit, or the two have no commit in common here
 */
export async function comparison(git: Git, named: Named): Promise<Comparison & { readonly repository: Repository }> {
  const bases = named.base === undefined ? DEFAULT_BRANCHES : [checkedName('--base', named.base)];
  const tip = named.head === undefined ? 'HEAD' : checkedName('--head', named.head);
  // Side by side; where there is no repository, the first says so.
  const [repository, commits] = await Promise.allSettled([openRepository(git), resolve(git, [tip, ...bases])]);
  if (repository.status === 'rejected') throw repository.reason;
  if (commits.status === 'rejected') throw commits.reason;
  return { ...(await compared(git, repository.value, named, bases, commits.value)), repository: repository.value };
}

interface Named {
  readonly base: string | undefined;
  readonly head: string | undefined;
}

async function compared(
  git: Git,
  { shallow }: Repository,
  named: Named,
  bases: readonly string[],
  [head, ...found]: readonly (string | undefined)[],
): Promise<Comparison> {
  if (named.head !== undefined && head === undefined) throw unknownCommit('--head', named.head, shallow);
  const headName = named.head ?? 'working tree';
  const endpoint = named.head === undefined ? undefined : head;
  if (named.base !== undefined && found[0] === undefined) throw unknownCommit('--base', named.base, shallow);
  if (head === undefined)
    return {
      endpoints: { base: undefined, head: endpoint },
      base: 'nothing',
      head: headName,
      name: 'nothing',
      notes: ['there is no commit yet: everything is new'],
    };
  const index = found.findIndex((oid) => oid !== undefined);
  const base = found[index] ?? head;
  const baseName = (index < 0 ? 'HEAD' : (bases[index] ?? 'HEAD')).replace(/^refs\/(remotes|heads)\//, '');
  const common = base === head ? head : await mergeBase(git, base, head);
  if (common === undefined && shallow)
    throw new VersionError(
      `this clone is shallow and has no commit in common with ${baseName}: fetch more of the history (git fetch --unshallow, or fetch-depth: 0)`,
    );
  return {
    endpoints: { base: common ?? base, head: endpoint },
    base:
      common === base || common === undefined
        ? withOid(baseName, base)
        : `merge base with ${withOid(baseName, common)}`,
    head: named.head === undefined ? headName : withOid(named.head, head),
    name: printable(baseName, 100),
    notes:
      common === undefined ? [`${baseName} and the head have no commit in common: they are compared directly`] : [],
  };
}

const withOid = (name: string, oid: string): string => `${printable(name, 100)} (${oid.slice(0, 8)})`;

type NameOption = VersionError['option'];

/** A name goes to git on its standard input, never as an option; a line end would make two names of it. */
function checkedName(option: NameOption, name: string): string {
  if (name === '' || /[\0\r\n]/.test(name))
    throw new VersionError(`takes the name of a commit, not ${JSON.stringify(name)}`, option);
  return name;
}

const unknownCommit = (option: NameOption, name: string, shallow: boolean): VersionError =>
  new VersionError(
    `${printable(name, 100)} is not a commit here${shallow ? ': this clone is shallow, so fetch more of the history' : ''}`,
    option,
  );

/** The commits that names stand for. */
async function resolve(git: Git, names: readonly string[]): Promise<readonly (string | undefined)[]> {
  const output = await git.run(['cat-file', '--batch-check'], names.map((name) => `${name}^{commit}\n`).join(''));
  return output
    .toString()
    .split('\n')
    .slice(0, names.length)
    .map((line) => /^([0-9a-f]{40,64}) commit \d+$/.exec(line)?.[1]);
}

async function mergeBase(git: Git, a: string, b: string): Promise<string | undefined> {
  try {
    return (await git.run(['merge-base', a, b])).toString().trim();
  } catch (error) {
    // 1: none; anything else is a fault.
    if (error instanceof GitError && error.exitCode === 1) return undefined;
    throw error;
  }
}
