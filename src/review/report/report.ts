import { shownSources } from '../../project/select.ts';
import {
  DIRECTIONS,
  worst,
  type Change,
  type Direction,
  type Effect,
  type Review,
  type ReviewedProject,
  type SetupStep,
  type Side,
} from '../model.ts';
import type { Finding, Severity } from '../../rules/rule.ts';
import type { Place, SourceText } from '../../text/source.ts';
import { changeWords, remarkWords, stepWords } from './changeWords.ts';
import { checkReport, spanOf, type CheckedProject, type LocatedFinding } from '../../check/report.ts';
import { capitalized } from '../../text/words.ts';
import { countWords, effectWords, preflightChangeWords, verdictWords, whoWords } from './words.ts';
import type { Span } from '../../output/span.ts';

/** What every format is made from. */
export interface ReviewReport {
  /** What is compared, as people call it. */
  readonly base: string;
  readonly head: string;
  readonly direction: Direction;
  readonly verdict: string;
  readonly counts: { readonly changes: number; readonly appeared: number; readonly gone: number };
  /** Counts in words. */
  readonly summary: string;
  readonly projects: readonly LocatedReview[];
  /** For people: what could not be looked at. */
  readonly notes: readonly string[];
  readonly lineOf: (span: Span, side: Side) => string;
}

export interface LocatedReview {
  readonly name: string;
  readonly direction: Direction;
  readonly changes: readonly LocatedChange[];
  readonly effects: readonly LocatedEffect[];
  readonly preflights: readonly LocatedPreflight[];
  readonly setup: readonly { readonly step: SetupStep; readonly text: string }[];
  readonly appeared: readonly LocatedFinding[];
  readonly gone: readonly LocatedFinding[];
  readonly omitted: number;
}

export interface Sides {
  readonly before: Span | undefined;
  readonly after: Span | undefined;
}

export interface LocatedChange extends Sides {
  readonly change: Change;
  /** What changed. */
  readonly title: string;
  /** What it does, each a sentence or two. */
  readonly effects: readonly string[];
  readonly remark: string | undefined;
}

export interface LocatedEffect {
  readonly effect: Effect;
  readonly who: string;
  readonly text: string;
}

export interface LocatedPreflight extends Sides {
  readonly direction: Direction;
  readonly change: Review['preflights'][number];
  readonly text: string;
}

export function reviewReport(
  projects: readonly ReviewedProject[],
  { base, head, notes }: Pick<ReviewReport, 'base' | 'head' | 'notes'>,
): ReviewReport {
  const reviews = projects.map(({ review }) => review);
  const located = projects.map(locatedReview);
  const count = (of: (review: Review) => readonly unknown[]): number =>
    reviews.reduce((sum, review) => sum + of(review).length, 0);
  const counts = {
    changes: count(({ changes }) => changes),
    appeared: count(({ findings }) => findings.appeared),
    gone: count(({ findings }) => findings.gone),
  };
  const lines = { before: new Map<string, SourceText>(), after: new Map<string, SourceText>() };
  for (const project of projects)
    for (const side of ['before', 'after'] as const)
      for (const [file, source] of sourcesOf(project, side)) lines[side].set(project.displayName(file, side), source);
  return {
    base,
    head,
    notes,
    direction: worst(reviews.map(({ direction }) => direction)),
    verdict: verdictWords(reviews),
    counts,
    summary: countWords(counts.changes, counts.appeared, counts.gone),
    projects: located,
    lineOf: ({ file, start }, side) => lines[side].get(file)?.lineAt(start.line - 1) ?? '',
  };
}

const sourcesOf = (project: ReviewedProject, side: Side): ReadonlyMap<string, SourceText> => {
  const facts = project[side];
  return facts ? shownSources(facts) : new Map<string, SourceText>();
};

function locatedReview(project: ReviewedProject): LocatedReview {
  const { review, name } = project;
  const checked = (side: Side): CheckedProject => ({
    findings: [],
    sources: sourcesOf(project, side),
    displayName: (file) => project.displayName(file, side),
  });
  const [before, after] = [checked('before'), checked('after')];
  const sides = (places: { readonly before: Place | undefined; readonly after: Place | undefined }): Sides => ({
    before: places.before && spanOf(before, places.before),
    after: places.after && spanOf(after, places.after),
  });
  const findings = (side: CheckedProject, some: readonly Finding[]): readonly LocatedFinding[] =>
    checkReport([{ ...side, findings: some }], []).findings;
  const alone = review.effects.every(({ patterns }) => patterns.length === 0) && !namesDomains(project);
  return {
    name,
    direction: review.direction,
    changes: review.changes.map((change) => ({
      change,
      title: changeWords(change),
      effects: change.effects.map((effect) => effectWords(effect, alone)),
      remark: remarkWords(change),
      ...sides(change),
    })),
    effects: review.effects.map((effect) => ({
      effect,
      who: whoWords(effect, alone),
      text: effectWords(effect, alone),
    })),
    preflights: review.preflights.map((change) => ({
      change,
      direction: change.direction,
      text: preflightChangeWords(change),
      ...sides(change.place),
    })),
    setup: review.setup.map((step) => ({ step, text: stepWords(step) })),
    appeared: findings(after, review.findings.appeared),
    gone: findings(before, review.findings.gone),
    omitted: review.omitted,
  };
}

/** Whether "all other domains" means anything. */
const namesDomains = ({ before, after }: ReviewedProject): boolean =>
  [before, after].some(
    (facts) =>
      facts !== undefined &&
      ((facts.record?.list?.items.length ?? 0) > 0 ||
        facts.settingsFiles.some(({ emailSettings }) => (emailSettings?.inline.list?.items.length ?? 0) > 0) ||
        facts.exports.some(({ filters }) => filters.length > 0)),
  );

/** Many a change for the worse is meant: it warns, and `--fail-on worse` decides. */
export const severityOf = (direction: Direction): Severity => (direction === 'worse' ? 'warning' : 'info');

/** The changes of all projects, the worst first. */
export const worstFirst = (report: ReviewReport): readonly LocatedChange[] =>
  report.projects
    .flatMap(({ changes }) => changes)
    .toSorted((a, b) => DIRECTIONS.indexOf(a.change.direction) - DIRECTIONS.indexOf(b.change.direction));

/** Title, effects and remark as one text. */
export const changeText = (located: LocatedChange): string => {
  const { effects, remark } = located;
  return [headline(located), ...effects, ...(remark === undefined ? [] : [remark])].join(' ');
};

/** What changed, as a sentence; the name of a setting stays as it is. */
export const headline = ({ change: { what }, title }: LocatedChange): string =>
  `${what.kind === 'setting' || what.kind === 'restriction' ? title : capitalized(title)}.`;
