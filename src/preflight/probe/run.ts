/**
 * A preflight of many domains and relays.
 *
 * Each distinct MX host is probed once a run, however many domains it serves, and each address once without the name
 * of a host; what depends on the domain, the name in the certificate, is judged for each. A domain that waits for a
 * host holds no place that another could use.
 */
import { setMaxListeners } from 'node:events';
import { isIP } from 'node:net';
import { domainOutcomes, withOutcome, type OutcomesBySetting, type MailTarget } from '../../mail/outcome.ts';
import { mayAlso, reasonKind, type ReasonCode } from '../../mail/reasonCode.ts';
import { hostNameFault } from '../../mail/domain.ts';
import { type Control, controlProbe, NO_CONTROL } from './port25.ts';
import { danePromise, judgeDane, keepsPromise, lookUpTlsa, type TlsaFound } from './promises/dane.ts';
import { evidenceText } from './untrustedText.ts';
import { chainsOf, type HostSeen, probeHost, withControl } from './host.ts';
import { judgeFor } from './judge.ts';
import { limiter } from './limiter.ts';
import { lookUpMtaSts, withCoverage } from './promises/mtaSts.ts';
import { type MxHost, type MxSelection, selectMx } from './dns/mx.ts';
import {
  DEFAULT_CONCURRENCY,
  DEFAULT_CONTROL_DOMAINS,
  DEFAULT_DEADLINES,
  DEFAULT_PAUSES,
  type Env,
  ownName,
  type PreflightOptions,
} from './options.ts';
import { resolverFor } from './dns/resolver.ts';
import { sharedResolver, type SharedResolver } from './dns/shared.ts';
import { countedProbes } from '../seen.ts';
import type { DomainPreflight, DomainPromises, MxResult, PreflightReport, Stage } from '../result.ts';
import { lookUpTlsRpt } from './promises/tlsRpt.ts';
import { probeUnnamed, type Unnamed } from './tries.ts';
import { trustStore } from './tls/trust.ts';
import { turns } from './turns.ts';

/** Domains as A-labels, in lower case. A relay's host may be an address. */
export type PreflightTarget =
  | { readonly kind: 'domain'; readonly domain: string }
  | { readonly kind: 'relay'; readonly host: string; readonly port: number };

const SMTP_PORT = 25;

/** What the targets of one run share. */
interface Run {
  readonly env: Env;
  readonly options: PreflightOptions;
  readonly control: Promise<Control>;
  /** Whether a server greeted us on port 25 by now: then the port is not blocked. */
  readonly hasGreeted: () => boolean;
  readonly probe: (host: string, port: number) => Promise<HostSeen>;
  /** The TLSA records of a host. */
  readonly tlsa: (host: string, alias: string | undefined, port: number) => Promise<TlsaFound>;
  /** Runs look-ups of a domain when its turn has come. */
  readonly lookUp: <T>(task: () => Promise<T>) => Promise<T>;
  readonly lookUpPromises: <T>(task: () => Promise<T>) => Promise<T>;
}

/**
 * Probes all targets and returns their results in the same order.
 *
 * @throws RangeError if a target is no host name or port, or the resolver cannot be understood; the signal's reason when it
 *   aborts, and then every socket is closed at once
 */
export async function preflight(
  targets: readonly PreflightTarget[],
  options: PreflightOptions = {},
): Promise<PreflightReport> {
  const distinct = distinctTargets(targets);
  const abort = new AbortController();
  setMaxListeners(0, abort.signal);
  const onAbort = (): void => {
    abort.abort(options.signal?.reason);
  };
  options.signal?.throwIfAborted();
  const { env, resolver } = environment(options, abort.signal);
  options.signal?.addEventListener('abort', onAbort, { once: true });
  try {
    const run = startRun(env, options, distinct);
    const [domains, control] = await Promise.all([allOf(distinct, run), run.control]);
    const resolverFailure = resolver.failure();
    return {
      version: 1,
      trustStore: env.trust.label,
      port25: port25Of(control, domains, run),
      ...(resolverFailure === undefined ? {} : { resolverFailure: evidenceText(resolverFailure) }),
      domains,
    };
  } finally {
    options.signal?.removeEventListener('abort', onAbort);
    // Whatever is still under way after a failure ends here.
    abort.abort(new Error('the preflight has ended'));
    env.resolver.close();
  }
}

/** Of a domain, besides its MX: two promises and the addresses of its hosts. */
const QUESTIONS_AT_ONCE = 3;

