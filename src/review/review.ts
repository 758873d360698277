import type { ProjectFacts } from '../project/facts.ts';
import { readProject } from '../project/readProject.ts';
import { allEmailSettings } from '../project/select.ts';
import { effectsOf } from './effects.ts';
import { fileChanges } from './fileChanges.ts';
import { findingChanges } from './findingChanges.ts';
import { mailClasses } from './mailClasses.ts';
import { worst, type Change, type Direction, type DomainsChange, type Effect, type Review } from './model.ts';
import { preflightChanges } from './preflightChanges.ts';
import { filterChanges, relayChanges, type FoundRecord } from './recordChanges.ts';
import { emailSettingsChanges, emailSettingsPairs, recordChanges, tlsChanges, type Found } from './settingChanges.ts';
import { setupSteps } from './setupSteps.ts';
import type { Treatment } from './treatment.ts';

/**
 * Compares two versions of a project. Undefined: it was not there before, or is gone. Formatting, order and spelling
 * are no changes; what happens to mail is what the routing function says of either side, not what the change looks like.
 */
export function reviewProject(was: ProjectFacts | undefined, is: ProjectFacts | undefined): Review {
  const before = was ?? nothing(is);
  const after = is ?? nothing(was);
  const classes = mailClasses(before, after);
  const effects = effectsOf(before, after, classes);
  const found = findChanges(before, after);
  const changes = found.map((one) => withEffects(one, effects));
  const preflights = preflightChanges(before, after);
  const directions: readonly Direction[] = [
    ...[...changes, ...effects].map(({ direction }) => direction),
    ...preflights.flatMap(({ direction }) => (direction === 'worse' ? [direction] : [])),
    // Of what was not looked at, nothing is known.
    ...(classes.omitted > 0 && found.length > 0 ? (['unknown'] as const) : []),
  ];
  return {
    direction: worst(directions),
    changes,
    effects,
    preflights,
    setup: is ? setupSteps(after, found) : [],
    findings: findingChanges(before, after),
    omitted: classes.omitted,
  };
}

/** A project that says nothing: what its org holds is not known. */
const nothing = (other: ProjectFacts | undefined): ProjectFacts => ({
  ...readProject({
    texts: [],
    apiVersion: undefined,
    recordPath: other?.recordPath ?? '',
    occupied: [],
  }),
  preflights: other?.preflights ?? [],
});

function findChanges(before: ProjectFacts, after: ProjectFacts): readonly (Found | FoundRecord)[] {
  const emailSettings = ({ settingsFiles }: ProjectFacts) =>
    settingsFiles.flatMap(({ emailSettings }) => emailSettings ?? []);
  const scratch = (project: ProjectFacts) =>
    allEmailSettings(project).filter((one) => !emailSettings(project).includes(one));
  return [
    ...tlsChanges(before, after),
    ...emailSettingsPairs(emailSettings(before), emailSettings(after)).flatMap((pair) =>
      emailSettingsChanges(pair, false),
    ),
    ...recordChanges(before, after),
    ...relayChanges(before, after),
    ...filterChanges(before, after),
    ...emailSettingsPairs(scratch(before), scratch(after)).flatMap((pair) => emailSettingsChanges(pair, true)),
    ...fileChanges(before, after),
  ];
}

function withEffects(found: Found | FoundRecord, all: readonly Effect[]): Change {
  const effects = all.filter((effect) => concerns(found, effect));
  const { what, before, after } = found;
  return {
    what,
    before,
    after,
    effects,
    direction: effects.length > 0 ? worst(effects.map(({ direction }) => direction)) : directionOf(found),
  };
}

/** Whether a change has a part in what becomes of that mail. */
function concerns(found: Found | FoundRecord, effect: Effect): boolean {
  const options = [...effect.before, ...effect.after];
  switch (found.what.kind) {
    case 'tls-setting':
      return differs(effect);
    case 'restriction':
      return !found.what.scratch && differs(effect);
    case 'domains':
      return differs(effect) && names(found.what, effect);
    case 'relay':
      return options.some(({ relay }) => relay !== undefined && recordsOf(found).includes(relay));
    case 'filter':
      return options.some(({ option }) => option.filter !== undefined && recordsOf(found).includes(option.filter));
    case 'setting':
    case 'scratch-tls':
    case 'access-level':
    case 'rule-level':
    case 'file':
    case 'unreadable':
      return false;
  }
}

const recordsOf = (found: Found | FoundRecord): FoundRecord['records'] => ('records' in found ? found.records : []);

/** Whether Salesforce's own servers treat the mail differently. */
function differs({ before, after }: Effect): boolean {
  const own = (treatment: Treatment): string =>
    treatment
      .flatMap(({ option, setting }) => (option.link ? [] : [setting ?? '?']))
      .sort()
      .join();
  return own(before) !== own(after);
}

/** A list that comes or goes as a whole concerns all mail; entries, that to their domains. */
function names({ added, dropped, listedBefore, listedAfter }: DomainsChange, { patterns }: Effect): boolean {
  if (listedBefore !== listedAfter) return true;
  return [...added, ...dropped].some(({ domain }) => patterns.includes(domain));
}

/** The direction of a change that has no effect on mail by itself. */
function directionOf({ what }: Found): Direction {
  switch (what.kind) {
    case 'tls-setting':
    case 'domains':
    case 'access-level':
      return 'setup';
    case 'unreadable':
      return what.side === 'after' ? 'unknown' : 'neutral';
    case 'restriction':
    case 'setting':
    case 'scratch-tls':
    case 'rule-level':
    case 'relay':
    case 'filter':
    case 'file':
      return 'neutral';
  }
}
