import { describe, expect, it } from 'vitest';
import { readExport } from '../../src/project/relays/readExport.ts';
import type { DomainScope, FilterRecord, RelayRecord } from '../../src/project/relays/records.ts';

const PASSWORD = 'hunter2-Gwy7';

const RELAY = {
  Id: '0cX000000000001AAA',
  Host: 'relay.acme.example',
  Port: 587,
  TlsSetting: 'RequiredVerify',
  IsRequireAuth: true,
  AuthType: 'PLAIN',
  Username: 'mail',
  Password: PASSWORD,
};
const RELAY_FACTS =
  'id=0cX000000000001AAA ref=- host=relay.acme.example port=587 tls=RequiredVerify auth=true/PLAIN user=mail password';
const attributes = (type: string, referenceId?: string) => ({ type, ...(referenceId ? { referenceId } : {}) });

const relayText = ({
  id,
  referenceId,
  host,
  port,
  tlsSetting,
  requiresAuth,
  authType,
  username,
  password,
}: RelayRecord) =>
  `id=${id ?? '-'} ref=${referenceId ?? '-'} host=${host?.items[0]?.text ?? '-'} port=${port ?? '-'} tls=${tlsSetting ?? '-'} auth=${requiresAuth ?? '-'}/${authType ?? '-'} user=${username ?? '-'}${password ? ' password' : ''}`;

const scope = (one: DomainScope): string =>
  one.kind === 'list' ? one.list.items.map(({ text }) => text.trim()).join('+') : one.kind;

const filterText = ({ relay, from, to, active, priority }: FilterRecord) =>
  `relay=${Object.entries(relay)
    .map(([key, value]) => (key === 'object' ? '' : String(value)))
    .join(' ')
    .trim()} from=${scope(from)} to=${scope(to)} active=${active ?? '-'} priority=${priority ?? '-'}`;

const json = (value: unknown): string => JSON.stringify(value, undefined, 2);
const CSV_HEADER = 'Id,Host,Port,TlsSetting,IsRequireAuth,AuthType,Username,Password';
const CSV_ROW = `0cX000000000001AAA,relay.acme.example,587,RequiredVerify,true,PLAIN,mail,${PASSWORD}`;

