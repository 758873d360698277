import { describe, expect, it } from 'vitest';
import { findingsOf, projectOf } from '../support/projects.ts';

/** Exports as orgs have them, with nothing wrong in them: what the query left out, or the org left blank, is no fault. */
const SYSTEM = {
  CreatedDate: '2024-02-03T04:05:06.000+0000',
  CreatedById: '0055g00000AbCdEAAV',
  IsDeleted: false,
  SystemModstamp: null,
};
const attributes = (type: string) => ({ type, url: `/services/data/v66.0/sobjects/${type}/x` });
const relay = {
  attributes: attributes('EmailRelay'),
  Id: '0cX5g000000TZ1XEAW',
  Host: 'smtp-relay.gmail.com',
  Port: 587,
};
const filter = {
  attributes: attributes('EmailDomainFilter'),
  EmailRelayId: '0cX5g000000TZ1XEAW',
  FromDomain: 'example.com,*.example.com',
  ToDomain: '*',
  PriorityNumber: 1,
};
const query = (...records: readonly object[]): string =>
  JSON.stringify({ status: 0, result: { records, totalSize: records.length, done: true }, warnings: [] });

const CASES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'every field, extra ones and nulls': {
    'EmailRelay.json': query({
      ...relay,
      ...SYSTEM,
      TlsSetting: 'RequiredVerify',
      IsRequireAuth: true,
      AuthType: 'PLAIN',
      Username: 'mail@example.com',
      Password: null,
    }),
    'EmailDomainFilter.json': query({ ...filter, ...SYSTEM, IsActive: true }),
  },
  'everything a string': {
    'EmailRelay.json': JSON.stringify([{ ...relay, Port: '587.0', TlsSetting: 'Required', IsRequireAuth: 'false' }]),
    'EmailDomainFilter.json': JSON.stringify([{ ...filter, IsActive: 'true', PriorityNumber: '1.0' }]),
  },
  'a query of few fields': {
    'EmailRelay.json': query({ Id: relay.Id, Host: relay.Host }),
    'EmailDomainFilter.json': query(
      { EmailRelayId: filter.EmailRelayId, ToDomain: 'a.example' },
      { EmailRelayId: filter.EmailRelayId, ToDomain: 'b.example' },
    ),
  },
  'IsActive missing': {
    'EmailRelay.json': query({ ...relay, TlsSetting: 'Required' }),
    'EmailDomainFilter.json': query(filter, { ...filter, ToDomain: 'a.example', PriorityNumber: 2 }),
  },
  'logging in, without the TLS setting or the user name': {
    'EmailRelay.csv': 'Id,Host,IsRequireAuth\n0cX5g000000TZ1XEAW,relay.example.com,TRUE\n',
  },
  'filters alone': { 'EmailDomainFilter.json': query({ ...filter, IsActive: true }) },
  'filters that name relays in another way than the relays are exported': {
    'EmailRelay.csv': 'Host,Port\nrelay.example.com,25\n',
    'EmailDomainFilter.json': query({ ...filter, IsActive: true }),
  },
  'a spreadsheet': {
    'EmailRelay.csv':
      '\uFEFF"Id";"Host";"Port";"TlsSetting";"Notes";;\r\n"0cX5g000000TZ1X";"relay.example.com";"25";"Preferred";"ask ""IT""\r\nfirst";;\r\n',
    'EmailDomainFilter.csv':
      '\uFEFFEmailRelayId;FromDomain;ToDomain;IsActive;PriorityNumber\r\n0cX5g000000TZ1XEAW;;;WAHR;\r\n',
  },
  'filters as children of their relay': {
    'EmailRelay.json': JSON.stringify({
      records: [{ ...relay, TlsSetting: 'Required', EmailDomainFilters: { records: [{ ...filter, IsActive: true }] } }],
    }),
  },
  'a mail server inside, named by its address and asked for no TLS': {
    'EmailRelay.json': query({ ...relay, Host: '10.0.0.25', Port: 25, TlsSetting: 'Preferred', IsRequireAuth: false }),
    'EmailDomainFilter.json': query({ ...filter, IsActive: true }),
  },
  'no records': { 'EmailRelay.json': query(), 'EmailDomainFilter.json': query() },
};

describe('nothing is found in', () => {
  it.each(Object.entries(CASES))('%s', (_, files) => {
    const texts = Object.entries(files).map(([file, text]) => ({
      file: `data/${file}`,
      role: 'export' as const,
      text,
    }));
    expect(findingsOf(projectOf(texts)).map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
  });
});
