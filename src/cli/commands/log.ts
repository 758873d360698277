import { statSync } from 'node:fs';
import path from 'node:path';
import { loadEmailLogRead } from '../../emailLog/read/lazy.ts';
import type { LogInput } from '../../emailLog/read/source.ts';
import type { EmailLog } from '../../emailLog/model.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import { LOG_FORMATS } from '../../emailLog/report/formats.ts';
import { loadEmailLogReport } from '../../emailLog/report/lazy.ts';
import type { JudgedLog, LogView } from '../../emailLog/report/view.ts';
import { shownFileName } from '../../emailLog/report/words.ts';
import { reason } from '../../files/disk.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { logProgress } from '../logProgress.ts';
import { formatOption, parseOptions, type Options } from '../options.ts';
import { FAIL_ON_UNSET, type FailOn, failOnUnder, RECORD_OPTION, TLS_SETTING_OPTION } from '../optionValues.ts';
import { checkWritable } from '../output.ts';
import { baseSetting, projectsIn } from '../preflightProject.ts';
import { printReport } from '../printing.ts';

const OPTIONS = {
  project: {
    value: 'DIR',
    help: "compare with the domain list of the project's deliverability file, and use its setting",
  },
  record: RECORD_OPTION,
  'tls-setting': { ...TLS_SETTING_OPTION, help: 'setting to evaluate' },
  'fail-on': {
    value: 'WHAT',
    choices: {
      bounce: 'a message would have bounced because TLS was missing',
      depends: 'a message would have bounced, or might have',
      unknown: 'a message would have bounced, might have, or is not known',
      never: 'nothing',
    },
    unset: FAIL_ON_UNSET,
    help: 'exit with 1 for this; with a domain list, only messages to listed domains count; unless never, also if the log has no data about TLS',
  },
  format: formatOption(LOG_FORMATS, 'text', 'how to print the results'),
  output: { value: 'FILE', help: 'print them to a file' },
} as const satisfies Options;

export const logCommand: Command = {
  name: 'log',
  summary: 'show what an Email Log says about TLS, and what each TLS setting would have done',
  calls: ['FILE...'],
  about: [
    'Reads Email Logs (Setup > Email Log Files): CSV, also in gzip or zip; - reads standard input. Shows which domains had TLS, what each TLS setting would have done to mail, and which domains you can list. Only the domain of each address is kept.',
  ],
  options: OPTIONS,
  exits: { clean: 'nothing that --fail-on names', findings: 'what --fail-on names' },
  run: log,
};

async function log(args: readonly string[], io: Io): Promise<number> {
  const request = requestOf(args, io);
  let found: EmailLog;
  try {
    found = await analyse(request, io);
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err('interrupted: no result\n');
    return EXIT.interrupted;
  }
  const { setting, settingSource, notes, scope } = request;
  const report = await loadEmailLogReport();
  const view: LogView = { log: found, setting, settingSource, scope, notes, generatedAt: new Date() };
  const judged = report.judgeLog(view);
  const said = `${report.logVerdict(judged)} Written to`;
  await printReport(LOG_FORMATS[request.format], judged, { output: request.output, said }, io);
  const blind = request.failOn !== 'never' && saysNothing(judged);
  if (blind) io.err('the log has no data about TLS for these domains\n');
  return blind || fails(judged, request.failOn) ? EXIT.findings : EXIT.clean;
}

/** A command line that was found to be in order. */
interface Request extends Pick<LogView, 'setting' | 'settingSource' | 'notes'> {
  readonly inputs: readonly LogInput[];
  readonly scope: LogView['scope'];
  readonly format: keyof typeof LOG_FORMATS;
  readonly output: string | undefined;
  readonly failOn: FailOn;
}

/** Nothing is read for minutes before all of this is in order. @throws UsageError */
function requestOf(args: readonly string[], io: Io): Request {
  const { positionals, values } = parseOptions(args, OPTIONS);
  if (positionals.length === 0)
    throw new UsageError('name the log files: download them from Setup > Email Log Files (see docs/email-log.md)');
  if (values.output !== undefined) checkWritable(path.resolve(io.cwd, values.output), values.output);
  const inputs = inputsOf(positionals, io);
  const wanted = values.project !== undefined || values.record !== undefined;
  const projects = wanted ? projectsIn(io.cwd, values.project ?? '.', values.record) : [];
  const { judged, note } = baseSetting(values['tls-setting'], projects);
  return {
    setting: judged.setting,
    settingSource: judged.source,
    notes: note === undefined ? [] : [note],
    inputs,
    scope: settingScope(projects),
    format: values.format,
    output: values.output,
    failOn: values['fail-on'] ?? failOnUnder(judged.setting),
  };
}

function inputsOf(names: readonly string[], io: Io): readonly LogInput[] {
  if (names.filter((name) => name === '-').length > 1) throw new UsageError('standard input can be read only once');
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
  const { analyseEmailLog, LogInputError } = await loadEmailLogRead();
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

/** A log that does not speak of TLS must not look like one that found nothing. */
const saysNothing = ({ concerned }: JudgedLog): boolean =>
  concerned.every(
    ({ outcomes }) => outcomes.unknown === Object.values(outcomes).reduce((sum, count) => sum + count, 0),
  );

function fails({ concerned }: JudgedLog, failOn: FailOn): boolean {
  return concerned.some(({ outcomes: { bounce, 'may-bounce': mayBounce, unknown } }) => {
    switch (failOn) {
      case 'never':
        return false;
      case 'bounce':
        return bounce > 0;
      case 'depends':
        return bounce + mayBounce > 0;
      case 'unknown':
        return bounce + mayBounce + unknown > 0;
    }
  });
}
