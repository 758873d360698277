import type { ProjectFacts } from '../project/facts.ts';
import { orgRestriction } from '../project/routing/listState.ts';
import { recordedPolicy } from '../project/settings/tlsPolicy.ts';
import type { Place } from '../text/source.ts';
import { entriesByForm } from './mailClasses.ts';
import type { SetupStep, What } from './model.ts';
import { accessLevel, recordedLevel, type Found } from './settingChanges.ts';

/**
 * The manual steps in Setup, since a deployment cannot set this: the TLS setting and the domain list exist in Setup only, in no
 * version of the metadata; relays and filters are records.
 */
export function setupSteps(after: ProjectFacts, found: readonly Found[]): readonly SetupStep[] {
  const whats = found.map(({ what }) => what);
  return [...tlsSteps(after, whats), ...accessSteps(after, whats), ...recordSteps(after, found)];
}

function tlsSteps(after: ProjectFacts, whats: readonly What[]): readonly SetupStep[] {
  const level = recordedLevel(after);
  const { list } = recordedPolicy(after);
  const steps: SetupStep[] = [];
  const levelChange = whats.find((what) => what.kind === 'tls-setting');
  const domains = whats.find((what) => what.kind === 'domains');
  if (levelChange && level !== undefined && level !== 'invalid')
    steps.push({ code: 'set-level', setting: level, before: levelChange.before });
  if (domains && list) {
    const all = [...entriesByForm(list.items).keys()];
    const [added, dropped] = [domains.added, domains.dropped].map((some) => some.map(({ domain }) => domain));
    if (all.length > 0) steps.push({ code: 'set-list', domains: all, added: added ?? [], dropped: dropped ?? [] });
    else if (domains.listedBefore) steps.push({ code: 'clear-list' });
  }
  const restriction = whats.find((what) => what.kind === 'restriction' && !what.scratch);
  const said = orgRestriction(after);
  const restricted = said === 'on';
  const forced = level !== undefined && level !== 'invalid' && level !== 'Preferred';
  if (steps.some(({ code }) => code === 'set-level') && forced && restricted) steps.push({ code: 'one-save' });
  if (restriction && restricted && (level === undefined || level === 'invalid' || !list))
    steps.push({ code: 'look-up', level: level === undefined || level === 'invalid', list: !list });
  if (steps.length > 0 && forced && list && said === 'unsaid') steps.push({ code: 'check-restriction' });
  return steps;
}

function accessSteps(after: ProjectFacts, whats: readonly What[]): readonly SetupStep[] {
  const level = accessLevel(after);
  return level !== undefined && whats.some(({ kind }) => kind === 'access-level')
    ? [{ code: 'set-access-level', level }]
    : [];
}

function recordSteps(after: ProjectFacts, found: readonly Found[]): readonly SetupStep[] {
  return (['relay', 'filter'] as const).flatMap((object): readonly SetupStep[] => {
    const changes = found.flatMap(({ what, after: at }) => (what.kind === object ? [{ what, at }] : []));
    const loaded = changes.filter(({ what }) => what.change !== 'removed');
    const removed = changes.filter(({ what }) => what.change === 'removed');
    const files = unique(loaded.flatMap(({ at }: { at: Place | undefined }) => at?.file ?? []));
    const names = removed.map(({ what }) => what.name ?? '?');
    const secret =
      object === 'relay'
        ? unlocked(
            after,
            loaded.map(({ at }) => at),
          )
        : [];
    return [
      ...(files.length > 0 ? [{ code: 'load-records', object, files } as const] : []),
      ...(names.length > 0 ? [{ code: 'delete-records', object, names } as const] : []),
      ...(secret.length > 0 ? [{ code: 'relay-password', names: secret } as const] : []),
    ];
  });
}

/** Changed relays that need a password which, rightly, does not stand in the file. */
function unlocked({ exports }: ProjectFacts, places: readonly (Place | undefined)[]): readonly string[] {
  const all = exports.flatMap(({ relays }) => relays);
  return all.flatMap((relay) => {
    const touched = places.some(
      (at) => at?.file === relay.source.file && relay.range.start <= at.range.start && at.range.end <= relay.range.end,
    );
    const needed = touched && relay.requiresAuth === true && relay.password === undefined;
    return needed ? [relay.host?.items[0]?.text.trim() ?? '?'] : [];
  });
}

const unique = (all: readonly string[]): readonly string[] => [...new Set(all)];