describe('a relay', () => {
  const typed = { attributes: attributes('EmailRelay', 'EmailRelayRef1'), ...RELAY };
  const referenced = RELAY_FACTS.replace('ref=-', 'ref=EmailRelayRef1');
  it.each([
    ['tree', 'x.json', json({ records: [typed] }), referenced],
    ['query', 'x.json', json({ status: 0, result: { records: [typed], totalSize: 1, done: true } }), referenced],
    ['get record', 'x.json', json({ status: 0, result: typed }), referenced],
    ['array', 'x.json', json([RELAY]), RELAY_FACTS],
    ['array on one line', 'x.json', JSON.stringify([RELAY]), RELAY_FACTS],
    [
      'other case of the names',
      'x.json',
      json([RELAY]).replaceAll(/"(\w+)":/g, (key) => key.toUpperCase()),
      RELAY_FACTS,
    ],
    ['everything a string', 'x.json', json([{ ...RELAY, Port: '587', IsRequireAuth: 'TRUE' }]), RELAY_FACTS],
    ['CSV', 'x.csv', `${CSV_HEADER}\n${CSV_ROW}\n`, RELAY_FACTS],
    ['CSV without a last line end', 'x.csv', `${CSV_HEADER}\n${CSV_ROW}`, RELAY_FACTS],
    ['CSV with CRLF', 'x.CSV', `${CSV_HEADER}\r\n${CSV_ROW}\r\n`, RELAY_FACTS],
    ['CSV with lone CR', 'x.csv', `${CSV_HEADER}\r${CSV_ROW}\r`, RELAY_FACTS],
    ['CSV with mixed line ends and blank lines', 'x.csv', `${CSV_HEADER}\n\n\r\n${CSV_ROW}\r\n\n`, RELAY_FACTS],
    ['CSV with a byte order mark', 'x.csv', `\uFEFF${CSV_HEADER}\n${CSV_ROW}\n`, RELAY_FACTS],
    ['CSV in quotes', 'x.csv', `${CSV_HEADER}\n${CSV_ROW}`.replaceAll(/[^,\n]+/g, '"$&"'), RELAY_FACTS],
    ['CSV with semicolons', 'x.csv', `${CSV_HEADER}\n${CSV_ROW}`.replaceAll(',', ';'), RELAY_FACTS],
    [
      'CSV with semicolons, in quotes',
      'x.csv',
      `${CSV_HEADER}\n${CSV_ROW}`.replaceAll(/[^,\n]+/g, '"$&"').replaceAll(',', ';'),
      RELAY_FACTS,
    ],
    ['CSV with tabs', 'x.csv', `${CSV_HEADER}\n${CSV_ROW}`.replaceAll(',', '\t'), RELAY_FACTS],
    ['CSV header in lower case', 'x.csv', `${CSV_HEADER.toLowerCase()}\n${CSV_ROW}`, RELAY_FACTS],
    [
      'CSV with other columns in another order',
      'x.csv',
      `Password,CreatedBy.Name,Username,AuthType,IsRequireAuth,TlsSetting,Port,Host,Id,\n${PASSWORD},"Doe, Jo\n""J""",mail,PLAIN,TRUE,Required Verify,587.0,relay.acme.example,0cX000000000001AAA,\n`,
      RELAY_FACTS,
    ],
    [
      'fields that were not exported',
      'x.json',
      json([{ Host: 'a.example' }]),
      'id=- ref=- host=a.example port=- tls=- auth=-/- user=-',
    ],
    [
      'nulls',
      'x.json',
      json([{ Id: null, Host: null, Port: null, TlsSetting: null, IsRequireAuth: null, Password: null, Username: '' }]),
      'id=- ref=- host=- port=- tls=- auth=-/- user=-',
    ],
    [
      'values that are none',
      'x.json',
      json([{ Host: 12, Port: '12a', TlsSetting: 'Maybe', IsRequireAuth: 'perhaps', AuthType: {}, Username: [] }]),
      'id=- ref=- host=- port=- tls=- auth=-/- user=-',
    ],
    ['TLS off', 'x.csv', 'Host,TlsSetting\na.example,Off', 'id=- ref=- host=a.example port=- tls=Off auth=-/- user=-'],
  ])('in %s', (_, file, text, expected) => {
    const found = readExport(file, text);
    expect(found.relays.map(relayText)).toEqual([expected]);
    expect(found.filters).toEqual([]);
    expect(found.problems).toEqual([]);
  });

  it.each([
    ['x.json', json([RELAY])],
    ['x.json', json([{ ...RELAY, attributes: attributes('EmailRelay') }]).slice(0, -3)],
    ['x.json', json([{ Name: 'x', inner: { Password: PASSWORD, password: { a: PASSWORD } } }])],
    ['x.json', `[{"Host": "a.example", "P\\u0061ssword": "${PASSWORD}"}]`],
    ['x.json', `[{"Host": "a.example" "Password" "${PASSWORD}`],
    ['x.json', `{"Password": ${PASSWORD}`],
    ['x.csv', `${CSV_HEADER}\n${CSV_ROW}`],
    ['x.csv', `${CSV_HEADER}\n${CSV_ROW.replace(PASSWORD, `"${PASSWORD}"`)}\n`],
    ['x.csv', `${CSV_HEADER}\n${CSV_ROW},1\n`],
    ['x.csv', `${CSV_HEADER}\n0cX,"${CSV_ROW}\n`],
    ['x.csv', `Password,Host\n${PASSWORD},a,b\n${PASSWORD}`],
    ['x.csv', `a,b,c\n${CSV_ROW}`],
    ['x.csv', `"Password,Host\n${PASSWORD},a`],
  ])('keeps its password to itself: %s %j', (file, text) => {
    const { source, shown, ...facts } = readExport(file, text);
    expect(source.text).toContain(PASSWORD);
    expect(shown.text).not.toContain(PASSWORD);
    expect(shown.text).toHaveLength(text.length);
    const held = JSON.stringify(facts, (key, value: unknown) =>
      key === 'source' || key === 'parent' ? undefined : value instanceof Map ? [...value.entries()] : value,
    );
    expect(held).not.toContain(PASSWORD);
  });
});

