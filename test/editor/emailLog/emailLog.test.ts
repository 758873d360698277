import path from 'node:path';
import { HtmlValidate } from 'html-validate';
import { beforeAll, describe, expect, test } from 'vitest';
import { analyseEmailLog } from '../../../src/emailLog/read/emailLog.ts';
import type { EmailLog } from '../../../src/emailLog/model.ts';
import { logMarks } from '../../../src/language/emailLogMarks.ts';
import { logActions, logMessage } from '../../../src/editor/emailLog/page.ts';
import { proposals, proposalsHint } from '../../../src/language/emailLogProposals.ts';
import { readProject } from '../../../src/project/readProject.ts';
import type { ProjectFacts } from '../../../src/project/facts.ts';
import { delivered, input, logCsv, TLS12, type RowParts } from '../../emailLog/logFiles.ts';
import { projectOf } from '../../support/projects.ts';
import { PROJECT_ROOT } from '../../support/cli.ts';

const RECORD = 'config/email-deliverability.json';

const recordOf = (tlsSetting: string | undefined, ...domains: readonly string[]): string =>
  JSON.stringify({ ...(tlsSetting === undefined ? {} : { tlsSetting }), restrictTlsToDomains: domains }, null, 2);

const factsOf = (text?: string): ProjectFacts =>
  readProject(projectOf(text === undefined ? [] : [{ file: RECORD, role: 'record', text }]));

const CLEAR = ':';
const rows = (domain: string, count: number, cipher = TLS12): readonly RowParts[] =>
  Array.from({ length: count }, () => delivered(`x@${domain}`, cipher, cipher === CLEAR ? '' : 'Verified'));
const logOf = (...parts: readonly (readonly RowParts[])[]): Promise<EmailLog> =>
  analyseEmailLog([input(logCsv(parts.flat()))]);

describe('the sample log', () => {
  let log: EmailLog;
  beforeAll(async () => {
    log = await analyseEmailLog([{ name: 'email-log.csv', file: path.join(PROJECT_ROOT, 'samples/email-log.csv') }]);
  });

  const marks = (text: string): readonly string[] =>
    logMarks(factsOf(text), log).map(
      ({ place, severity, message }) => `${severity} ${text.slice(place.range.start, place.range.end)}: ${message}`,
    );

  test('marks what is listed and was seen without TLS', () => {
    expect(marks(recordOf('Required', 'acme.example', 'Initech.example', 'globex.example', 'soylent.example'))).toEqual(
      [
        'warning "Initech.example": Mail to initech.example was seen without TLS: 1 of 5 deliveries unencrypted (Email Log, 2026-11-16 to 2026-11-20). Under Required, such mail bounces. Remove it from the list, or ask its mail administrator to turn on TLS 1.2 or newer.',
        'warning "globex.example": Mail to globex.example was seen without TLS: 10 of 10 deliveries unencrypted (Email Log, 2026-11-16 to 2026-11-20). Under Required, such mail bounces. Remove it from the list, or ask its mail administrator to turn on TLS 1.2 or newer.',
        'warning "soylent.example": Mail to soylent.example was seen without TLS: 1 message failed because TLS was missing (Email Log, 2026-11-16 to 2026-11-20). Under Required, such mail bounces. Remove it from the list, or ask its mail administrator to turn on TLS 1.2 or newer.',
      ],
    );
  });

  test.each([
    ['Preferred', 'info', 'Under Required, such mail would bounce.'],
    ['PreferredVerify', 'info', 'Under Required, such mail would bounce.'],
    ['RequiredVerify', 'warning', 'Under Required Verify, such mail bounces.'],
    [undefined, 'info', 'Under Required, such mail would bounce.'],
  ])('marks under %s with %s', (setting, severity, words) => {
    const [mark = '', ...more] = marks(recordOf(setting, 'globex.example'));
    expect(mark).toMatch(new RegExp(`^${severity} `));
    expect(mark).toContain(words);
    expect(more).toEqual([]);
  });

  test('marks each list under its own setting', () => {
    const settings = {
      file: 'config/project-scratch-def.json',
      role: 'scratch' as const,
      text: '{ "settings": { "emailAdministrationSettings": { "tlsSetting": "Preferred", "tlsDomains": "globex.example" } } }',
    };
    const record = { file: RECORD, role: 'record' as const, text: recordOf('RequiredVerify', 'globex.example') };
    const found = logMarks(readProject(projectOf([record, settings])), log);
    expect(
      found.map(({ place, severity, message }) => [place.file, severity, message.includes('mail bounces.')]),
    ).toEqual([
      [RECORD, 'warning', true],
      [settings.file, 'info', false],
    ]);
  });

  test('marks nothing else', () => {
    expect(marks(recordOf('Required', 'acme.example', 'stark.example', 'elsewhere.example', '192.0.2.1'))).toEqual([]);
  });

  test('gives ground for domains that always had TLS, with how much was seen', () => {
    expect(proposals(factsOf(), log)).toEqual([
      { domain: 'acme.example', picked: true, remarks: ['31 messages'] },
      { domain: 'mail.acme.example', picked: true, remarks: ['15 messages'] },
      { domain: 'shop.acme.example', picked: true, remarks: ['15 messages'] },
      { domain: 'hooli.example', picked: true, remarks: ['5 messages only'] },
      { domain: 'umbrella.example', picked: true, remarks: ['1 message only'] },
    ]);
  });

  test('leaves out what is listed, and leaves open what may not verify', () => {
    const facts = factsOf(recordOf('RequiredVerify', 'Acme.example', '*.example', 'hooli.example'));
    // How far the wildcard reaches below is not documented.
    expect(proposals(facts, log)).toEqual([
      { domain: 'mail.acme.example', picked: true, remarks: ['15 messages', '*.example may already cover it'] },
      {
        domain: 'shop.acme.example',
        picked: false,
        remarks: [
          '15 messages',
          'the certificate was not always verified, or the log does not say',
          '*.example may already cover it',
        ],
      },
    ]);
  });
});

