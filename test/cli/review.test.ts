import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { repository, runGit, type TestRepository } from '../support/git.ts';

vi.setConfig({ testTimeout: 60_000 });

const SFDX = '{"packageDirectories": [{"path": "app", "default": true}], "sourceApiVersion": "66.0"}';
const RECORD = 'config/email-deliverability.json';
const SETTINGS = 'app/main/default/settings/EmailAdministration.settings-meta.xml';

const record = (tlsSetting: string, ...list: readonly string[]): string =>
  `${JSON.stringify({ tlsSetting, restrictTlsToDomains: list }, undefined, 2)}\n`;

const restrict = (value: boolean): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">\n    <enableRestrictTlsToDomains>${value}</enableRestrictTlsToDomains>\n</EmailAdministrationSettings>\n`;

const PROJECT = {
  'sfdx-project.json': SFDX,
  [RECORD]: record('Required', 'a.example'),
  [SETTINGS]: restrict(true),
  'app/main/default/settings/Case.settings-meta.xml': '<CaseSettings/>\n',
  'README.md': 'read me\n',
};

interface Json {
  readonly base: string;
  readonly head: string;
  readonly direction: string;
  readonly projects: readonly {
    readonly name: string;
    readonly changes: readonly {
      readonly title: string;
      readonly direction: string;
      readonly places: {
        readonly before: { readonly file: string; readonly start: { readonly line: number } } | null;
        readonly after: { readonly file: string; readonly start: { readonly line: number } } | null;
      };
    }[];
    readonly setup: readonly { readonly code: string }[];
    readonly newFindings: readonly { readonly rule: string }[];
  }[];
  readonly notes: readonly string[];
}

async function review(
  folder: string,
  ...args: readonly string[]
): Promise<Json & { readonly code: number; readonly err: string }> {
  const { code, out, err } = await cli(folder, ['review', '--format', 'json', ...args]);
  if (out === '') throw new Error(err);
  return { ...(JSON.parse(out) as Json), code, err };
}

const titles = ({ projects }: Json): readonly string[] =>
  projects.flatMap(({ changes }) => changes.map(({ title }) => title));

const OFF = 'enableRestrictTlsToDomains: true → false';

