/** What the tests of the log's pages show. */
import path from 'node:path';
import { analyseEmailLog } from '../../src/emailLog/read/emailLog.ts';
import type { LogInput } from '../../src/emailLog/read/source.ts';
import { judgeLog, type JudgedLog, type LogView } from '../../src/emailLog/report/view.ts';
import { readProject } from '../../src/project/readProject.ts';
import type { ProjectFacts } from '../../src/project/facts.ts';
import { settingScope } from '../../src/project/routing/orgTls.ts';
import { delivered, EVERY_KIND, input, logCsv, TLS12, type RowParts } from './logFiles.ts';
import { PROJECT_ROOT } from '../support/cli.ts';
import { projectOf } from '../support/projects.ts';

function recordOf(...restrictTlsToDomains: readonly string[]): ProjectFacts {
  const text = JSON.stringify({ tlsSetting: 'Required', restrictTlsToDomains });
  return readProject(projectOf([{ file: 'config/email-deliverability.json', role: 'record', text }]));
}

async function judged(inputs: readonly LogInput[], more: Partial<LogView> = {}): Promise<JudgedLog> {
  const log = await analyseEmailLog(inputs);
  return judgeLog({
    log,
    setting: 'Required',
    settingSource: 'default',
    scope: undefined,
    notes: [],
    generatedAt: new Date(0),
    ...more,
  });
}

export const sampleLog = (): Promise<JudgedLog> =>
  judged([{ name: 'email-log.csv', file: path.join(PROJECT_ROOT, 'samples/email-log.csv') }]);

export const emptyLog = (): Promise<JudgedLog> => judged([input(logCsv([]))]);

/** Every kind of row and table: broken rows, relays, a list, dates that can be read both ways. */
export const fullLog = (): Promise<JudgedLog> =>
  judged(
    [
      input(
        `${logCsv([
          delivered('a@clear.example', ':', '', { relay: 'relay.example' }),
          delivered('a@clear.example', ':'),
          ...EVERY_KIND,
          { event: 'P', to: 'a@late.example', stage: '554 5.4.7 [internal] exceeded max time without delivery' },
          delivered('a@soon.example', TLS12, 'Verified', { time: 'soon' }),
        ]).replaceAll('11/16/2026', '5/6/2026')}a,b\n`,
      ),
    ],
    {
      setting: 'RequiredVerify',
      settingSource: 'recorded',
      scope: settingScope([
        recordOf('clear.example', 'gone.example', 'soylent.example', 'stark.example', 'acme.example'),
      ]),
      notes: ['A note.'],
    },
  );

/** Long names, markup, and what a spreadsheet or a terminal would run. */
export const hostileLog = (): Promise<JudgedLog> => {
  const long = `${'a-very-long-label-that-never-ends'.repeat(1)}.`.repeat(6);
  const rows: readonly RowParts[] = [
    delivered(`x@${long}example`, ':', '', { relay: `${'r'.repeat(60)}.example` }),
    {
      event: 'T',
      to: `x@${long}example`,
      stage: `<script>alert(1)</script> TLS \u202e\u0007 ${'certificate '.repeat(60)}`,
    },
    { event: 'P', to: 'x@acme.example', stage: '=1+1 "><img src=x onerror=alert(1)> TLS' },
  ];
  return judged([input(logCsv(rows), '"><img src=x>\u202e.csv')], { notes: ['<b>bold</b>'] });
};
