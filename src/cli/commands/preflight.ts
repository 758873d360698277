import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { PreflightOptions } from '../../preflight/probe/options.ts';
import type { DomainPreflight, PreflightReport } from '../../preflight/result.ts';
import { preflightCsv } from '../../preflight/report/csv.ts';
import { preflightJson } from '../../preflight/report/json.ts';
import { preflightMarkdown } from '../../preflight/report/markdown.ts';
import { preflightPlan } from '../../preflight/plan/plan.ts';
import { preflightText } from '../../preflight/report/text.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import type { PreflightPlan, PreflightView } from '../../preflight/view.ts';
import { isRelay, judgedUnder, verdictLine } from '../../preflight/report/words.ts';
import { printable } from '../../text/printable.ts';
import type { Outcome } from '../../mail/outcome.ts';
import { reason } from '../../files/disk.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { checkWritable, writeText } from '../output.ts';
import { oneOf, parseOptions, wholeNumber } from '../options.ts';
import { openLab, type OpenLab } from '../preflightLab.ts';
import { progressOn } from '../preflightProgress.ts';
import { baseSetting, projectsIn } from '../preflightProject.ts';
import { askedSetting, bounces } from '../tlsSetting.ts';
import { plain } from '../../output/style.ts';
import { nameList } from '../../output/words.ts';
import type { Judged } from '../../output/judgedSetting.ts';

const FORMATS = ['text', 'json', 'markdown', 'html', 'csv'] as const;
const FAIL_ON = ['bounce', 'depends', 'unknown', 'never'] as const;
type FailOn = (typeof FAIL_ON)[number];

export const preflightUsage = `sf-deliverability preflight [domains...]

Asks the mail servers of domains whether they take TLS, and says what happens to mail under each TLS setting.
No message is sent.

  --project DIR              domains and setting from the project's deliverability record; and its relays that mail
                             goes through, each on its port and under its own setting
  --tls-setting SETTING      judge domains under this setting (the recorded one, or Required)
  --fail-on bounce|depends|unknown|never
                             exit with 1 if mail to a domain bounces for sure, may bounce, or may bounce or could
                             not be tested; unless never, also if no domain at all could be tested
                             (bounce; never under Preferred and Off)
  --format text|json|markdown|html|csv   how to print the results (text)
  --output FILE              print them to a file
  --resolver HOST:PORT|https://...       ask this name server (the system's)
  --port N                   instead of 25
  --ca FILE                  trust these root certificates too, in PEM
  --allow-private            probe addresses that are not public as well
  --timeout MS               for a greeting (30000); other steps wait at most this (10000)
  --concurrency N            domains at once (20)
  --lab                      ask a mail world on this machine instead of the network
`;

export async function preflight(args: readonly string[], io: Io): Promise<number> {
  const request = requestOf(args, io);
  try {
    const view = await probe(request, io);
    await print(view, request, io);
    const counted = view.report.domains
      .map((domain) => ({ domain, failOn: failOnOf(domain, view, request.failOn) }))
      .filter(({ failOn }) => failOn !== 'never');
    const blind = counted.length > 0 && nothingTested(view);
    if (blind) io.err(`no ${view.report.domains.every(isRelay) ? 'relay' : 'domain'} could be tested\n`);
    return blind || counted.some(({ domain, failOn }) => fails(domain, view, failOn)) ? EXIT.findings : EXIT.clean;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err('interrupted: there is no result\n');
    return EXIT.interrupted;
  }
}

/** A command line that was found to be in order. */
interface Request {
  readonly plan: PreflightPlan;
  /** What domains are judged under. */
  readonly base: Judged;
  /** Whether the project's domain list is in force. */
  readonly list: PreflightView['list'];
  readonly format: (typeof FORMATS)[number];
  readonly output: string | undefined;
  /** Undefined: by the setting of each result. */
  readonly failOn: FailOn | undefined;
  readonly lab: boolean;
  readonly timeout: number | undefined;
  readonly engine: PreflightOptions;
}

