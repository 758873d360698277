import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startLab } from '../../src/lab/lab.ts';
import { REPLY, testClient } from './client.ts';

describe('closing', () => {
  it('ends every open connection at once, and says who ended it', async () => {
    const lab = await startLab();
    const clients = ['tarpit.test', 'one-byte-a-second.test', 'endless-banner.test', 'good.test'].flatMap((name) => {
      const address = lab.domains.find((one) => one.name === name)?.mx[0]?.addresses[0] ?? '';
      const endpoint = lab.route(address, 25);
      return endpoint ? [testClient(endpoint)] : [];
    });
    await delay(50);
    const start = performance.now();
    await lab.close();
    // None of them would end by itself within a minute.
    expect(performance.now() - start).toBeLessThan(5000);
    // What is still on its way must be read first.
    for (const client of clients) await client.read(/never/, 1000);
    expect(clients.map((client) => client.over() !== undefined)).toEqual([true, true, true, true]);
    expect(lab.sessions().map(({ endedBy }) => endedBy)).toEqual(['lab', 'lab', 'lab', 'lab']);
  });

  it('leaves nothing that keeps the process alive', async () => {
    const lab = new URL('../../src/lab/lab.ts', import.meta.url).href;
    const script = `import { startLab } from '${lab}';
      const lab = await startLab();
      const { connect } = await import('node:net');
      const clients = [];
      for (const { mx } of lab.domains) for (const { addresses } of mx) for (const address of addresses)
        clients.push(connect(lab.route(address, 25)).on('error', () => {}));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await lab.close();
      for (const client of clients) client.destroy();
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(process.getActiveResourcesInfo().filter((one) => !/^(Pipe|TTY|PipeWrap|TTYWrap|FSReqPromise)/.test(one)).join());`;
    const arguments_ = ['--no-warnings', '--input-type=module', '-e', script];
    const { stdout } = await promisify(execFile)(process.execPath, arguments_, { timeout: 5000 });
    expect(stdout.trim()).toBe('');
  });
});

describe('options', () => {
  it('block port 25, and no other', async () => {
    const lab = await startLab({ port25: 'blocked' }).catch(() => undefined);
    if (!lab) return;
    const [address = ''] = lab.domains.find(({ name }) => name === lab.controls[0])?.mx[0]?.addresses ?? [];
    const client = testClient(lab.route(address, 25) ?? { host: '', port: 0 });
    expect(await client.read(REPLY, 150)).toBe('');
    expect(client.over()).toBeUndefined();
    client.close();
    await lab.close();
  });

  it('make many domains, some of them tarpits', async () => {
    const start = performance.now();
    const lab = await startLab({ bulk: { domains: 2000, tarpits: 200 } });
    expect(performance.now() - start).toBeLessThan(1500);
    expect(lab.bulk).toHaveLength(2000);
    expect(lab.bulk.filter(({ outcomes }) => outcomes.Required[0] === 'unknown')).toHaveLength(200);
    const answers = await Promise.all(
      [0, 1999].map(async (index) => {
        const client = testClient(lab.route(lab.bulk[index]?.mx[0]?.addresses[0] ?? '', 25) ?? { host: '', port: 0 });
        const text = await client.read(REPLY, 100);
        client.close();
        return text.slice(0, 3);
      }),
    );
    expect(answers).toEqual(['', '220']);
    await lab.close();
  });

  it('end connections that live too long', async () => {
    const lab = await startLab({ sessionMs: 100 });
    const [address = ''] = lab.domains.find(({ name }) => name === 'tarpit.test')?.mx[0]?.addresses ?? [];
    const client = testClient(lab.route(address, 25) ?? { host: '', port: 0 });
    await client.read(REPLY, 300);
    expect(client.over()).toBeDefined();
    expect(lab.sessions()[0]?.endedBy).toBe('server');
    await lab.close();
  });
});