describe('a filter', () => {
  const FILTER = {
    EmailRelayId: '0cX000000000001',
    FromDomain: 'acme.example, *.acme.example',
    ToDomain: '*',
    IsActive: true,
    PriorityNumber: 10,
  };
  const facts = 'relay=id 0cX000000000001 from=acme.example+*.acme.example to=* active=true priority=10';
  it.each([
    ['tree', 'x.json', json({ records: [{ attributes: attributes('EmailDomainFilter'), ...FILTER }] }), [facts]],
    ['array', 'x.json', json([FILTER]), [facts]],
    [
      'reference',
      'x.json',
      json([{ ...FILTER, EmailRelayId: '@EmailRelayRef1' }]),
      [facts.replace('id 0cX000000000001', 'reference EmailRelayRef1')],
    ],
    [
      'CSV',
      'x.csv',
      'EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber\n0cX000000000001,"acme.example,\n*.acme.example",*,true,10.0',
      [facts],
    ],
    [
      'related record in JSON',
      'x.json',
      json([{ EmailRelay: { attributes: attributes('EmailRelay'), Host: 'relay.example' }, IsActive: false }]),
      ['relay=host relay.example from=unknown to=unknown active=false priority=-'],
    ],
    [
      'related record in CSV',
      'x.csv',
      'EmailRelay.Host,EmailRelay.Id,PriorityNumber\nrelay.example,0cX1,\n',
      ['relay=id 0cX1 from=unknown to=unknown active=- priority=blank'],
    ],
    [
      'nulls, which are defaults',
      'x.json',
      json([{ EmailRelayId: null, FromDomain: null, ToDomain: '', IsActive: null, PriorityNumber: null }]),
      ['relay=none from=all to=all active=- priority=blank'],
    ],
    [
      'a field that another filter of the file has',
      'x.json',
      json([{ ...FILTER, PriorityNumber: undefined, ToDomain: undefined }, FILTER]),
      ['relay=id 0cX000000000001 from=acme.example+*.acme.example to=all active=true priority=blank', facts],
    ],
    [
      'a field that no filter has',
      'x.json',
      json([{ ...FILTER, PriorityNumber: undefined }]),
      [facts.replace('priority=10', 'priority=-')],
    ],
    [
      'child of its relay',
      'x.json',
      json({
        records: [
          {
            attributes: attributes('EmailRelay', 'R1'),
            Host: 'relay.example',
            EmailDomainFilters: { records: [{ attributes: attributes('EmailDomainFilter'), IsActive: true }] },
          },
        ],
      }),
      ['relay=parent from=unknown to=unknown active=true priority=-'],
    ],
  ])('in %s', (_, file, text, expected) => {
    const { filters, problems } = readExport(file, text);
    expect(filters.map(filterText)).toEqual(expected);
    expect(problems).toEqual([]);
  });
});

describe('which object a record is of', () => {
  it.each([
    ['x.json', json([{ attributes: attributes('emailrelay'), Id: '1' }]), '1 relay'],
    ['x.json', json([{ attributes: attributes('EmailDomainFilter'), Host: 'a' }]), '1 filter'],
    ['x.json', json([{ attributes: attributes('Account'), Host: 'a' }]), 'nothing'],
    ['EmailRelay.json', json([{ FromDomain: 'a.example' }]), '1 filter'],
    ['EmailDomainFilter.json', json([{ Host: 'a.example' }]), '1 relay'],
    ['data/EmailRelays.json', json([{ Host: 'a.example', IsActive: true }]), '1 relay'],
    ['data/EmailDomainFilters.json', json([{ Host: 'a.example', IsActive: true }]), '1 filter'],
    ['x.json', json([RELAY, { IsActive: true }, { Name: 'x' }, 1, null]), '1 relay 1 filter'],
    ['EmailRelay.json', json([{ Name: 'x' }]), 'nothing'],
  ])('%s %s: %s', (file, text, expected) => {
    const { relays, filters } = readExport(file, text);
    const parts = [relays.length ? `${relays.length} relay` : '', filters.length ? `${filters.length} filter` : ''];
    expect(parts.filter(Boolean).join(' ') || 'nothing').toBe(expected);
  });
});

