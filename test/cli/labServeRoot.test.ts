import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { giveUpRoot, type ProcessRights } from '../../src/cli/rootRights.ts';
import { exchange, until } from '../enforcement/support.ts';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';

/*
 * A server that was started as root goes on as another user. Whether root starts these tests decides which branch a
 * real process can show; the titles say which one it is. The rest is shown with a process that is played.
 */

const ROOT = process.getuid?.() === 0;
const LINUX = process.platform === 'linux';

/** A process of root that does what it is told, and writes down what it was told. */
function played(faults: Readonly<Record<string, string>> = {}, env: ProcessRights['env'] = {}) {
  const calls: string[] = [];
  const ids = { user: 0, group: 0, groups: [0, 4] };
  const NUMBERS: Readonly<Record<string, number>> = { nobody: 65534, nogroup: 65534 };
  const call = (name: string, value: number | string | readonly number[], act: () => void): void => {
    const text = `${name} ${JSON.stringify(value)}`;
    calls.push(text);
    const fault = faults[text] ?? faults[name];
    if (fault === 'ignored') return;
    if (fault !== undefined) throw new Error(fault);
    if (name === 'setuid' && value === 0 && ids.user !== 0 && faults['back'] === undefined) throw new Error('EPERM');
    act();
  };
  const number = (id: number | string): number => (typeof id === 'number' ? id : (NUMBERS[id] ?? 1));
  const rights: ProcessRights = {
    env,
    getuid: () => ids.user,
    geteuid: () => ids.user,
    getgid: () => ids.group,
    getegid: () => ids.group,
    getgroups: () => [...ids.groups, ids.group],
    setgroups: (groups) => {
      call('setgroups', groups, () => (ids.groups = [...groups]));
    },
    setgid: (id) => {
      call('setgid', id, () => (ids.group = number(id)));
    },
    setuid: (id) => {
      call('setuid', id, () => (ids.user = number(id)));
    },
  };
  return { rights, calls };
}

describe('giving root up', () => {
  const SUDO = { SUDO_UID: '1000', SUDO_GID: '1001' };
  const NOBODY = ['setgroups []', 'setgid "nogroup"', 'setuid "nobody"', 'setuid 0'];

  it.each<[string, ProcessRights['env'], Record<string, string>, string, readonly string[]]>([
    [
      'the caller of sudo',
      SUDO,
      {},
      'user 1000 and group 1001, as the caller of sudo',
      ['setgroups []', 'setgid 1001', 'setuid 1000', 'setuid 0'],
    ],
    ['no sudo', {}, {}, 'user nobody and group nogroup', NOBODY],
    ['root calls sudo', { SUDO_UID: '0', SUDO_GID: '0' }, {}, 'user nobody and group nogroup', NOBODY],
    ['a group of root', { ...SUDO, SUDO_GID: '0' }, {}, 'user nobody and group nogroup', NOBODY],
    ['no number', { ...SUDO, SUDO_UID: '1000x' }, {}, 'user nobody and group nogroup', NOBODY],
    [
      'a system where the group is called nobody',
      {},
      { 'setgid "nogroup"': 'unknown' },
      'user nobody and group nobody',
      ['setgroups []', 'setgid "nogroup"', 'setgid "nobody"', 'setuid "nobody"', 'setuid 0'],
    ],
  ])('%s', (_what, env, faults, name, calls) => {
    const one = played(faults, env);
    expect(giveUpRoot(one.rights)).toBe(name);
    expect(one.calls).toEqual(calls);
  });

  it.each<[string, Record<string, string>, string]>([
    ['the groups stay', { setgroups: 'EPERM' }, 'EPERM'],
    ['no such group', { setgid: 'no such group' }, 'no such group'],
    ['the user stays', { setuid: 'EPERM' }, 'EPERM'],
    ['the user stays, and nothing is said', { 'setuid "nobody"': 'ignored' }, 'the user is still root'],
    ['the group stays, and nothing is said', { setgid: 'ignored' }, 'the group is still that of root'],
    ['the groups stay, and nothing is said', { setgroups: 'ignored' }, 'it is still in the group of root'],
    ['there is a way back', { back: 'yes' }, 'it can become root again'],
  ])('refuses to go on: %s', (_what, faults, why) => {
    expect(() => giveUpRoot(played(faults).rights)).toThrow(
      `cannot become another user (${why}), so it does not start`,
    );
  });

  it('does nothing where it is not root, and where there are no users', () => {
    const one = played();
    expect(giveUpRoot({ ...one.rights, getuid: () => 1000 })).toBeUndefined();
    expect(giveUpRoot({ env: SUDO })).toBeUndefined();
    expect(one.calls).toEqual([]);
  });

  it('serves nobody if it fails: the port is closed, and nothing was said', async () => {
    const { rights } = played({ setuid: 'EPERM' });
    const port = await freePort(2000);
    const args = ['lab', 'serve', '--port', String(port)];
    const { code, out, err } = await cli(temporaryFolder(), args, undefined, { rights });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^sf-deliverability: the server was started as root and cannot become another user \(EPERM\)/);
    expect(await exchange({ host: '127.0.0.1', port }, 'QUIT\r\n')).toBe('');
  });

  it('keeps its rights in a simulation, which no stranger reaches', async () => {
    const { rights, calls } = played();
    const args = ['lab', 'serve', '--simulate', 'Required', '--mode', 'no-starttls'];
    expect((await cli(temporaryFolder(), args, undefined, { rights })).code).toBe(0);
    expect(calls).toEqual([]);
  });
});

