import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { hoverText } from '../../src/language/hover.ts';
import { readProject } from '../../src/project/readProject.ts';
import { fixAll, safeEdits } from '../../src/rules/fixAll.ts';
import { lint } from '../../src/rules/lint.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { FIXTURES, projectOf } from '../support/projects.ts';
import { CHECK_FORMATS } from '../../src/check/formats.ts';
import { formatNames } from '../../src/output/formats.ts';

/** No output may hold this; only the exports themselves do. */
const MARKER = 'hunter2-marker';

/** A relay with a password, and so much else to say that every kind of output speaks of the lines around it. */
const RELAY = {
  Id: '0cX5g00000000a1EAA',
  Host: 'Relay.acme.example.',
  Port: 465,
  TlsSetting: 'Required Verify',
  IsRequireAuth: true,
  Username: '',
  Password: `${MARKER} "one"`,
};
const OTHER = { ...RELAY, Id: '0cX5g00000000b2EAA', Host: '192.0.2.25', TlsSetting: 'Off', Password: `${MARKER}-2` };
const THIRD = { ...RELAY, Id: '0cX5g00000000c3EAA', Host: 'smtp.acme.example.', Port: 25 };
const RELAYS = [RELAY, OTHER, THIRD];
const typed = (relay: object, index: number) => ({
  attributes: { type: 'EmailRelay', referenceId: `EmailRelayRef${index + 1}` },
  ...relay,
});
const cell = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
const CSV = [Object.keys(RELAY), ...RELAYS.map(Object.values)].map((row) => `${row.map(cell).join()}\n`).join('');

const SHAPES: Readonly<Record<string, readonly [string, string]>> = {
  tree: ['data/EmailRelay.json', JSON.stringify({ records: RELAYS.map(typed) }, undefined, 2)],
  query: ['data/EmailRelay.json', JSON.stringify({ status: 0, result: { records: RELAYS.map(typed) } }, undefined, 2)],
  'bare array on one line': ['data/EmailRelay.json', JSON.stringify(RELAYS)],
  'JSON that is being typed': ['data/EmailRelay.json', JSON.stringify(RELAYS).slice(0, -3)],
  'a password that is an object': ['data/EmailRelay.json', JSON.stringify([{ ...RELAY, Password: { a: MARKER } }])],
  'two passwords in one record': [
    'data/EmailRelay.json',
    JSON.stringify([RELAY]).replace('"Port"', `"password": "${MARKER}", "Port"`),
  ],
  CSV: ['data/EmailRelay.csv', CSV],
  'CSV with a broken row': ['data/EmailRelay.csv', `${CSV}"a",${MARKER}\n`],
  'CSV with a quote that never ends': ['data/EmailRelay.csv', `${CSV}"a,${MARKER}\n`],
  'CSV without a header': ['data/EmailRelay.csv', CSV.slice(CSV.indexOf('\n') + 1)],
};

const FILTERS = `Id,EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber
0cY1,0cX5g00000000a1EAA,*,"Globex.example , globex.example",true,10
0cY2,0cX5g00000000b2EAA,*,globex.example,true,20
0cY3,0cX5g00000000zzEAA,*,initech.example,true,20
`;

const filesOf = (shape: string): Record<string, string> => {
  const [file = '', text = ''] = SHAPES[shape] ?? [];
  return {
    'sfdx-project.json': '{"packageDirectories": [{"path": "force-app"}]}',
    [file]: text,
    'data/EmailDomainFilter.csv': FILTERS,
  };
};

const inputOf = (shape: string) =>
  projectOf(
    Object.entries(filesOf(shape)).flatMap(([file, text]) =>
      file.startsWith('data/') ? [{ file, role: 'export' as const, text }] : [],
    ),
  );

const FORMATS = formatNames(CHECK_FORMATS);

describe.each(Object.keys(SHAPES))('a password in %s', (shape) => {
  it.each(FORMATS)('is not in the %s report, nor in what is written', async (format) => {
    const folder = temporaryFolder(filesOf(shape));
    const shown = await cli(folder, ['check', '--format', format]);
    const fixed = await cli(folder, ['check', '--format', format, '--fix', '--output', 'report.txt']);
    const single = await cli(folder, ['check', '--format', format, SHAPES[shape]?.[0] ?? '']);
    expect([shown, fixed, single].map(({ out, err }) => out + err).join('')).not.toContain(MARKER);
    for (const file of ['report.txt', 'data/EmailDomainFilter.csv', 'sfdx-project.json'])
      expect(readFileSync(path.join(folder, file), 'utf8')).not.toContain(MARKER);
  });

  it('is not in a route', async () => {
    const folder = temporaryFolder(filesOf(shape));
    for (const format of ['text', 'json']) {
      const { out, err } = await cli(folder, ['route', 'a.example', 'globex.example', '--format', format]);
      expect(out + err).not.toContain(MARKER);
    }
  });

  it('is in no finding and no fix', () => {
    const input = inputOf(shape);
    const findings = lint(readProject(input));
    expect(findings).not.toEqual([]);
    expect(JSON.stringify(findings)).not.toContain(MARKER);
    expect(JSON.stringify([...safeEdits(input, undefined)])).not.toContain(MARKER);
    expect([...fixAll(input).keys()]).not.toContain('config/email-deliverability.json');
  });

  it('is in no hover', () => {
    const input = inputOf(shape);
    const facts = readProject(input);
    for (const { file, text } of input.texts)
      for (let offset = 0; offset <= text.length; offset += 3)
        expect(hoverText(facts, file, offset)?.markdown ?? '').not.toContain(MARKER);
  });
});

it.each(['tree', 'query', 'bare array on one line', 'CSV'])(
  'the text report of %s does quote the line',
  async (shape) => {
    const { out } = await cli(temporaryFolder(filesOf(shape)), ['check']);
    expect(out).toContain('relay-secret');
    expect(out).toContain('****');
  },
);

it('is in no golden file', () => {
  const goldens = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.golden') || file.startsWith('reports'),
  );
  expect(goldens.length).toBeGreaterThan(100);
  for (const file of goldens) {
    if (!/\.[a-z]+$/.test(file)) continue;
    expect(readFileSync(path.join(FIXTURES, file), 'utf8'), file).not.toContain(MARKER);
  }
});
