import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { loadPreflightProbe } from '../../preflight/probe/lazy.ts';
import type { PreflightOptions } from '../../preflight/probe/options.ts';
import type { DomainPreflight, PreflightReport } from '../../preflight/result.ts';
import { PREFLIGHT_FORMATS } from '../../preflight/report/formats.ts';
import { preflightPlan } from '../../preflight/plan/plan.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import type { PreflightPlan, PreflightView } from '../../preflight/view.ts';
import { isRelay, judgedUnder, verdictLine } from '../../preflight/report/words.ts';
import type { Outcome } from '../../mail/outcome.ts';
import { reason } from '../../files/disk.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { checkWritable } from '../output.ts';
import { formatOption, parseOptions, type Options } from '../options.ts';
import { FAIL_ON_UNSET, type FailOn, failOnUnder, TLS_SETTING_OPTION, wholeNumber } from '../optionValues.ts';
import { openLab, type OpenLab } from '../preflightLab.ts';
import { progressOn } from '../preflightProgress.ts';
import { baseSetting, projectsIn } from '../preflightProject.ts';
import { printReport } from '../printing.ts';
import { nameList } from '../../output/words.ts';
import type { Judged } from '../../output/judgedSetting.ts';

const OPTIONS = {
  project: {
    value: 'DIR',
    help: "use the domains and the TLS setting of the project's deliverability file, and the project's relays, each with its own port and TLS setting",
  },
  'tls-setting': { ...TLS_SETTING_OPTION, help: 'setting to evaluate' },
  'fail-on': {
    value: 'WHAT',
    choices: {
      bounce: 'mail to a domain bounces',
      depends: 'mail to a domain bounces, or may bounce',
      unknown: 'mail to a domain bounces, may bounce, or could not be tested',
      never: 'nothing',
    },
    unset: FAIL_ON_UNSET,
    help: 'exit with 1 for this; unless never, also if no domain could be tested',
  },
  format: formatOption(PREFLIGHT_FORMATS, 'text', 'how to print the results'),
  output: { value: 'FILE', help: 'print them to a file' },
  resolver: {
    value: 'RESOLVER',
    unset: "the system's",
    help: 'use this DNS server: HOST:PORT, or https://... for DNS over HTTPS',
  },
  port: { value: 'N', unset: '25', help: "the port of domains' mail servers", read: wholeNumber(1, 65_535) },
  ca: { value: 'FILE', help: 'also trust these root certificates, in PEM' },
  'allow-private': { help: 'also probe addresses that are not public' },
  timeout: {
    value: 'MS',
    unset: '30000 for a greeting, 10000 for other steps',
    help: 'milliseconds to wait in each step, such as for a greeting or a TLS handshake',
    read: wholeNumber(1, 600_000),
  },
  concurrency: { value: 'N', unset: '20', help: 'domains checked in parallel', read: wholeNumber(1, 1000) },
  lab: { help: 'use simulated mail servers on this computer instead of the network' },
} as const satisfies Options;

export const preflightCommand: Command = {
  name: 'preflight',
  summary: "test domains' mail servers, and show what happens to mail under each TLS setting",
  calls: ['[DOMAIN...]'],
  about: [
    'Tests whether the mail servers of domains have TLS, and shows what happens to mail under each TLS setting. No message is sent.',
  ],
  options: OPTIONS,
  exits: { clean: 'nothing that --fail-on names', findings: 'what --fail-on names' },
  run: preflight,
};