describe('what is compared', () => {
  it('is the working tree with the last commit, on the default branch', async () => {
    const repo = repository(PROJECT);
    expect(await review(repo.folder)).toMatchObject({ code: 0, projects: [], direction: 'neutral' });
    repo.write({ [SETTINGS]: restrict(false) });
    const result = await review(repo.folder);
    expect(titles(result)).toEqual([OFF]);
    expect(result.head).toBe('working tree');
    expect(result.base).toMatch(/^main \([0-9a-f]{8}\)$/);
    expect(result.projects[0]?.changes[0]?.places.after).toMatchObject({ file: SETTINGS, start: { line: 3 } });
  });

  it('is a branch with where it left the default branch', async () => {
    const repo = repository(PROJECT);
    repo.git('checkout', '-q', '-b', 'feature');
    repo.write({ [SETTINGS]: restrict(false) });
    repo.commit('off');
    repo.git('checkout', '-q', 'main');
    repo.write({ [RECORD]: record('RequiredVerify', 'a.example') });
    repo.commit('meanwhile');
    repo.git('checkout', '-q', 'feature');
    for (const args of [[], ['--base', 'main'], ['--base', 'main', '--head', 'feature'], ['--head', 'HEAD']]) {
      const result = await review(repo.folder, ...args);
      expect(titles(result)).toEqual([OFF]);
      expect(result.base).toMatch(/^merge base with main/);
    }
    // After a merge, the other's change is not this branch's.
    repo.git('merge', '-q', '--no-edit', 'main');
    expect(titles(await review(repo.folder))).toEqual([OFF]);
    expect(titles(await review(repo.folder, '--base', 'HEAD^2'))).toEqual([OFF]);
    expect(titles(await review(repo.folder, '--base', 'HEAD^1'))).toEqual(['TLS setting: Required → Required Verify']);
  });

  it('is the default branch of the remote, wherever it is', async () => {
    const origin = repository(PROJECT);
    origin.git('branch', '-q', '-m', 'trunk');
    const folder = path.join(temporaryFolder(), 'clone');
    runGit(origin.folder, ['clone', '-q', origin.folder, folder]);
    writeFileSync(path.join(folder, SETTINGS), restrict(false));
    const result = await review(folder);
    expect(titles(result)).toEqual([OFF]);
    expect(result.base).toMatch(/^origin\/HEAD/);
  });

  it('is everything before the first commit, and a commit without a parent cannot be a base', async () => {
    const repo = repository();
    repo.write(PROJECT);
    const unborn = await review(repo.folder);
    expect(unborn.err).toContain('there is no commit yet: everything is new');
    expect(titles(unborn)).toContain(`file added: ${RECORD}`);
    repo.commit('first');
    expect(titles(await review(repo.folder))).toEqual([]);
    const { code, err } = await cli(repo.folder, ['review', '--base', 'HEAD~1']);
    expect([code, err]).toEqual([2, 'sf-deliverability: --base HEAD~1 is not a commit here\n']);
  });

  it('is fine with a detached HEAD, a tag and a commit', async () => {
    const repo = repository(PROJECT);
    repo.git('tag', '-a', '-m', 'one', 'v1');
    repo.write({ [SETTINGS]: restrict(false) });
    const second = repo.commit('off');
    repo.git('checkout', '-q', '--detach');
    expect(titles(await review(repo.folder, '--base', 'v1'))).toEqual([OFF]);
    expect(titles(await review(repo.folder, '--base', `${second}~1`, '--head', second))).toEqual([OFF]);
  });

  it('is what is on the disk, staged or not, tracked or not, and not what is ignored', async () => {
    const repo = repository({ ...PROJECT, '.gitignore': 'copy/\n' });
    repo.git('rm', '-q', '--cached', SETTINGS);
    expect(titles(await review(repo.folder))).toEqual([]);
    repo.git('add', SETTINGS);
    repo.write({
      'data/EmailRelay.json': '[{"attributes":{"type":"EmailRelay"},"Host":"mx.example"}]',
      'copy/EmailAdministration.settings': restrict(true),
    });
    expect(titles(await review(repo.folder))).toEqual([
      'relay mx.example added: Host mx.example',
      'file added: data/EmailRelay.json',
    ]);
    rmSync(path.join(repo.folder, SETTINGS));
    expect(titles(await review(repo.folder, SETTINGS))).toContain(`file removed: ${SETTINGS}`);
  });
});

