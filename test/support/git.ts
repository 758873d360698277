import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './cli.ts';

/** A real repository that is gone after the test. */
export interface TestRepository {
  readonly folder: string;
  readonly git: (...args: readonly string[]) => string;
  /** Writes files; undefined deletes one. */
  readonly write: (files: Readonly<Record<string, string | undefined>>) => void;
  readonly commit: (message: string) => string;
}

export function repository(files?: Readonly<Record<string, string>>, folder = temporaryFolder()): TestRepository {
  const made: TestRepository = {
    folder,
    git: (...args) => runGit(folder, args),
    write(some) {
      for (const [file, text] of Object.entries(some)) {
        const absolute = path.join(folder, file);
        if (text === undefined) {
          rmSync(absolute);
          continue;
        }
        mkdirSync(path.dirname(absolute), { recursive: true });
        writeFileSync(absolute, text);
      }
    },
    commit(message) {
      runGit(folder, ['add', '-A']);
      runGit(folder, ['commit', '-q', '-m', message]);
      return runGit(folder, ['rev-parse', 'HEAD']).trim();
    },
  };
  made.git('init', '-q', '-b', 'main');
  if (files) {
    made.write(files);
    made.commit('first');
  }
  return made;
}

/** The machine's own settings of git must not matter. */
export const GIT_ENVIRONMENT: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_AUTHOR_DATE: '2026-11-23T12:00:00Z',
  GIT_COMMITTER_DATE: '2026-11-23T12:00:00Z',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com',
};

export function runGit(folder: string, args: readonly string[], accepted: readonly number[] = [0]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8', env: GIT_ENVIRONMENT });
  if (status === null || !accepted.includes(status)) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}