async function preflight(args: readonly string[], io: Io): Promise<number> {
  const request = requestOf(args, io);
  try {
    const view = await probe(request, io);
    const said = `${verdictLine(view)} Written to`;
    await printReport(PREFLIGHT_FORMATS[request.format], view, { output: request.output, said }, io);
    const counted = view.report.domains
      .map((domain) => ({ domain, failOn: failOnOf(domain, view, request.failOn) }))
      .filter(({ failOn }) => failOn !== 'never');
    const blind = counted.length > 0 && nothingTested(view);
    if (blind) io.err(`no ${view.report.domains.every(isRelay) ? 'relay' : 'domain'} could be tested\n`);
    return blind || counted.some(({ domain, failOn }) => fails(domain, view, failOn)) ? EXIT.findings : EXIT.clean;
  } catch (error) {
    if (!io.signal.aborted) throw error;
    io.err('interrupted: no result\n');
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
  readonly format: keyof typeof PREFLIGHT_FORMATS;
  readonly output: string | undefined;
  /** Undefined: by the setting of each result. */
  readonly failOn: FailOn | undefined;
  readonly lab: boolean;
  readonly timeout: number | undefined;
  readonly engine: PreflightOptions;
}

/** Nothing goes to the network before all of this is in order. @throws UsageError */
function requestOf(args: readonly string[], io: Io): Request {
  const { positionals, values } = parseOptions(args, OPTIONS);
  const { lab } = values;
  if (lab && values.resolver !== undefined) throw new UsageError('--lab has its own resolver: omit --resolver');
  if (values.output !== undefined) checkWritable(path.resolve(io.cwd, values.output), values.output);
  const projects = values.project === undefined ? undefined : projectsIn(io.cwd, values.project);
  const base = baseSetting(values['tls-setting'], projects ?? []);
  const planned = preflightPlan(projects ?? [], positionals, base.judged);
  if (planned.targets.length === 0 && !(lab && planned.notProbed.length === 0))
    throw nothingToProbe(planned, projects !== undefined);
  const judgesDomains = !planned.targets.every(({ kind }) => kind === 'relay') || planned.targets.length === 0;
  const notes = [...(base.note !== undefined && judgesDomains ? [base.note] : []), ...planned.notes];
  return {
    plan: { ...planned, notes },
    base: base.judged,
    list: settingScope(projects ?? [])?.list,
    format: values.format,
    output: values.output,
    failOn: values['fail-on'],
    lab,
    timeout: values.timeout,
    engine: {
      signal: io.signal,
      ...(values.resolver === undefined ? {} : { resolver: values.resolver }),
      ...(values.port === undefined ? {} : { port: values.port }),
      ...(values.concurrency === undefined ? {} : { concurrency: values.concurrency }),
      ...(values.ca === undefined ? {} : { ca: [readCa(path.resolve(io.cwd, values.ca), values.ca)] }),
      allowPrivate: values['allow-private'],
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
      ? 'the project lists no domains: add them to restrictTlsToDomains in config/email-deliverability.json, or name domains'
      : 'name the domains to probe, or use those of a project: preflight --project DIR',
  );
}

const MAX_CA_BYTES = 4 * 1024 * 1024;

function readCa(file: string, name: string): string {
  try {
    if (statSync(file).size > MAX_CA_BYTES) throw new Error('too large');
    return readFileSync(file, 'latin1');
  } catch (error) {
    throw new UsageError(`${name}: ${reason(error)}`);
  }
}

async function probe(request: Request, io: Io): Promise<PreflightView> {
  const { notProbed, notes, settingByName } = request.plan;
  const { setting, source: settingSource } = request.base;
  if (notProbed.length > 0) io.err(`skipped: ${nameList(notProbed.map(({ entry }) => entry))}; see the report\n`);
  const open = request.lab ? await usage(() => openLab(request.plan.targets, io)) : undefined;
  try {
    const report = await run(request, open, io);
    const all = open ? [open.note, ...notes] : notes;
    const { list } = request;
    return { report, setting, settingSource, settingByName, list, notProbed, notes: all, generatedAt: new Date() };
  } finally {
    await open?.lab.close();
  }
}

const LAB_TIMEOUT_MS = 3000;

/** From so many targets on, memory counts for more than a few seconds. */
export const MANY_TARGETS = 500;

/** V8 lets garbage grow to ten times of what is needed before it looks; a run of 2,000 domains took 280 MB, not 140. */
function saveMemory(): void {
  setFlagsFromString('--optimize-for-size');
}

async function run(request: Request, open: OpenLab | undefined, io: Io): Promise<PreflightReport> {
  // Behind this import is all that speaks to the network.
  const { preflight: probeAll, deadlinesWithin } = await loadPreflightProbe();
  const timeout = request.timeout ?? (open ? LAB_TIMEOUT_MS : undefined);
  const targets = open?.targets ?? request.plan.targets;
  if (targets.length >= MANY_TARGETS) saveMemory();
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
  // Nothing else uses these servers.
  pauses: { dns: 100, startTls: 200 },
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

/** A run that saw nothing must not look like one that found nothing. */
const nothingTested = (view: PreflightView): boolean =>
  view.report.domains.length > 0 &&
  view.report.domains.every((domain) => possibleFor(domain, view).join() === 'unknown');

const possibleFor = (domain: DomainPreflight, view: PreflightView): readonly Outcome[] =>
  domain.outcomes[judgedUnder(domain, view).setting];

const failOnOf = (domain: DomainPreflight, view: PreflightView, asked: FailOn | undefined): FailOn =>
  asked ?? failOnUnder(judgedUnder(domain, view).setting);

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