/** From there on. Root may have one below 1024. */
async function freePort(from: number): Promise<number> {
  for (let port = from; port < from + 400; port++) {
    const server = createServer().listen(port, '127.0.0.1');
    const free = await new Promise<boolean>((resolve) => {
      server.once('listening', () => {
        resolve(true);
      });
      server.once('error', () => {
        resolve(false);
      });
    });
    await new Promise((resolve) => server.close(resolve));
    if (free) return port;
  }
  throw new Error('no port is free');
}

describe(`a real process, started ${ROOT ? 'as root' : 'as a user who is not root'}`, () => {
  let folder = '';
  beforeAll(() => {
    // Nobody else can read it: whatever the server would load after it is another user is missing then.
    folder = mkdtempSync(path.join(tmpdir(), 'sf-deliverability-root-'));
    execFileSync(process.execPath, ['scripts/build.mts', '--out', folder], { cwd: PROJECT_ROOT });
  }, 60_000);
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  async function served(port: number, env: Readonly<Record<string, string>>) {
    const args = [path.join(folder, 'cli.js'), 'lab', 'serve', '--mode', 'self-signed', '--port', String(port)];
    const child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...withoutSudo(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const said = { out: '', err: '' };
    child.stdout.on('data', (data: Buffer) => (said.out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (said.err += data.toString()));
    await until(() => said.out.includes('@localhost.localdomain') || child.exitCode !== null, 20_000);
    return { child, said, port: Number(/port (\d+)/.exec(said.out)?.[1]) };
  }

  const withoutSudo = (): NodeJS.ProcessEnv =>
    Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SUDO_')));

  /** A session with a message, the end by a signal, and the report of both. */
  async function takesMailAndEnds({ child, said, port }: Awaited<ReturnType<typeof served>>): Promise<void> {
    const address = /\S+@localhost\.localdomain/.exec(said.out)?.[0] ?? '';
    const mail = `EHLO a.example\r\nMAIL FROM:<x@a.example>\r\nRCPT TO:<${address}>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n`;
    expect(await exchange({ host: '127.0.0.1', port }, mail)).toMatch(/\r\n221 /);
    await until(() => said.out.includes('arrived unencrypted'));
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(said.out).toContain('Required Verify is not enforced for mail to localhost.localdomain.');
  }

  /** Real, effective, saved and file system ids, as the kernel has them. */
  const idsOf = ({ pid }: ChildProcess) => {
    const status = readFileSync(`/proc/${pid ?? 0}/status`, 'utf8');
    const line = (name: string): string => new RegExp(`^${name}:[\\t ]*(.*?)[\\t ]*$`, 'm').exec(status)?.[1] ?? '?';
    return { user: line('Uid'), group: line('Gid'), groups: line('Groups'), capabilities: line('CapEff') };
  };
  const four = (id: number): string => [id, id, id, id].join('\t');

  describe.runIf(ROOT)('as root: it goes on as another user', () => {
    it.each([
      ['nobody', {}, /goes on as user nobody and group (?:nogroup|nobody)\n$/, undefined],
      [
        'the caller of sudo',
        { SUDO_UID: '4711', SUDO_GID: '4712' },
        /goes on as user 4711 and group 4712, /,
        [4711, 4712],
      ],
      ['nobody, where root called sudo', { SUDO_UID: '0', SUDO_GID: '0' }, /goes on as user nobody/, undefined],
    ] as const)('%s, and has a port that only root gets', async (_who, env, line, ids) => {
      const server = await served(await freePort(600), env);
      expect(server.said.err).toMatch(/^started as root: the server listens now, and /);
      expect(server.said.err).toMatch(line);
      expect(server.said.err.match(/\n/g)).toHaveLength(1);
      expect(server.port).toBeLessThan(1024);
      if (LINUX) {
        const { user, group, groups, capabilities } = idsOf(server.child);
        if (ids) expect({ user, group }).toEqual({ user: four(ids[0]), group: four(ids[1]) });
        else expect(`${user}\t${group}`.split('\t')).not.toContain('0');
        expect(groups).toBe('');
        expect(capabilities).toMatch(/^0+$/);
      }
      await takesMailAndEnds(server);
    });
  });

  describe.runIf(!ROOT)('as a user who is not root: it stays who it is', () => {
    it('and says nothing of it, whatever sudo may have set', async () => {
      const server = await served(0, { SUDO_UID: '4711', SUDO_GID: '4712' });
      expect(server.said.err).toBe('');
      if (LINUX) expect(idsOf(server.child).user).toBe(four(process.getuid?.() ?? -1));
      await takesMailAndEnds(server);
    });
  });
});