/** Nothing goes to the network before all of this is in order. @throws UsageError */
function requestOf(args: readonly string[], io: Io): Request {
  const { positionals, values } = parseOptions(args, {
    project: { type: 'string' },
    'tls-setting': { type: 'string' },
    'fail-on': { type: 'string' },
    format: { type: 'string' },
    output: { type: 'string' },
    resolver: { type: 'string' },
    port: { type: 'string' },
    ca: { type: 'string' },
    'allow-private': { type: 'boolean' },
    timeout: { type: 'string' },
    concurrency: { type: 'string' },
    lab: { type: 'boolean' },
  });
  const lab = values.lab === true;
  if (lab && values.resolver !== undefined) throw new UsageError('--lab brings its own resolver: leave --resolver out');
  const format = oneOf('--format', values.format ?? 'text', FORMATS);
  const asked = values['tls-setting'] === undefined ? undefined : askedSetting(values['tls-setting']);
  const failOn = values['fail-on'] === undefined ? undefined : oneOf('--fail-on', values['fail-on'], FAIL_ON);
  const numbers = {
    port: wholeNumber('--port', values.port, 1, 65_535),
    timeout: wholeNumber('--timeout', values.timeout, 1, 600_000),
    concurrency: wholeNumber('--concurrency', values.concurrency, 1, 1000),
  };
  if (values.output !== undefined) checkWritable(path.resolve(io.cwd, values.output), values.output);
  const projects = values.project === undefined ? undefined : projectsIn(io.cwd, values.project);
  const base = baseSetting(asked, projects ?? []);
  const planned = preflightPlan(projects ?? [], positionals, base.judged);
  if (planned.targets.length === 0 && !(lab && planned.notProbed.length === 0))
    throw nothingToProbe(planned, projects !== undefined);
  const judgesDomains = !planned.targets.every(({ kind }) => kind === 'relay') || planned.targets.length === 0;
  const notes = [...(base.note !== undefined && judgesDomains ? [base.note] : []), ...planned.notes];
  return {
    plan: { ...planned, notes },
    base: base.judged,
    list: settingScope(projects ?? [])?.list,
    format,
    output: values.output,
    failOn,
    lab,
    timeout: numbers.timeout,
    engine: {
      signal: io.signal,
      ...(values.resolver === undefined ? {} : { resolver: values.resolver }),
      ...(numbers.port === undefined ? {} : { port: numbers.port }),
      ...(numbers.concurrency === undefined ? {} : { concurrency: numbers.concurrency }),
      ...(values.ca === undefined ? {} : { ca: [readCa(path.resolve(io.cwd, values.ca), values.ca)] }),
      allowPrivate: values['allow-private'] === true,
    },
  };
}

function nothingToProbe({ notProbed }: PreflightPlan, hasProject: boolean): UsageError {
  if (notProbed.length > 0)
    return new UsageError(
      `nothing to probe: ${notProbed.map(({ entry, reason: why }) => `${entry}: ${why}`).join('; ')}`,
    );
  return new UsageError(
    hasProject
      ? 'the project records no domains: add them to restrictTlsToDomains in config/email-deliverability.json, or name some'
      : 'name the domains to probe, or take them from a project: preflight --project DIR',
  );
}

const MOST_CA_BYTES = 4 * 1024 * 1024;

function readCa(file: string, name: string): string {
  try {
    if (statSync(file).size > MOST_CA_BYTES) throw new Error('too large');
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new UsageError(`${name}: ${reason(error)}`);
  }
}

async function probe(request: Request, io: Io): Promise<PreflightView> {
  const { notProbed, notes, own } = request.plan;
  const { setting, source: settingSource } = request.base;
  if (notProbed.length > 0)
    io.err(`not probed as such: ${nameList(notProbed.map(({ entry }) => entry))}; the report says why\n`);
  const open = request.lab ? await usage(() => openLab(request.plan.targets, io)) : undefined;
  try {
    const report = await run(request, open, io);
    const all = open ? [open.note, ...notes] : notes;
    const { list } = request;
    return { report, setting, settingSource, own, list, notProbed, notes: all, generatedAt: new Date() };
  } finally {
    await open?.lab.close();
  }
}

