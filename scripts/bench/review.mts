import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { medians, type Measured } from './measure.mts';

const ROOT = path.join(import.meta.dirname, '../..');
const FILES = 50_000;
const COMMITS = 5_000;
/** The first commit, which brings all files. */
const FIRST = `HEAD~${COMMITS - 1}`;

const SETTINGS = 'force-app/main/default/settings/EmailAdministration.settings-meta.xml';
const RECORD = 'config/email-deliverability.json';

const settings = (restrict: boolean): string =>
  `<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata"><enableRestrictTlsToDomains>${restrict}</enableRestrictTlsToDomains></EmailAdministrationSettings>\n`;

/**
 * What nobody has committed yet, against the same diff. Of a few commits git tells the difference in the time that a
 * process takes to start: there the review's own time, which hardly grows with the repository, is all that counts, so
 * it is only told.
 */
export function benchReview(): Measured {
  const folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-bench-'));
  try {
    makeRepository(folder);
    const cli = path.join(ROOT, 'dist/cli.js');
    const runner =
      (command: string, ...args: string[]) =>
      () => {
        const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
        if (status === null || status > 1)
          throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
      };
    const diff = (...args: string[]) => runner('git', 'diff', '--name-only', ...args);
    const review = (...args: string[]) => runner(process.execPath, cli, 'review', ...args);
    const [start = 0, base = 0, ours = 0, oneBase = 0, one = 0, manyBase = 0, many = 0, otherBase = 0, other = 0] =
      medians(
        15,
        runner(process.execPath, cli, '--version'),
        diff('HEAD~1'),
        review('--base', 'HEAD~1'),
        diff('HEAD~1...HEAD'),
        review('--base', 'HEAD~1', '--head', 'HEAD'),
        diff(`${FIRST}...HEAD`),
        review('--base', FIRST, '--head', 'HEAD'),
        diff('HEAD~2...HEAD~1'),
        review('--base', 'HEAD~2', '--head', 'HEAD~1'),
      );
    const note = (name: string, mine: number, theirs: number): string =>
      `${name}: ${(mine - start).toFixed(1)} ms less process start against ${theirs.toFixed(1)} ms`;
    return {
      name: `review of the working tree, ${FILES} files and ${COMMITS} commits`,
      baseline: 'git diff --name-only',
      ours,
      base,
      most: 2,
      allowance: { name: 'process start', ms: start },
      notes: [
        note('of one commit', one, oneBase),
        note('of all commits', many, manyBase),
        note('of a commit that does not concern email', other, otherBase),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A large org's classes and fields; each commit changes a few, and the last one the settings. */
function makeRepository(folder: string): void {
  const git = (args: readonly string[], input = ''): void => {
    const { status, stderr } = spawnSync('git', args, { cwd: folder, input, encoding: 'utf8', maxBuffer: 2 ** 26 });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  };
  const file = (index: number): string =>
    index % 5 === 0
      ? `force-app/main/default/classes/Class${index}.cls`
      : `force-app/main/default/objects/Object${Math.floor(index / 100)}__c/fields/Field${index}__c.field-meta.xml`;
  const lines: string[] = ['blob', 'mark :1', 'data 2', 'x', 'blob', 'mark :2', 'data 2', 'y'];
  const commit = (index: number, changes: readonly string[]): void => {
    lines.push('commit refs/heads/main', `committer Bench <bench@example.com> ${1_700_000_000 + index} +0000`);
    lines.push('data 1', 'c', ...changes, '');
  };
  const inline = (name: string, text: string): readonly string[] => [
    `M 100644 inline ${name}`,
    `data ${Buffer.byteLength(text)}`,
    text,
  ];
  commit(0, [
    ...Array.from({ length: FILES - 3 }, (_, index) => `M 100644 :1 ${file(index)}`),
    ...inline('sfdx-project.json', '{"packageDirectories":[{"path":"force-app"}],"sourceApiVersion":"66.0"}\n'),
    ...inline(SETTINGS, settings(true)),
    ...inline(RECORD, '{"tlsSetting":"Required","restrictTlsToDomains":["acme.example"]}\n'),
  ]);
  for (let index = 1; index < COMMITS - 1; index++)
    commit(
      index,
      [1, 2, 3].map((step) => `M 100644 :${1 + (index % 2)} ${file((index * 7919 + step * 104_729) % (FILES - 3))}`),
    );
  commit(COMMITS, [...inline(SETTINGS, settings(false)), `M 100644 :2 ${file(1)}`]);
  git(['init', '-q', '-b', 'main']);
  git(['fast-import', '--quiet'], `${lines.join('\n')}\n`);
  git(['reset', '-q', '--hard']);
  git(['update-index', '--refresh', '-q']);
}