function environment(
  options: PreflightOptions,
  signal: AbortSignal,
): { readonly env: Env; readonly resolver: SharedResolver } {
  const trust = trustStore(options.ca);
  const deadlines = { ...DEFAULT_DEADLINES, ...options.deadlines };
  const pauses = { ...DEFAULT_PAUSES, ...options.pauses };
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  const shared = turns(concurrency);
  const resolver = sharedResolver(resolverFor(options.resolver ?? 'system', deadlines.dns, trust.context), {
    most: QUESTIONS_AT_ONCE * concurrency,
    pauseMs: pauses.dns,
    during: (task) => shared.during(task),
  });
  const env: Env = {
    resolver,
    trust,
    deadlines,
    pauses,
    turns: shared,
    addresses: { allowPrivate: options.allowPrivate ?? false, allowDocumentation: false },
    route: options.route,
    ehloName: options.ehloName ?? ownName(),
    signal,
    clock: options.clock ?? Date.now,
  };
  return { env, resolver };
}

function startRun(env: Env, options: PreflightOptions, targets: readonly PreflightTarget[]): Run {
  const concurrency = options.concurrency ?? DEFAULT_CONCURRENCY;
  // Whether port 25 is blocked says nothing of relays on other ports.
  const isNeeded = targets.some((target) => portOf(target, options) === SMTP_PORT);
  const controlDomains = isNeeded ? (options.controlDomains ?? DEFAULT_CONTROL_DOMAINS) : [];
  const unnamed = once((address: string, port: number): Promise<Unnamed> => probeUnnamed(address, port, env));
  const tlsa = once((host: string, port: number, alias?: string) =>
    lookUpTlsa(host, alias, port, env.resolver, env.signal),
  );
  const isAsked = options.promises ?? true;
  let hasGreeted = false;
  return {
    hasGreeted: () => hasGreeted,
    env,
    options,
    control: controlDomains.length > 0 ? controlProbe(controlDomains, env) : Promise.resolve(NO_CONTROL),
    lookUp: limiter(concurrency),
    lookUpPromises: limiter(concurrency),
    tlsa: (host, alias, port) => tlsa(host, port, alias),
    probe: once(async (host: string, port: number) => {
      options.onProgress?.({ kind: 'probe', host: evidenceText(host), port });
      const seen = await probeHost(
        {
          host,
          port,
          unnamed,
          isPromised: async (chain, alias) =>
            !isAsked ||
            !env.resolver.validates ||
            keepsPromise(await tlsa(host, port, alias), chain, host, env.clock()),
        },
        env,
      );
      hasGreeted ||= port === SMTP_PORT && seen.addresses.some(({ stages }) => stages.some(isGreeting));
      return seen;
    }),
  };
}

const isGreeting = ({ stage, status }: Stage): boolean => stage === 'banner' && status === 'ok';

/** Begins each task once; who asks for it again gets the same promise. */
function once<A extends readonly unknown[], T>(task: (...of: A) => Promise<T>): (...of: A) => Promise<T> {
  const begun = new Map<string, Promise<T>>();
  return (...of) => {
    const key = JSON.stringify(of);
    const known = begun.get(key);
    if (known) return known;
    const mine = task(...of);
    begun.set(key, mine);
    return mine;
  };
}

async function allOf(targets: readonly PreflightTarget[], run: Run): Promise<readonly DomainPreflight[]> {
  const total = targets.length;
  let done = 0;
  run.options.onProgress?.({ kind: 'start', total });
  return Promise.all(
    targets.map(async (target) => {
      const result = await preflightOf(target, run);
      run.options.onProgress?.({ kind: 'done', done: ++done, total, result });
      return result;
    }),
  );
}

async function preflightOf(target: PreflightTarget, run: Run): Promise<DomainPreflight> {
  const { env, options } = run;
  const domain = nameOf(target);
  const port = portOf(target, options);
  const promised = (options.promises ?? true) && isIP(domain) === 0;
  // RFC 8461 §3.1, RFC 8460 §3: both are promises about mail to a recipient's domain, which a relay is not.
  const received = promised && target.kind === 'domain';
  const [found, mtaSts, tlsRpt] = await Promise.all([
    probeMx(domain, port, run, promised),
    received ? run.lookUpPromises(() => lookUpMtaSts(domain, env)) : null,
    received ? run.lookUpPromises(() => lookUpTlsRpt(domain, env)) : null,
  ]);
  const names = found.hosts.map(({ mx }) => mx.name);
  const promises: DomainPromises = { mtaSts: withCoverage(mtaSts, names), tlsRpt, dane: found.dane };
  const judged = judgeDomain(domain, target.kind, found);
  const reasons = [...judged.reasons, ...(mtaSts?.reasons ?? []), ...(found.dane?.reasons ?? [])];
  return {
    domain,
    ...(target.kind === 'relay' ? { relayPort: target.port } : {}),
    outcomes: judged.outcomes,
    reasons: [...new Set(reasons)].sort(),
    mx: judged.mx,
    promises,
  };
}

