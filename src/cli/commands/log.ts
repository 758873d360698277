import { statSync } from 'node:fs';
import path from 'node:path';
import type { LogInput } from '../../emailLog/read/source.ts';
import type { EmailLog } from '../../emailLog/model.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import type * as LogReport from '../../emailLog/report/bundle.ts';
import type { JudgedLog, LogView } from '../../emailLog/report/view.ts';
import { shownFileName } from '../../emailLog/report/words.ts';
import { printable } from '../../text/printable.ts';
import { reason } from '../../files/disk.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { logProgress } from '../logProgress.ts';
import { oneOf, parseOptions } from '../options.ts';
import { checkWritable, writeText } from '../output.ts';
import { baseSetting, projectsIn } from '../preflightProject.ts';
import { askedSetting, bounces } from '../tlsSetting.ts';
import { plain } from '../../output/style.ts';

const FORMATS = ['text', 'json', 'csv', 'markdown', 'html'] as const;
const FAIL_ON = ['bounce', 'depends', 'unknown', 'never'] as const;
type FailOn = (typeof FAIL_ON)[number];

export const logUsage = `sf-deliverability log FILES...

Reads Email Logs (Setup > Email Log Files): CSV, also in gzip or zip; - reads standard input. Says which domains had
TLS, what would have become of mail under each TLS setting, and which domains can be listed. Addresses are reduced to
their domains on reading.

  --project DIR              compare with the domain list of the project's deliverability record, and take its setting
  --record PATH              where the record lies in the project (config/email-deliverability.json)
  --tls-setting SETTING      judge under this setting (the recorded one, or Required)
  --fail-on bounce|depends|unknown|never
                             exit with 1 if a message would have bounced for lack of TLS, might have, or might have or
                             is not known; with a domain list, only messages to listed domains count; unless never,
                             also if the log says nothing at all of TLS (bounce; never under Preferred and Off)
  --format text|json|csv|markdown|html   how to print the results (text)
  --output FILE              print them to a file
`;

export async function log(args: readonly string[], io: Io): Promise<number> {
  const request = requestOf(args, io);
  let found: EmailLog;
  try {
    found = await analyse(request, io);
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err('interrupted: there is no result\n');
    return EXIT.interrupted;
  }
  const { setting, settingSource, notes, scope } = request;
  const report = await import('../../emailLog/report/bundle.ts');
  const view: LogView = { log: found, setting, settingSource, scope, notes, generatedAt: new Date() };
  const judged = report.judgeLog(view);
  print(report, judged, request, io);
  const blind = request.failOn !== 'never' && saysNothing(judged);
  if (blind) io.err('the log says nothing of TLS for the domains asked about\n');
  return blind || fails(judged, request.failOn) ? EXIT.findings : EXIT.clean;
}

/** A command line that was found to be in order. */
interface Request extends Pick<LogView, 'setting' | 'settingSource' | 'notes'> {
  readonly inputs: readonly LogInput[];
  readonly scope: LogView['scope'];
  readonly format: (typeof FORMATS)[number];
  readonly output: string | undefined;
  readonly failOn: FailOn;
}

/** Nothing is read for minutes before all of this is in order. @throws UsageError */
function requestOf(args: readonly string[], io: Io): Request {
  const { positionals, values } = parseOptions(args, {
    project: { type: 'string' },
    record: { type: 'string' },
    'tls-setting': { type: 'string' },
    'fail-on': { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
  });
  if (positionals.length === 0)
    throw new UsageError('name the log files: Setup > Email Log Files gives them, docs/email-log.md says how');
  const format = oneOf('--format', values.format ?? 'text', FORMATS);
  const asked = values['tls-setting'] === undefined ? undefined : askedSetting(values['tls-setting']);
  const failOn = values['fail-on'] === undefined ? undefined : oneOf('--fail-on', values['fail-on'], FAIL_ON);
  if (values.output !== undefined) checkWritable(path.resolve(io.cwd, values.output), values.output);
  const inputs = inputsOf(positionals, io);
  const wanted = values.project !== undefined || values.record !== undefined;
  const projects = wanted ? projectsIn(io.cwd, values.project ?? '.', values.record) : [];
  const { judged, note } = baseSetting(asked, projects);
  return {
    setting: judged.setting,
    settingSource: judged.source,
    notes: note === undefined ? [] : [note],
    inputs,
    scope: settingScope(projects),
    format,
    output: values.output,
    failOn: failOn ?? (bounces(judged.setting) ? 'bounce' : 'never'),
  };
}

function inputsOf(names: readonly string[], io: Io): readonly LogInput[] {
  if (names.filter((name) => name === '-').length > 1) throw new UsageError('standard input can be read once only');
  return names.map((name, index): LogInput => {
    if (name === '-') return { name: 'standard input', stream: io.stdin() };
    const file = path.resolve(io.cwd, name);
    try {
      if (statSync(file).isDirectory()) throw new Error('is a folder');
    } catch (error) {
      throw new UsageError(`${name}: ${reason(error)}`);
    }
    return { name: shownFileName(path.basename(name), index), file };
  });
}

async function analyse({ inputs }: Request, io: Io): Promise<EmailLog> {
  // Behind this import are the readers of archives.
  const { analyseEmailLog, LogInputError } = await import('../../emailLog/read/bundle.ts');
  const progress = logProgress(io, () => performance.now());
  try {
    const found = await analyseEmailLog(inputs, { signal: io.signal, onProgress: progress.on });
    progress.finish(found);
    return found;
  } catch (error) {
    progress.clear();
    throw error instanceof LogInputError ? new UsageError(error.message) : error;
  }
}

type Report = typeof LogReport;

const FILE_COLUMNS = 100;

function print(report: Report, judged: JudgedLog, { format, output }: Request, io: Io): void {
  if (output === undefined) {
    io.out(render(report, judged, format, io));
    return;
  }
  const toFile = { ...io, style: plain, columns: { out: undefined, err: undefined } };
  writeText(path.resolve(io.cwd, output), render(report, judged, format, toFile));
  io.err(`${printable(report.logVerdict(judged))} Written to ${printable(output)}\n`);
}

function render(report: Report, judged: JudgedLog, format: Request['format'], io: Io): string {
  switch (format) {
    case 'json':
      return report.logJson(judged);
    case 'csv':
      return report.logCsv(judged);
    case 'markdown':
      return report.logMarkdown(judged);
    case 'html':
      return report.logHtml(judged);
    case 'text':
      return report.logText(judged, io.columns.out ?? FILE_COLUMNS, io.style);
  }
}

/** A log that does not speak of TLS must not look like one that found nothing. */
const saysNothing = ({ concerned }: JudgedLog): boolean =>
  concerned.every(({ outcomes: { tls, clear, bounce, depends } }) => tls + clear + bounce + depends === 0);

function fails({ concerned }: JudgedLog, failOn: FailOn): boolean {
  return concerned.some(({ outcomes: { bounce, depends, unknown } }) => {
    switch (failOn) {
      case 'never':
        return false;
      case 'bounce':
        return bounce > 0;
      case 'depends':
        return bounce + depends > 0;
      case 'unknown':
        return bounce + depends + unknown > 0;
    }
  });
}