describe('in a repository', () => {
  it('files that were deleted or moved are told from changes', async () => {
    const repo = repository(PROJECT);
    repo.write({ [SETTINGS]: undefined, 'app/settings/EmailAdministration.settings-meta.xml': restrict(false) });
    const moved = await review(repo.folder);
    expect(titles(moved)).toEqual([
      OFF,
      `file moved: ${SETTINGS} → app/settings/EmailAdministration.settings-meta.xml`,
    ]);
    expect(moved.projects[0]?.changes[0]?.places).toMatchObject({
      before: { file: SETTINGS },
      after: { file: 'app/settings/EmailAdministration.settings-meta.xml' },
    });
    repo.commit('moved');
    repo.write({ [RECORD]: undefined });
    expect(titles(await review(repo.folder))).toEqual([
      'TLS setting: Required → not recorded',
      'domain list removed: removed a.example',
      `file removed: ${RECORD}`,
    ]);
  });

  it('a whole project may move, be new or be gone', async () => {
    const inFolder = (folder: string): Record<string, string> =>
      Object.fromEntries(Object.entries(PROJECT).map(([file, text]) => [`${folder}/${file}`, text]));
    const repo = repository(inFolder('one'));
    repo.git('mv', 'one', 'two');
    repo.write({ [`two/${SETTINGS}`]: restrict(false) });
    const moved = await review(repo.folder);
    expect(titles(moved)).toEqual([OFF]);
    expect(moved.projects[0]?.name).toBe('two');
    repo.commit('moved');
    repo.write(inFolder('three'));
    expect(titles(await review(repo.folder))).toContain('TLS setting: not recorded → Required');
    repo.commit('another');
    repo.git('rm', '-q', '-r', 'two');
    const gone = await review(repo.folder);
    expect(gone.projects.map(({ name }) => name)).toEqual(['two']);
    expect(gone.projects[0]?.setup).toEqual([]);
    expect(await review(repo.folder, 'three')).toMatchObject({ projects: [] });
    expect((await review(repo.folder, 'two')).projects).toHaveLength(1);
    expect((await review(path.join(repo.folder, 'three'))).projects[0]?.name).toBe('../two');
  });

  it('names may have blanks, umlauts, quotes and line ends', async () => {
    const folder = 'Mein Projekt/Größe "ä"\n\t*[x]';
    const repo = repository({
      [`${folder}/sfdx-project.json`]: SFDX,
      [`${folder}/${SETTINGS}`]: restrict(true),
    });
    repo.write({ [`${folder}/${SETTINGS}`]: restrict(false) });
    for (const args of [[], [folder], [`${folder}/${SETTINGS}`]]) {
      const result = await review(repo.folder, ...args);
      expect(titles(result)).toEqual([OFF]);
      expect(result.projects[0]?.changes[0]?.places.after?.file).toBe(`${folder}/${SETTINGS}`);
    }
    repo.commit('off');
    expect(titles(await review(repo.folder, '--base', 'HEAD~1', '--head', 'HEAD'))).toEqual([OFF]);
  });

  it('a file with an open conflict is reviewed as far as it can be read, and said to be', async () => {
    const repo = repository(PROJECT);
    repo.git('checkout', '-q', '-b', 'other');
    repo.write({ [RECORD]: record('Preferred', 'a.example') });
    repo.commit('other');
    repo.git('checkout', '-q', 'main');
    repo.write({ [RECORD]: record('RequiredVerify', 'a.example'), [SETTINGS]: restrict(false) });
    repo.commit('main');
    runGit(repo.folder, ['merge', 'other'], [1]);
    const result = await review(repo.folder, '--base', 'HEAD~1');
    expect(result.code).toBe(2);
    expect(titles(result)).not.toContain(`file added: ${RECORD}`);
    expect(titles(result)).toContain('only partly reviewed, because it cannot be read: it has an open merge conflict');
    expect(titles(result)).toContain(OFF);
  });

  it.each<[string, string | undefined, string | undefined, string | undefined, boolean]>([
    ['changed on both sides', 'Required', 'Preferred', 'RequiredVerify', true],
    ['deleted here, changed there', 'Required', undefined, 'RequiredVerify', false],
    ['changed here, deleted there', 'Required', 'Preferred', undefined, true],
    ['added on both sides', undefined, 'Preferred', 'RequiredVerify', true],
  ])('a file in conflict, %s, is what the commit has of it', async (_, common, ours, theirs, inHead) => {
    const one = (setting: string | undefined) => ({ [RECORD]: setting && record(setting, 'a.example') });
    const repo = repository({ ...PROJECT, [RECORD]: record(common ?? 'Required', 'a.example') });
    if (common === undefined) {
      repo.write({ [RECORD]: undefined });
      repo.commit('none');
    }
    const base = repo.git('rev-parse', 'HEAD').trim();
    repo.git('checkout', '-q', '-b', 'other');
    repo.write(one(theirs));
    repo.commit('theirs');
    repo.git('checkout', '-q', 'main');
    repo.write(one(ours));
    repo.commit('ours');
    runGit(repo.folder, ['merge', 'other'], [1]);
    // Somebody has decided, and not yet told git.
    repo.write({ [RECORD]: record('PreferredVerify', 'a.example') });
    for (const [ref, before] of [
      ['HEAD', inHead ? ours : undefined],
      [base, common],
    ] as const) {
      const label = before === undefined ? 'not recorded' : before.replace(/(?<=.)Verify/, ' Verify');
      const result = await review(repo.folder, '--base', ref);
      expect(result.code).toBe(0);
      expect(titles(result)).toContain(`TLS setting: ${label} → Preferred Verify`);
      expect(titles(result).includes(`file added: ${RECORD}`)).toBe(before === undefined);
    }
  });

  it('a merge is compared with what the default branch had of it', async () => {
    const repo = repository(PROJECT);
    repo.git('checkout', '-q', '-b', 'feature');
    repo.write({ [SETTINGS]: restrict(false) });
    repo.commit('off');
    repo.git('checkout', '-q', 'main');
    repo.write({ [RECORD]: record('Required', 'a.example', 'b.example') });
    repo.commit('list');
    repo.git('checkout', '-q', 'feature');
    repo.git('merge', '-q', '--no-edit', 'main');
    // What came from the default branch is no change of this one.
    expect(titles(await review(repo.folder, '--base', 'main', '--head', 'feature'))).toEqual([OFF]);
    expect(titles(await review(repo.folder, '--base', 'main'))).toEqual([OFF]);
  });

  it('a submodule is reviewed by itself', async () => {
    const inner = repository(PROJECT);
    const outer = repository({ ...PROJECT, 'other.txt': '' });
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'sub');
    outer.commit('submodule');
    const sub: TestRepository = { ...outer, folder: path.join(outer.folder, 'sub') };
    writeFileSync(path.join(sub.folder, SETTINGS), restrict(false));
    expect(titles(await review(outer.folder))).toEqual([]);
    expect(titles(await review(sub.folder))).toEqual([OFF]);
    runGit(sub.folder, ['commit', '-q', '-a', '-m', 'off']);
    outer.git('add', 'sub');
    const pointer = await review(outer.folder);
    expect(pointer.projects).toEqual([]);
    expect(pointer.err).toContain('sub: a submodule: its changes are reviewed in its own repository');
    outer.commit('pointer');
    expect((await review(outer.folder, '--base', 'HEAD~1', '--head', 'HEAD')).err).toContain('sub: a submodule');
  });

  it('a worktree, a sparse checkout and a link to the folder are no trouble', async () => {
    const repo = repository({ ...PROJECT, 'lib/x.txt': 'x\n' });
    const tree = path.join(temporaryFolder(), 'tree');
    repo.git('worktree', 'add', '-q', '-b', 'side', tree);
    writeFileSync(path.join(tree, SETTINGS), restrict(false));
    expect(titles(await review(tree))).toEqual([OFF]);
    expect(titles(await review(repo.folder))).toEqual([]);

    const link = path.join(temporaryFolder(), 'link');
    symlinkSync(tree, link);
    const linked = await review(link, SETTINGS);
    expect(linked.projects[0]?.changes[0]?.places.after?.file).toBe(SETTINGS);

    repo.git('sparse-checkout', 'set', 'lib');
    expect(existsSync(path.join(repo.folder, RECORD))).toBe(false);
    expect(titles(await review(repo.folder))).toEqual([]);
  });

  it('files that cannot be read are named', async () => {
    const repo = repository(PROJECT);
    repo.write({ [RECORD]: 'x'.repeat(2 ** 21) });
    const large = await review(repo.folder);
    expect(large.code).toBe(2);
    expect(large.err).toContain(`${RECORD}: larger than 1 MiB, so it is not read`);
    repo.commit('large');
    repo.write({ [RECORD]: record('Required', 'a.example') });
    const before = await review(repo.folder);
    expect(before.code).toBe(0);
    expect(before.err).toContain(`${RECORD}: larger than 1 MiB, so it is not read (before)`);
  });

  it('without anything about email says so', async () => {
    const repo = repository({ 'README.md': 'x' });
    expect((await review(repo.folder)).err).toContain('nothing to review');
  });
});