interface MxFound {
  readonly selection: MxSelection;
  readonly hosts: readonly { readonly mx: MxHost; readonly seen: HostSeen }[];
  readonly dane: DomainPromises['dane'];
}

async function probeMx(domain: string, port: number, run: Run, promised: boolean): Promise<MxFound> {
  const { env } = run;
  const selection = await run.lookUp(() => {
    env.signal.throwIfAborted();
    return selectMx(domain, env.resolver, env.signal);
  });
  if (selection.kind !== 'hosts') return { selection, hosts: [], dane: null };
  const probed = await Promise.all(selection.hosts.map(async (mx) => ({ mx, seen: await run.probe(mx.name, port) })));
  const named = promised ? probed.filter(({ mx }) => isIP(mx.name) === 0) : [];
  const dane = danePromise(
    await Promise.all(
      named.map(async ({ mx: { name }, seen }) =>
        judgeDane(
          { host: name, domain, secure: selection.secure && seen.secure, chains: chainsOf(seen) },
          await run.tlsa(name, seen.alias, port),
          env.resolver.validates,
          env.clock(),
        ),
      ),
    ),
  );
  // Only where nothing answers does it matter whether anything could.
  const control = await controlFor(
    port,
    probed.every(({ seen }) => seen.connected),
    run,
  );
  return { selection, hosts: probed.map(({ mx, seen }) => ({ mx, seen: withControl(seen, control) })), dane };
}

async function controlFor(port: number, allConnected: boolean, run: Run): Promise<Control> {
  if (port !== SMTP_PORT || allConnected) return NO_CONTROL;
  const control = await run.control;
  return run.hasGreeted() ? NO_CONTROL : control;
}

interface JudgedDomain {
  readonly outcomes: OutcomesBySetting;
  readonly reasons: readonly ReasonCode[];
  readonly mx: readonly MxResult[];
}

function judgeDomain(domain: string, target: MailTarget, { selection, hosts }: MxFound): JudgedDomain {
  if (selection.kind === 'refuses')
    return { outcomes: domainOutcomes(['refuses']), reasons: [selection.reason], mx: [] };
  if (selection.kind === 'unknown')
    return { outcomes: domainOutcomes(['unknown']), reasons: ['dns-temporary'], mx: [] };
  const mx = hosts.map(({ mx: { name, preference, implicit }, seen }) => ({
    host: evidenceText(name),
    preference,
    implicit,
    probes: seen.addresses.map((address) => judgeFor(domain, name, address)),
  }));
  const counted = countedProbes(mx);
  const reasons = [...selection.reasons, ...counted.flatMap(({ probe }) => probe.reasons)];
  const outcomes = domainOutcomes(
    counted.flatMap(({ seen }) => seen),
    target,
  );
  return { outcomes: withConditions(outcomes, reasons), reasons, mx };
}

function withConditions(outcomes: OutcomesBySetting, reasons: readonly ReasonCode[]): OutcomesBySetting {
  const also = reasons.flatMap((reason) => mayAlso(reason) ?? []);
  return also.reduce(withOutcome, outcomes);
}

/** A server that greeted us says it too: without an answer of the control probe, port 25 is open. */
function port25Of(control: Control, domains: readonly DomainPreflight[], run: Run): PreflightReport['port25'] {
  if (control.port25 === 'open' || (run.options.port ?? SMTP_PORT) !== SMTP_PORT) return control.port25;
  const probes = domains
    .filter(({ relayPort }) => (relayPort ?? SMTP_PORT) === SMTP_PORT)
    .flatMap(({ mx }) => mx.flatMap((host) => host.probes));
  const greeted = probes.some(
    ({ stages, reasons }) => stages.some(isGreeting) || reasons.some((reason) => reasonKind(reason) === 'refused'),
  );
  return greeted ? 'open' : control.port25;
}

function distinctTargets(targets: readonly PreflightTarget[]): readonly PreflightTarget[] {
  const byKey = new Map<string, PreflightTarget>();
  for (const target of targets) {
    const name = nameOf(target);
    if (!(target.kind === 'relay' && isIP(name) > 0) && hostNameFault(name) !== undefined)
      throw new RangeError(`"${evidenceText(name)}" is not a host name`);
    if (target.kind === 'relay' && !(Number.isInteger(target.port) && target.port > 0 && target.port < 65_536))
      throw new RangeError(`${target.port} is not a port`);
    byKey.set(target.kind === 'relay' ? `${name}:${target.port}` : name, target);
  }
  return [...byKey.values()];
}

const portOf = (target: PreflightTarget, { port = SMTP_PORT }: PreflightOptions): number =>
  target.kind === 'relay' ? target.port : port;

const nameOf = (target: PreflightTarget): string =>
  (target.kind === 'relay' ? target.host : target.domain).toLowerCase().replace(/\.$/, '');