describe('a log', () => {
  test('that shows mail to several domains of a wildcard names the busiest', async () => {
    const log = await logOf(rows('a.acme.example', 2, CLEAR), rows('b.acme.example', 3, CLEAR));
    expect(logMarks(factsOf(recordOf('Required', '*.acme.example')), log).map(({ message }) => message)).toEqual([
      'Mail to b.acme.example was seen without TLS: 3 of 3 deliveries unencrypted (Email Log, 2026-11-16). So was mail to 1 more domain that it covers. Under Required, such mail bounces. Remove it from the list, or ask its mail administrator to turn on TLS 1.2 or newer.',
    ]);
  });

  test.each(['*.acme.example', '*', 'x.*.acme.example'])(
    'does not accuse %s, which only may cover it',
    async (entry) => {
      const log = await logOf(rows('x.y.acme.example', 1, CLEAR));
      const [mark] = logMarks(factsOf(recordOf('Required', entry)), log);
      expect(mark?.severity).toBe('info');
      expect(mark?.message).toContain('Whether the entry covers it is not documented.');
    },
  );

  test('of many domains does not take long beside a list of many wildcards', async () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `d${index}.example`);
    const log = await logOf(names.flatMap((name) => rows(`mail.${name}`, 1, CLEAR)));
    const marks = logMarks(factsOf(recordOf('Required', ...names.map((name) => `*.${name}`))), log);
    expect(marks).toHaveLength(20_000);
  });

  test.each([
    [[], 3, 'These domains had TLS in every delivery of the log.'],
    [[], 2001, 'These domains had TLS in every delivery of the log. The 2000 busiest of 2001.'],
    [
      [{ relay: 'relay.example', rows: 1 }],
      3,
      "These domains had TLS in every delivery, but the mail went through a relay: it is the relay's TLS.",
    ],
  ])('says what its proposals are: %j, %i', async (relays, count, expected) => {
    const log = await logOf(rows('a.example', 1));
    expect(proposalsHint({ ...log, relays }, count)).toBe(expected);
  });

  test('proposes nothing that is no domain', async () => {
    const log = await logOf(rows('192.0.2.7', 12), rows('localhost', 12), rows('good.example', 12));
    expect(proposals(factsOf(), log).map(({ domain }) => domain)).toEqual(['good.example']);
  });
});

describe('the page', () => {
  test.each([
    [{ action: 'list' }, 'list'],
    [{ action: 'ready', more: 1 }, 'ready'],
    [{ action: 'constructor' }, undefined],
    [{ action: ['list'] }, undefined],
    ['list', undefined],
    [null, undefined],
  ])('takes %j for %s', (value, action) => {
    expect(logMessage(value)).toBe(action);
  });

  test.each([
    [undefined, undefined],
    ['There is <no> project.', '2 domains added to "x"'],
  ])('has buttons that say why they do nothing: %j', (listOff, said) => {
    const html = logActions({ listOff, said });
    expect(new HtmlValidate({ extends: ['html-validate:recommended'] }).validateStringSync(html).results).toEqual([]);
    expect(html).toContain('data-action="list"');
    expect(html.includes('aria-disabled="true" aria-describedby="why-list"')).toBe(listOff !== undefined);
    expect(html).not.toContain('<no>');
  });
});