describe('a clone', () => {
  const origin = (): TestRepository => {
    const repo = repository(PROJECT);
    for (const text of ['1', '2', '3']) {
      repo.write({ 'README.md': text });
      repo.commit(text);
    }
    repo.git('checkout', '-q', '-b', 'feature', 'HEAD~2');
    repo.write({ [SETTINGS]: restrict(false) });
    repo.commit('off');
    return repo;
  };

  it('that is shallow has no merge base, and is told what to do', async () => {
    const folder = path.join(temporaryFolder(), 'clone');
    runGit('/', ['clone', '-q', '--depth', '1', '--no-single-branch', `file://${origin().folder}`, folder]);
    const { code, err } = await cli(folder, ['review', '--base', 'origin/main']);
    expect(code).toBe(2);
    expect(err).toContain(
      'this clone is shallow and has no commit in common with origin/main: fetch more of the history',
    );
    const missing = await cli(folder, ['review', '--base', 'HEAD~1']);
    expect(missing.err).toContain('--base HEAD~1 is not a commit here: this clone is shallow');
  });

  it('that lacks files is told so, and nothing is fetched', async () => {
    const folder = path.join(temporaryFolder(), 'clone');
    const from = origin();
    from.git('config', 'uploadpack.allowFilter', 'true');
    runGit('/', ['clone', '-q', '--filter=blob:none', `file://${from.folder}`, folder]);
    const { code, err } = await cli(folder, ['review', '--base', 'origin/main', '--head', 'HEAD']);
    expect(code).toBe(2);
    expect(err).toContain('this partial clone does not have the files of the versions to compare');
  });

  it('of another history is compared as it is, and says so', async () => {
    const repo = repository(PROJECT);
    repo.git('checkout', '-q', '--orphan', 'other');
    repo.write({ [SETTINGS]: restrict(false) });
    repo.commit('other');
    const result = await review(repo.folder, '--base', 'main', '--head', 'other');
    expect(titles(result)).toEqual([OFF]);
    expect(result.err).toContain('main and the head have no commit in common');
  });
});