const LAB_TIMEOUT_MS = 3000;

async function run(request: Request, open: OpenLab | undefined, io: Io): Promise<PreflightReport> {
  // Behind this import is all that speaks to the network.
  const { preflight: probeAll, deadlinesWithin } = await import('../../preflight/probe/bundle.ts');
  const timeout = request.timeout ?? (open ? LAB_TIMEOUT_MS : undefined);
  const targets = open?.targets ?? request.plan.targets;
  const relays = targets.filter(({ kind }) => kind === 'relay').length;
  const progress = progressOn(io, () => performance.now(), relays);
  const options: PreflightOptions = {
    ...request.engine,
    ...(timeout === undefined ? {} : { deadlines: deadlinesWithin(timeout) }),
    ...(open ? labOptions(open, request.engine) : {}),
    onProgress: progress.on,
  };
  try {
    const probing = probeAll(targets, options);
    const report = await usage(() => probing, progress.begun);
    progress.finish();
    return report;
  } catch (error) {
    progress.clear();
    throw error;
  }
}

const labOptions = ({ lab }: OpenLab, { ca = [] }: PreflightOptions): PreflightOptions => ({
  resolver: lab.resolver,
  ca: [lab.ca, ...ca],
  route: lab.route,
  controlDomains: lab.controls,
});

/** What the engine or the lab finds out of range before it begins is a wrong call. */
async function usage<T>(task: () => Promise<T>, begun = (): boolean => false): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof RangeError && !begun()) throw new UsageError(error.message);
    throw error;
  }
}

async function print(view: PreflightView, { format, output }: Request, io: Io): Promise<void> {
  const text = await render(view, format, output === undefined ? io : { ...io, style: plain, columns: NO_TERMINAL });
  if (output === undefined) {
    io.out(text);
    return;
  }
  writeText(path.resolve(io.cwd, output), text);
  io.err(`${printable(verdictLine(view))} Written to ${printable(output)}\n`);
}

const NO_TERMINAL: Io['columns'] = { out: undefined, err: undefined };
const FILE_COLUMNS = 100;

async function render(view: PreflightView, format: Request['format'], io: Io): Promise<string> {
  switch (format) {
    case 'json':
      return preflightJson(view);
    case 'markdown':
      return preflightMarkdown(view);
    case 'csv':
      return preflightCsv(view);
    case 'html': {
      const { preflightHtml } = await import('../../preflight/report/html/page.ts');
      return preflightHtml(view);
    }
    case 'text':
      return preflightText(view, io.columns.out ?? FILE_COLUMNS, io.style);
  }
}

/** A run that saw nothing must not look like one that found nothing. */
const nothingTested = (view: PreflightView): boolean =>
  view.report.domains.length > 0 &&
  view.report.domains.every((domain) => possibleFor(domain, view).join() === 'unknown');

const possibleFor = (domain: DomainPreflight, view: PreflightView): readonly Outcome[] =>
  domain.outcomes[judgedUnder(domain, view).setting];

/** Preferred and Off make no mail bounce for lack of TLS, so what bounces there does so with or without a switch. */
function failOnOf(domain: DomainPreflight, view: PreflightView, asked: FailOn | undefined): FailOn {
  const { setting } = judgedUnder(domain, view);
  return asked ?? (bounces(setting) ? 'bounce' : 'never');
}

function fails(domain: DomainPreflight, view: PreflightView, failOn: FailOn): boolean {
  const possible = possibleFor(domain, view);
  switch (failOn) {
    case 'never':
      return false;
    case 'bounce':
      return possible.includes('bounce') && possible.length === 1;
    case 'depends':
      return possible.includes('bounce');
    case 'unknown':
      return possible.includes('bounce') || possible.includes('unknown');
  }
}
