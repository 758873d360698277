import { placeOf, type ProjectFacts } from '../project/facts.ts';
import { isExact, listCoverage } from '../project/domains/coverage.ts';
import { recordedPolicy } from '../project/settings/tlsPolicy.ts';
import type { Domain } from '../mail/domain.ts';
import { isKnownRecipient, relays, type KnownRecipient } from '../project/select.ts';
import type { Place } from '../text/source.ts';
import { appears, compare, HARMS, judged, seenOf } from './compare.ts';
import { forgotten } from './effects.ts';
import { DIRECTIONS, type Direction, type Judged, type PreflightChange } from './model.ts';
import { relayHost, treatmentKey, treatments, type Treatment } from './treatment.ts';
import type { KnownPreflight } from '../project/knownPreflight.ts';

/** Enough for any project; the results come from a file. */
const MAX_PREFLIGHTS = 2000;

/** What preflights saw of domains, and of relays, whose TLS setting changes. */
export function preflightChanges(before: ProjectFacts, after: ProjectFacts): readonly PreflightChange[] {
  const known = new Map(
    [...before.preflights, ...after.preflights].map((one) => [`${one.domain}:${one.relayPort ?? ''}`, one]),
  );
  if (known.size === 0) return [];
  const domains = domainChanges(before, after);
  return [...known.values()]
    .slice(0, MAX_PREFLIGHTS)
    .flatMap((one) => (isKnownRecipient(one) ? domains(one) : relayChange(before, after, one)))
    .sort((a, b) => DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction));
}

function domainChanges(
  before: ProjectFacts,
  after: ProjectFacts,
): (known: KnownRecipient) => readonly PreflightChange[] {
  const [old, now] = [treatments(before), treatments(after)];
  const lost = forgotten(before, after);
  const seenAt = seenOf([...before.preflights, ...after.preflights]);
  return (known) => {
    const mail = { from: undefined, to: known.recipient };
    const [then, next] = [old(mail), now(mail)];
    if (treatmentKey(then) === treatmentKey(next)) return [];
    const own = (treatment: Treatment): Treatment => treatment.filter(({ option }) => !option.link);
    // Mail that goes through a relay is not judged on the recipient's servers.
    if (own(then).length === 0 && own(next).length === 0) return [];
    return [
      {
        known,
        before: judged(own(then), known),
        after: judged(own(next), known),
        direction: compare(then, next, seenAt(known.domain), lost).direction,
        place: { before: entryPlace(before, known.recipient), after: entryPlace(after, known.recipient) },
      },
    ];
  };
}

/** The entry that names the domain, best by itself. */
function entryPlace(project: ProjectFacts, domain: Domain): Place | undefined {
  const { list } = recordedPolicy(project);
  const { covers, by } = listCoverage(list?.items ?? [])(domain);
  const item = covers === 'yes' ? (by.find(isExact) ?? by[0]) : undefined;
  return list && item && placeOf(list.source, item.range);
}

function relayChange(before: ProjectFacts, after: ProjectFacts, known: KnownPreflight): readonly PreflightChange[] {
  const same = (project: ProjectFacts) =>
    relays(project).filter((relay) => relayHost(relay) === known.domain && (relay.port ?? 25) === known.relayPort);
  const [[old], [now]] = [same(before), same(after)];
  if (!old || !now || old.tlsSetting === now.tlsSetting) return [];
  const [then, next] = [old, now].map(({ tlsSetting }) => ({
    settings: [tlsSetting],
    outcomes: tlsSetting === undefined ? (['unknown'] as const) : known.outcomes[tlsSetting],
  }));
  if (!then || !next) return [];
  const place = { before: placeOf(old.source, old.shownRange), after: placeOf(now.source, now.shownRange) };
  return [{ known, before: then, after: next, direction: relayDirection(then, next), place }];
}

function relayDirection(before: Judged, after: Judged): Direction {
  const [was, is] = [before.outcomes, after.outcomes];
  if (was.includes('unknown') || is.includes('unknown')) return 'unknown';
  if (HARMS.some((harm) => appears(harm, was, is))) return 'worse';
  return HARMS.some((harm) => appears(harm, is, was)) ? 'better' : 'neutral';
}