describe('what cannot be read is said, with its place', () => {
  it.each([
    ['x.json', '', ['0 "" not valid JSON: value expected']],
    ['x.json', '[]', []],
    ['x.json', '{"records": []}', []],
    ['x.json', '{"status": 0, "result": {"records": []}}', []],
    ['x.json', '[{"sobject": "EmailRelay", "files": ["EmailRelay.json"]}]', []],
    ['x.json', '{"name": "x"}', ['0 "" contains no exported records (nothing lost)']],
    ['x.json', '[{"Host": "a.example" "Port": 25}]', ['22 "\\"Port\\"" not valid JSON: comma expected']],
    ['x.csv', '', []],
    ['x.csv', ' \n', []],
    ['x.csv', 'Host,Port\n', []],
    ['x.csv', 'a,b\n1,2\n', ['0 "a,b" the first line contains no field of a relay or domain filter']],
    ['x.csv', '"Host\na', ['0 "\\"Host\\na" a quote is opened here and never closed']],
    ['x.csv', 'Host,Port\na\nb,25', ['10 "a" the row is not read: it has 1 values where the header names 2']],
    ['x.csv', 'Host,Port\na,25,x\n', ['10 "a,25,x" the row is not read: it has 3 values where the header names 2']],
    ['x.csv', 'Host,Port\na,25,,\n', []],
    ['x.csv', 'Host,Port\n"a"b,25\nc,25\n', ['13 "b" the row is not read: text follows a closing quote']],
    [
      'x.csv',
      'Host,Port\na,25\n"b,25\nc,25\n',
      ['15 "\\"b,25\\nc,25\\n" the row is not read: a quote is opened here and never closed'],
    ],
  ])('%s %j', (file, text, expected) => {
    const shown = readExport(file, text).problems.map(
      ({ message, range, lost }) =>
        `${range.start} ${JSON.stringify(text.slice(range.start, range.end))} ${message}${lost ? '' : ' (nothing lost)'}`,
    );
    expect(shown).toEqual(expected);
  });

  it.each([
    ['x.json', json(Array.from({ length: 3000 }, () => ({ Host: 'a.example' })))],
    ['x.csv', `Host,Port\n${'a.example,25\n'.repeat(3000)}`],
  ])('%s with too many records', (file, text) => {
    const { relays, problems } = readExport(file, text);
    expect(relays).toHaveLength(2000);
    expect(problems.map(({ message }) => message)).toEqual(['only the first 2000 records are read']);
  });
});

describe('places', () => {
  it.each([
    ['x.json', `[{"Host": "a\\u002eexample", "Port": 25}]`, 'Host', '"a\\u002eexample"'],
    ['x.json', `[{"Host": "a.example", "Port": 25}]`, 'Port', '25'],
    ['x.json', `[{"Host": null}]`, 'Host', 'null'],
    ['x.csv', `\uFEFFPort,Host\r\n25,"a""b"\r\n`, 'Host', '"a""b"'],
    ['x.csv', `Port;Host\n25;"x\ny"\n`, 'Host', '"x\ny"'],
    ['x.csv', `Port,Host\n25, a.example \n`, 'Host', ' a.example '],
    ['x.csv', `Port,Host\n"",a\n`, 'Port', '""'],
    ['x.csv', `Port,Host\n,a\n`, 'Port', ''],
  ] as const)('%s %j: %s is %j', (file, text, name, expected) => {
    const field = readExport(file, text).relays[0]?.fields.get(name);
    expect(field && text.slice(field.range.start, field.range.end)).toBe(expected);
  });

  it('of a domain in a quoted cell', () => {
    const text = 'ToDomain,IsActive\r\n"a.example,\r\n ""b.example""",true\r\n';
    const [filter] = readExport('x.csv', text).filters;
    if (filter?.to.kind !== 'list') throw new Error('no list');
    expect(filter.to.list.items.map(({ range }) => text.slice(range.start, range.end))).toEqual([
      'a.example',
      '""b.example""',
    ]);
  });
});

describe('work is bounded', () => {
  const SIZE = 1_000_000;
  it.each([
    ['nothing but quotes', 'x.csv', `Host,Port\n${'"'.repeat(SIZE)}`],
    ['stray quotes', 'x.csv', `Host,Port\n${'"a"b'.repeat(SIZE / 4)}`],
    ['stray quotes before blanks', 'x.csv', `Host,Port\n${'"a"'.repeat(100_000)}${' '.repeat(500_000)},1\n`],
    ['nothing but commas', 'x.csv', `Host,Port\n${','.repeat(SIZE)}`],
    ['a header of commas', 'x.csv', `Host${','.repeat(SIZE)}`],
    ['line ends', 'x.csv', `Host,Port\n${'\n'.repeat(SIZE)}`],
    ['broken rows', 'x.csv', `Password,Host\n${'a\n'.repeat(SIZE / 2)}`],
    ['wide rows', 'x.csv', `Password,Host${',c'.repeat(500)}\n${`a${','.repeat(501)}\n`.repeat(1900)}`],
    ['one cell of quotes', 'x.csv', `Host,Port\n"${'""'.repeat(SIZE / 2 - 10)}",1\n`],
    ['one record of passwords', 'x.json', `[{${'"Password":"a",'.repeat(60_000)}"Host":"a"}]`],
    ['keys without values', 'x.json', '"password"'.repeat(100_000)],
    ['a key before blanks', 'x.json', `"password" ${' '.repeat(SIZE)}`],
    ['escapes', 'x.json', `"password":"${'\\'.repeat(50)}`.repeat(16_000)],
    ['deep objects', 'x.json', '[{"a":'.repeat(100_000)],
  ])('by %s', { timeout: 20_000 }, (_, file, text) => {
    expect(readExport(file, text).problems.length).toBeLessThanOrEqual(22);
  });
});
