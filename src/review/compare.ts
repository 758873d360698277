import type { TlsReason } from '../project/routing/orgTls.ts';
import type { AppliedTls } from '../project/routing/route.ts';
import { outcomes, type Outcome, type ServerTls } from '../mail/outcome.ts';
import type { TlsSetting } from '../mail/tlsSetting.ts';
import type { Direction, Harm, Judged, ServerChange } from './model.ts';
import { openQuestions, relayHost, serverOf, treatmentKey, type Treatment } from './treatment.ts';
import type { KnownPreflight } from '../project/knownPreflight.ts';

export interface Comparison {
  readonly direction: Direction;
  readonly losses: readonly Harm[];
  readonly gains: readonly Harm[];
  readonly seen: boolean;
  readonly servers: readonly ServerChange[];
}

/** What was seen of the server that a way leads to; undefined: nothing. */
export type Seen = (one: AppliedTls) => KnownPreflight | undefined;

const STATES = ['none', 'unverified', 'verified'] as const satisfies readonly ServerTls[];
export const HARMS = ['bounce', 'clear'] as const satisfies readonly Harm[];

/**
 * Which way mail goes with a change, from what each server state leads to before and after. A harm is new if it is
 * possible after and was surely not before; where that hangs on what is written down nowhere, the answer is open.
 *
 * @param forgotten what was written down before the change and is not after it
 */
export function compare(
  before: Treatment,
  after: Treatment,
  seen: Seen,
  forgotten: ReadonlySet<TlsReason> = NONE,
): Comparison {
  if (treatmentKey(before) === treatmentKey(after))
    return { direction: 'neutral', losses: [], gains: [], seen: false, servers: [] };
  const pairs = pairsOf(before, after).map(([b, a]) => comparePair(b, a, seen));
  // What is no longer written down may well be as it was: no harm can be told from it.
  const told = after.filter(({ because }) => !forgotten.has(because));
  const losses = HARMS.filter((harm) => isNew(before, told, harm, seen));
  const gains = HARMS.filter((harm) => pairs.some((one) => one.gains.includes(harm)));
  const common = {
    losses,
    gains,
    seen: [...before, ...after].every((one) => seen(one) !== undefined),
    servers: before.length === 1 && after.length === 1 ? (pairs[0]?.servers ?? []) : [],
  };
  if (losses.length > 0) return { ...common, direction: 'worse' };
  if (pairs.some((one) => one.open || one.losses.length > 0))
    return { ...common, direction: openDirection(before, after) };
  return { ...common, direction: gains.length > 0 ? 'better' : 'neutral' };
}

const NONE: ReadonlySet<TlsReason> = new Set();

/** What both sides leave open for the same reasons is one question, not two: whatever is true, it is true of both. */
function pairsOf(before: Treatment, after: Treatment): readonly (readonly [AppliedTls, AppliedTls])[] {
  if (openQuestions(before) === openQuestions(after))
    return before.flatMap((one, index) => {
      const other = after[index];
      return other ? [[one, other] as const] : [];
    });
  return before.flatMap((one) => after.map((other) => [one, other] as const));
}

interface PairComparison {
  readonly losses: readonly Harm[];
  readonly gains: readonly Harm[];
  readonly open: boolean;
  readonly servers: readonly ServerChange[];
}

const SAME: PairComparison = { losses: [], gains: [], open: false, servers: [] };

function comparePair(before: AppliedTls, after: AppliedTls, seen: Seen): PairComparison {
  if (treatmentKey([before]) === treatmentKey([after]) && serverOf(before) !== undefined) return SAME;
  const servers = sameServer(before, after) && !seen(before) ? serverChanges(before.setting, after.setting) : [];
  const compared = scenarios([before], after, seen).map(({ was, is }) => compareOutcomes(was, is));
  return {
    losses: HARMS.filter((harm) => compared.some(({ losses }) => losses.includes(harm))),
    gains: HARMS.filter((harm) => compared.some(({ gains }) => gains.includes(harm))),
    // On another server even the same outcomes are other mail, unless both servers were looked at.
    open: compared.some(({ open }) => open) || (!sameServer(before, after) && !(seen(before) && seen(after))),
    servers,
  };
}

const sameServer = (a: AppliedTls, b: AppliedTls): boolean => {
  const server = serverOf(a);
  return server !== undefined && server === serverOf(b);
};

function serverChanges(before: TlsSetting | undefined, after: TlsSetting | undefined): readonly ServerChange[] {
  if (before === undefined || after === undefined) return [];
  return STATES.map((server) => ({ server, before: outcomes(before, server), after: outcomes(after, server) })).filter(
    (one) => one.before.join() !== one.after.join(),
  );
}