describe('a usage error', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each<[string, readonly string[], string]>([
    ['a base that is no commit', ['--base', 'nowhere'], '--base nowhere is not a commit here'],
    ['a head that is no commit', ['--head', 'nowhere'], '--head nowhere is not a commit here'],
    ['a base that looks like an option', ['--base=--output=/tmp/x'], '--base --output=/tmp/x is not a commit here'],
    ['two names in one', ['--base=main\nHEAD'], '--base takes the name of a commit, not "main\\nHEAD"'],
    ['an empty name', ['--base='], '--base takes the name of a commit'],
    ['a file as a base', ['--base', 'HEAD:README.md'], '--base HEAD:README.md is not a commit here'],
    ['a path elsewhere', ['../x'], '../x is outside the repository'],
    ['a format', ['--format', 'html'], '--format takes one of text, json, sarif, github, markdown'],
    ['a threshold', ['--fail-on', 'warning'], '--fail-on takes one of worse, error, never'],
    ['no results', ['--results', 'none.json'], 'none.json: no such file'],
  ])('%s', async (_, args, expected) => {
    const { code, out, err } = await cli(repository(PROJECT).folder, ['review', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain(expected);
  });

  it('outside of a repository, in a bare one, and without git', async () => {
    expect((await cli(temporaryFolder(), ['review'])).err).toContain('not in a git repository');
    const bare = temporaryFolder();
    runGit(bare, ['init', '-q', '--bare']);
    expect((await cli(bare, ['review'])).code).toBe(2);
    const { folder } = repository(PROJECT);
    vi.stubEnv('PATH', temporaryFolder());
    const { code, err } = await cli(folder, ['review']);
    expect([code, err]).toEqual([2, 'sf-deliverability: git was not found: review needs it\n']);
  });

  it('is interrupted', async () => {
    const { folder } = repository(PROJECT);
    const { code, out } = await cli(folder, ['review'], undefined, { signal: AbortSignal.abort() });
    expect([code, out]).toEqual([130, '']);
  });
});

describe('nothing of the repository or the environment', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('runs or redirects git', async () => {
    const repo = repository({
      ...PROJECT,
      '.gitattributes': '*.xml filter=evil diff=evil\n*.json filter=evil diff=evil\n',
    });
    const trace = path.join(temporaryFolder(), 'ran');
    const script = path.join(repo.folder, '.git', 'evil.sh');
    writeFileSync(script, `#!/bin/sh\necho "$0 $@" >> ${trace}\ncat\n`);
    chmodSync(script, 0o755);
    const hooks = path.join(repo.folder, '.git', 'evil-hooks');
    mkdirSync(hooks);
    for (const [name, value] of [
      ['filter.evil.clean', script],
      ['filter.evil.smudge', script],
      ['filter.evil.process', script],
      ['diff.evil.command', script],
      ['diff.evil.textconv', script],
      ['diff.external', script],
      ['core.pager', script],
      ['core.fsmonitor', script],
      ['core.hooksPath', hooks],
      ['core.editor', script],
    ] as const)
      repo.git('config', name, value);
    writeFileSync(path.join(hooks, 'post-index-change'), `#!/bin/sh\necho hook >> ${trace}\n`);
    chmodSync(path.join(hooks, 'post-index-change'), 0o755);
    repo.write({ [SETTINGS]: restrict(false) });
    // A hook of git's runs with variables that point elsewhere.
    vi.stubEnv('GIT_DIR', path.join(repository({ x: 'y' }).folder, '.git'));
    vi.stubEnv('GIT_INDEX_FILE', '/nonexistent');
    vi.stubEnv('GIT_EXTERNAL_DIFF', script);
    vi.stubEnv('GIT_CONFIG_COUNT', 'nonsense');
    expect(titles(await review(repo.folder))).toEqual([OFF]);
    expect(existsSync(trace)).toBe(false);
  });
});

