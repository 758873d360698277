import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { GIT_ENVIRONMENT, repository, runGit } from '../support/git.ts';
import { sarifFaults } from '../support/sarif.ts';

vi.setConfig({ testTimeout: 120_000 });

interface Workflow {
  readonly jobs: { readonly review: { readonly steps: readonly { readonly name?: string; readonly run?: string }[] } };
}

interface GitlabJob {
  readonly before_script: readonly string[];
  readonly script: readonly string[];
}

const page = readFileSync(path.join(PROJECT_ROOT, 'docs/ci.md'), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(([, text = '']) => text);

const RECORD = 'config/email-deliverability.json';
const record = (...list: readonly string[]): string =>
  JSON.stringify({ tlsSetting: 'Required', restrictTlsToDomains: list });

const RESTRICTED =
  '<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata"><enableRestrictTlsToDomains>true</enableRestrictTlsToDomains></EmailAdministrationSettings>';
const PROJECT = { [RECORD]: record('a.example'), 'settings/EmailAdministration.settings': RESTRICTED };

/** What a `.vsix` holds of the command line, and programs that only CI has. */
let tools = '';
beforeAll(() => {
  tools = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-ci-'));
  const extension = path.join(tools, 'vsix/extension');
  mkdirSync(path.join(extension, 'docs'), { recursive: true });
  const built = spawnSync(process.execPath, ['scripts/build.mts', '--out', path.join(extension, 'dist')], {
    cwd: PROJECT_ROOT,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stderr);
  cpSync(path.join(PROJECT_ROOT, 'package.json'), path.join(extension, 'package.json'));
  cpSync(path.join(PROJECT_ROOT, 'docs/rules'), path.join(extension, 'docs/rules'), { recursive: true });
  program(
    'unzip',
    `[ "$2" = tools/sf-deliverability.vsix ] || exit 1\nmkdir -p "$4" && cp -R "${path.join(tools, 'vsix')}/." "$4"`,
  );
  program('apt-get', 'exit 0');
  program(
    'gh',
    'printf "%s\\n" "$*" >> "$GH_CALLS"\ncase "$*" in *--jq*) [ -e "$GH_CALLS.comment" ] && echo 42; touch "$GH_CALLS.comment";; esac\nexit 0',
  );
  program('sf-deliverability', `exec "${process.execPath}" "${path.join(extension, 'dist/cli.js')}" "$@"`, 'installed');
}, 120_000);
afterAll(() => {
  rmSync(tools, { recursive: true, force: true });
});

function program(name: string, script: string, folder = 'bin'): void {
  mkdirSync(path.join(tools, folder), { recursive: true });
  const file = path.join(tools, folder, name);
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** The checkout of a merge request that lists one more domain. */
function checkout(): string {
  const origin = repository({
    'sfdx-project.json': '{"packageDirectories": [{"path": "app"}]}',
    [RECORD]: record('a.example'),
    'app/EmailAdministration.settings-meta.xml': RESTRICTED,
  });
  origin.git('checkout', '-q', '-b', 'feature');
  origin.write({ [RECORD]: record('a.example', 'b.example') });
  origin.commit('list b.example');
  const folder = path.join(temporaryFolder(), 'checkout');
  runGit('/', ['clone', '-q', origin.folder, folder]);
  return folder;
}

function shell(folder: string, script: string, environment: NodeJS.ProcessEnv, installed = false) {
  const own = path.join(tools, 'bin');
  const found = [
    ...(installed ? [path.join(tools, 'installed')] : []),
    own,
    path.dirname(process.execPath),
    environment['PATH'] ?? process.env['PATH'] ?? '',
  ];
  const { status, stdout, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...GIT_ENVIRONMENT, ...environment, PATH: found.join(':') },
  });
  return { status, stdout, stderr };
}

describe('docs/ci.md', () => {
  it('has a GitHub workflow that works', () => {
    const workflow = parse(blocks('yaml')[0] ?? '') as Workflow;
    const folder = checkout();
    const temporary = temporaryFolder();
    const file = (name: string): string => path.join(temporary, name);
    const environment: NodeJS.ProcessEnv = {
      RUNNER_TEMP: temporary,
      GITHUB_PATH: file('path'),
      GITHUB_STEP_SUMMARY: file('summary'),
      GITHUB_BASE_REF: 'main',
      GITHUB_REPOSITORY: 'acme/crm',
      PULL_REQUEST: '7',
      GH_CALLS: file('calls'),
    };
    const results = new Map<string, ReturnType<typeof shell>>();
    for (const { name = '', run } of workflow.jobs.review.steps) {
      if (run === undefined) continue;
      const added = existsSync(file('path')) ? readFileSync(file('path'), 'utf8').trim() : '';
      const result = shell(folder, run, { ...environment, PATH: `${added}:${process.env['PATH']}` });
      results.set(name, result);
      expect([name, result.status, result.stderr.includes('internal error')]).toEqual([
        name,
        name === 'Verdict' ? 1 : 0,
        false,
      ]);
    }
    expect(results.get('Annotations')?.stdout).toMatch(/^::warning file=config\/email-deliverability\.json,line=1,/);
    expect(readFileSync(file('summary'), 'utf8')).toContain(
      '**Email deliverability:** Mail that did not bounce before may bounce now.',
    );
    expect(readFileSync(file('calls'), 'utf8')).toContain('api repos/acme/crm/issues/7/comments -F body=@review.md');
    expect(sarifFaults(JSON.parse(readFileSync(path.join(folder, 'review.sarif'), 'utf8')))).toEqual([]);
    // With the next push, the comment is there already.
    const comment = workflow.jobs.review.steps.find(({ name }) => name === 'Comment')?.run ?? '';
    shell(folder, comment, environment);
    expect(readFileSync(file('calls'), 'utf8')).toContain(
      'api -X PATCH repos/acme/crm/issues/comments/42 -F body=@review.md',
    );
  });

  it('has a GitLab job that works', () => {
    const job = (parse(blocks('yaml')[1] ?? '') as Readonly<Record<string, GitlabJob>>)['email-deliverability'];
    const folder = checkout();
    const lines = [...(job?.before_script ?? []), ...(job?.script ?? [])];
    const environment = { CI_PROJECT_DIR: folder, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' };
    const { status, stdout } = shell(folder, lines.join('\n'), environment);
    expect(status).toBe(1);
    expect(stdout).toContain('Mail that did not bounce before may bounce now.');
    expect(readFileSync(path.join(folder, 'review.md'), 'utf8')).toContain('- [ ] In Setup');
    expect(sarifFaults(JSON.parse(readFileSync(path.join(folder, 'review.sarif'), 'utf8')))).toEqual([]);
  });

  it.each([
    ['nothing changed', {}, 0],
    ['a domain listed', { [RECORD]: record('a.example', 'b.example') }, 1],
    ['a new error', { [RECORD]: record('a.example', '192.0.2.1') }, 1],
    ['an entry written differently', { [RECORD]: record('A.example') }, 0],
  ])('has a hook: %s', (_, files, status) => {
    const repo = repository(PROJECT);
    repo.write(files);
    const hook = blocks('sh')[0] ?? '';
    expect(shell(repo.folder, hook, {}, true).status).toBe(status);
    // As git itself runs it, with variables of its own.
    const file = path.join(repo.folder, '.git/hooks/pre-commit');
    writeFileSync(file, `#!/bin/sh\n${hook}`);
    chmodSync(file, 0o755);
    expect(shell(repo.folder, 'git commit -q --allow-empty -a -m change', {}, true).status).toBe(status);
  });
});

describe('.pre-commit-hooks.yaml', () => {
  const hooks = parse(readFileSync(path.join(PROJECT_ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as readonly {
    readonly id: string;
    readonly entry: string;
    readonly files: string;
  }[];

  it('has the hooks that docs/ci.md names, which run', () => {
    const repo = repository(PROJECT);
    for (const { id, entry } of hooks) {
      expect(page).toContain(`- id: ${id}\n`);
      expect(shell(repo.folder, entry, {}, true).status).toBe(0);
    }
    expect(hooks).toHaveLength(2);
  });

  it.each([
    ['force-app/main/default/settings/EmailAdministration.settings-meta.xml', true],
    ['settings/EmailAdministration.settings', true],
    [RECORD, true],
    ['config/project-scratch-def.json', true],
    ['data/EmailRelay.json', true],
    ['data/EmailDomainFilter-1.csv', true],
    ['package.json', false],
    ['force-app/main/default/classes/EmailRelay.cls', false],
  ])('starts for %s: %s', (file, starts) => {
    for (const { files } of hooks) expect(new RegExp(files).test(file)).toBe(starts);
  });
});
