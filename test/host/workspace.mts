import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeMemoryFiles } from './memoryFiles/write.mts';
import { project } from './provision.mts';
import type { Scenario } from './scenarios.mts';

export interface Prepared {
  /** A path, or the URI of a folder that is on no disk. */
  open: string;
  /** Folders of the extensions that it needs. */
  besides: string[];
}

/** A copy that the tests may change; `parent` is a temporary folder. */
export async function prepareWorkspace(
  parent: string,
  { open, inGit }: Pick<Scenario, 'open' | 'inGit'>,
): Promise<Prepared> {
  const folder = path.join(parent, 'acme');
  const sample = path.join(project, 'samples/acme');
  if (existsSync(sample)) cpSync(sample, folder, { recursive: true });
  else {
    mkdirSync(folder);
    writeFileSync(
      path.join(folder, 'sfdx-project.json'),
      '{ "packageDirectories": [{ "path": "force-app", "default": true }] }\n',
    );
  }
  // As in a folder for downloads: a log does not lie in the project.
  const log = path.join(project, 'samples/email-log.csv');
  if (existsSync(log)) cpSync(log, path.join(parent, 'email-log.csv'));
  if (inGit === true) commitAll(folder);
  if (open === 'folder') return { open: folder, besides: [] };
  if (open === 'memory' || open === 'github') {
    const extension = path.join(parent, 'memory-files');
    const scheme = open === 'memory' ? 'memory:' : 'vscode-vfs://github';
    return { open: `${scheme}${await writeMemoryFiles(extension, folder)}`, besides: [extension] };
  }
  cpSync(folder, path.join(parent, 'second'), { recursive: true, filter: (file) => path.basename(file) !== '.git' });
  // So that nobody can take one's findings for the other's.
  const record = path.join(parent, 'second/config/email-deliverability.json');
  if (existsSync(record)) writeFileSync(record, '{ "tlsSetting": "Preferred" }\n');
  const file = path.join(parent, 'two.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'acme' }, { path: 'second' }] }));
  return { open: file, besides: [] };
}

/** What the machine's own settings of git say must not matter. */
function commitAll(folder: string): void {
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: folder });
  };
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('-c', 'commit.gpgSign=false', 'commit', '-q', '-m', 'first');
}
