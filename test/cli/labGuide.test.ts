import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveRequest } from '../../src/cli/labRequest.ts';
import type { Io } from '../../src/cli/io.ts';
import { cli, PROJECT_ROOT, temporaryFolder } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { plain } from '../../src/output/style.ts';

/** What docs/enforcement-check.md tells people to type is typed here. `UPDATE_GOLDEN=1` writes the outputs anew. */

const GUIDE = path.join(PROJECT_ROOT, 'docs/enforcement-check.md');
const guide = readFileSync(GUIDE, 'utf8');
const commands = [...guide.matchAll(/^sf-deliverability lab (serve .*)$/gm)].map((match) =>
  (match[1] ?? '').replace(/ > \S+$/, '').split(' '),
);
const simulated = (args: readonly string[]): boolean => args.includes('--simulate');

/** What differs from run to run. All have the same length, so that lines break where they would. */
function stable(out: string): string {
  const addresses = [...new Set(out.match(/\b[a-z2-7]{16}(?=@)/g))];
  return out
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-11-23T12:00:00Z')
    .replace(/\b[a-z2-7]{16}(?=@)/g, (found) => `random${addresses.indexOf(found) + 1}abcdefghi`)
    .replace(/port \d{4,5}/g, 'port 52525');
}

it('shows what its simulations print', async () => {
  let text = guide;
  const blocks = [...guide.matchAll(/```sh\nsf-deliverability lab (serve .*)\n```\n\n```text\n([^`]*)```/g)];
  expect(blocks.length).toBe(commands.filter(simulated).length);
  for (const [block, call = '', shown = ''] of blocks) {
    const { out } = await cli(temporaryFolder(), ['lab', ...call.split(' ')]);
    text = text.replace(block, () => block.replace(`\`\`\`text\n${shown}`, () => `\`\`\`text\n${stable(out)}`));
  }
  expectGolden(GUIDE, text);
});

describe('the commands for the real proof', () => {
  const real = commands.filter((args) => !simulated(args));

  it('are there', () => {
    expect(real.length).toBeGreaterThanOrEqual(4);
    expect(commands.some((args) => args.includes('RequiredVerify'))).toBe(true);
  });

  it.each(real.map((args) => [args.join(' '), args] as const))('%s', async (_call, args) => {
    expect(serveRequest(args.slice(1), surroundings()).run).toMatchObject({
      kind: 'serve',
      options: { hostname: 'mx.tls-check.example.com', domain: 'tls-check.example.com' },
      bind: ['::', '0.0.0.0'],
    });
    expect(serveRequest(args.slice(1), surroundings()).plan).toMatchObject(
      args.includes('--prove') ? { kind: 'proof', port: 25 } : { modes: [{ mode: 'no-starttls', port: 25 }] },
    );
    if (!args.includes('--prove')) return;
    // The same on this machine, with Salesforce played under the setting that is to be proved, and under Preferred.
    const asked = args[args.indexOf('--prove') + 1] ?? '';
    const kept = withoutPlace(args);
    expect((await cli(temporaryFolder(), ['lab', ...kept, '--simulate', asked])).code).toBe(0);
    expect((await cli(temporaryFolder(), ['lab', ...kept, '--simulate', 'Preferred'])).code).toBe(1);
  });
});

function withoutPlace(args: readonly string[]): readonly string[] {
  const valued = ['--hostname', '--domain', '--cert', '--key'];
  return args.filter(
    (arg, index) => arg !== '--public' && !valued.includes(arg) && !valued.includes(args[index - 1] ?? ''),
  );
}

/** A command line's surroundings, with the certificate files of the guide. */
function surroundings(): Io {
  return {
    cwd: temporaryFolder({ 'fullchain.pem': 'x', 'privkey.pem': 'x' }),
    packageFolder: PROJECT_ROOT,
    out: () => undefined,
    err: () => undefined,
    stdin: () => Readable.from([]),
    style: plain,
    columns: { out: undefined, err: undefined },
    signal: new AbortController().signal,
  };
}