describe('the exit code', () => {
  const change = (files: Readonly<Record<string, string>>): TestRepository => {
    const repo = repository(PROJECT);
    repo.write(files);
    return repo;
  };
  const code = async (repo: TestRepository, failOn?: string): Promise<number> =>
    (await cli(repo.folder, ['review', ...(failOn === undefined ? [] : ['--fail-on', failOn])])).code;

  it('tells new errors, and with --fail-on worse mail that is worse off', async () => {
    const worse = change({ [RECORD]: record('Required', 'a.example', 'b.example') });
    expect([await code(worse), await code(worse, 'worse'), await code(worse, 'never')]).toEqual([0, 1, 0]);
    const error = change({ [RECORD]: record('Required', 'a.example', '192.0.2.1') });
    expect([await code(error), await code(error, 'worse'), await code(error, 'never')]).toEqual([1, 1, 0]);
    const better = change({ [RECORD]: record('Required', 'a.example') });
    expect(await code(better, 'worse')).toBe(0);
  });

  it('knows preflight results', async () => {
    const seen = path.join(PROJECT_ROOT, 'test/fixtures/rules/preflight-bounces/fail-no-starttls/preflight.json');
    const repo = change({ [RECORD]: record('Required', 'a.example', 'acme.example') });
    const { code: ended, out } = await cli(repo.folder, ['review', '--results', seen]);
    expect(ended).toBe(0);
    expect(out).toContain('Mail to acme.example: unencrypted (Preferred) before, bounces (Required) now.');
  });
});
