import type { Treatment } from '../treatment.ts';
import { relayHost } from '../treatment.ts';
import type { DomainEntry, Judged, What } from '../model.ts';
import type { LocatedFinding } from '../../check/report.ts';
import type { LocatedChange, LocatedEffect, LocatedPreflight, LocatedReview, ReviewReport, Sides } from './report.ts';
import type { Span } from '../../output/span.ts';

/** Version 1 of the shape, described in docs/review.md. Keys are only ever added. */
export function reviewJson(report: ReviewReport): string {
  const { base, head, direction, verdict, counts, projects, notes } = report;
  const document = {
    version: 1,
    base,
    head,
    direction,
    verdict,
    counts: { changes: counts.changes, newFindings: counts.appeared, goneFindings: counts.gone },
    projects: projects.map(projectJson),
    notes,
  };
  return `${JSON.stringify(document, nullForNone, 2)}\n`;
}

const nullForNone = (_key: string, value: unknown): unknown => value ?? null;

const projectJson = (project: LocatedReview) => ({
  name: project.name,
  direction: project.direction,
  changes: project.changes.map((change) => changeJson(change, project)),
  effects: project.effects.map(effectJson),
  preflights: project.preflights.map(preflightJson),
  setup: project.setup.map(({ step: { code, ...step }, text }) => ({ code, text, ...step })),
  newFindings: project.appeared.map(findingJson),
  goneFindings: project.gone.map(findingJson),
  omitted: project.omitted,
});

const changeJson = ({ change, title, remark, ...sides }: LocatedChange, { effects }: LocatedReview) => ({
  ...whatJson(change.what),
  title,
  remark,
  direction: change.direction,
  effects: change.effects.map((effect) => effects.findIndex((one) => one.effect === effect)),
  places: placesJson(sides),
});

function whatJson(what: What): object {
  if (what.kind === 'setting') {
    const { fact, ...rest } = what;
    return { ...rest, known: fact !== undefined };
  }
  if (what.kind !== 'domains') return what;
  const domains = (entries: readonly DomainEntry[]) => entries.map(({ domain }) => domain);
  return { ...what, added: domains(what.added), dropped: domains(what.dropped) };
}

const effectJson = ({ effect, who, text }: LocatedEffect) => ({
  class: effect.domains,
  domains: effect.patterns,
  senders: effect.senders,
  who,
  text,
  direction: effect.direction,
  mayNow: effect.losses,
  noLonger: effect.gains,
  seen: effect.seen,
  before: treatmentJson(effect.before),
  after: treatmentJson(effect.after),
  servers: effect.servers,
});

const treatmentJson = (treatment: Treatment) =>
  treatment.map(({ setting, because, relay, option }) => ({
    setting,
    because,
    relay: relay ? { host: relayHost(relay), port: relay.port } : option.link ? 'unknown' : null,
  }));

const preflightJson = ({ change, direction, text, ...sides }: LocatedPreflight) => ({
  domain: change.known.domain,
  ...(change.known.relayPort === undefined ? {} : { relayPort: change.known.relayPort }),
  direction,
  before: judgedJson(change.before),
  after: judgedJson(change.after),
  seen: change.known.seen,
  text,
  places: placesJson(sides),
});

const judgedJson = ({ settings, outcomes }: Judged) => ({
  settings,
  outcomes,
});

const findingJson = ({ rule, severity, message, file, start, end }: LocatedFinding) => ({
  rule,
  severity,
  message,
  file,
  start,
  end,
});

const placesJson = ({ before, after }: Sides) => ({ before: spanJson(before), after: spanJson(after) });

const spanJson = (span: Span | undefined) => span && { file: span.file, start: span.start, end: span.end };