/** What may become of the mail before and after a change. */
interface Scenario {
  readonly was: readonly Outcome[];
  readonly is: readonly Outcome[];
}

/** One for each state that the server may be in. With another server, nobody knows in which states the two are: then one. */
function scenarios(before: Treatment, after: AppliedTls, seen: Seen): readonly Scenario[] {
  if (!before.every((one) => sameServer(one, after)))
    return [{ was: before.flatMap((one) => inAnyState(one, seen)), is: inAnyState(after, seen) }];
  return inEachState(after, seen).map((is, state) => ({
    was: before.flatMap((one) => inEachState(one, seen)[state] ?? ['unknown' as const]),
    is,
  }));
}

/** What may become of the mail in each state that the server may be in: three, or the one that was seen. */
function inEachState(one: AppliedTls, seen: Seen): readonly (readonly Outcome[])[] {
  const { setting } = one;
  if (setting === undefined) return [['unknown'], ['unknown'], ['unknown']];
  const known = seen(one);
  return known ? [known.outcomes[setting]] : STATES.map((state) => outcomes(setting, state));
}

const inAnyState = (one: AppliedTls, seen: Seen): readonly Outcome[] => [...new Set(inEachState(one, seen).flat())];

function compareOutcomes(
  before: readonly Outcome[],
  after: readonly Outcome[],
): { readonly losses: readonly Harm[]; readonly gains: readonly Harm[]; readonly open: boolean } {
  if (before.includes('unknown') || after.includes('unknown')) return { losses: [], gains: [], open: true };
  return {
    losses: HARMS.filter((harm) => LOSSES[harm](before, after)),
    gains: HARMS.filter((harm) => LOSSES[harm](after, before)),
    open: false,
  };
}

/** Whether a harm is possible after a change and was not before. */
export const appears = (harm: Harm, before: readonly Outcome[], after: readonly Outcome[]): boolean =>
  after.includes(harm) && !before.includes(harm);

/** What a change of outcomes takes from the mail, for each harm. A change in the other direction gives it. */
const LOSSES: Readonly<Record<Harm, (before: readonly Outcome[], after: readonly Outcome[]) => boolean>> = {
  bounce: (before, after) => appears('bounce', before, after),
  // Or mail that had TLS, at some servers at least, has none for sure.
  clear: (before, after) =>
    appears('clear', before, after) || (after.includes('clear') && before.includes('tls') && !after.includes('tls')),
};

/** Whether a harm is possible after the change that surely was not before, at one server or with another server. */
function isNew(before: Treatment, after: Treatment, harm: Harm, seen: Seen): boolean {
  // Where it is open what mail had, nobody can say that it loses TLS.
  const isLost = ({ was, is }: Scenario): boolean =>
    before.length === 1 ? LOSSES[harm](was, is) : appears(harm, was, is);
  return after.some((one) =>
    scenarios(before, one, seen).some((scenario) => !scenario.was.includes('unknown') && isLost(scenario)),
  );
}

const OF_SETUP: ReadonlySet<TlsReason> = new Set([
  'setting-unsaid',
  'setting-invalid',
  'list-unsaid',
  'list-unreadable',
  'restriction-differs',
  'restriction-unreadable',
]);

const openDirection = (before: Treatment, after: Treatment): Direction =>
  [...before, ...after].some(({ because }) => OF_SETUP.has(because)) ? 'setup' : 'unknown';

/** What a preflight result means for mail that is treated so. */
export function judged(treatment: Treatment, known: KnownPreflight): Judged {
  const settings = [...new Set(treatment.map(({ setting }) => setting))];
  const found = settings.flatMap((setting): readonly Outcome[] =>
    setting === undefined ? ['unknown'] : known.outcomes[setting],
  );
  return { settings, outcomes: [...new Set(found)].sort() };
}

/** Which preflight tells of the server that takes the mail: of the recipient's domain, or of the relay. */
export function seenOf(preflights: readonly KnownPreflight[]): (domain: string | undefined) => Seen {
  // A server that could not be tested was not seen.
  const tested = preflights.filter(({ outcomes: all }) => !Object.values(all).flat().includes('unknown'));
  const byServer = new Map(tested.map((one) => [`${one.domain}:${one.relayPort ?? ''}`, one]));
  return (domain) => (one) => {
    if (one.relay) return byServer.get(`${relayHost(one.relay) ?? ''}:${one.relay.port ?? 25}`);
    return one.option.link || domain === undefined ? undefined : byServer.get(`${domain}:`);
  };
}
