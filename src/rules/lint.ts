import type { ProjectFacts, SettingsFile } from '../project/facts.ts';
import { sameRange, type Place } from '../text/source.ts';
import { RULES } from './index.ts';
import type { Finding, Fix, Related, Reported, Rule, Severity } from './rule.ts';

/** Facts become findings, sorted by file and place. */
export function lint(project: ProjectFacts): readonly Finding[] {
  const suppressed = suppressions(project.settingsFiles);
  const findings: Finding[] = [];
  for (const rule of RULES) {
    const level = project.record?.rules.get(rule.id);
    if (level === 'off') continue;
    rule.check(project, (reported) => {
      add(findings, suppressed, finding(rule, reported, level));
    });
  }
  return findings.sort(
    (a, b) =>
      compare(a.at.file, b.at.file) ||
      a.at.range.start - b.at.range.start ||
      a.at.range.end - b.at.range.end ||
      compare(a.rule, b.rule),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function finding(rule: Rule, reported: Reported, level: Severity | undefined): Finding {
  return {
    rule: rule.id,
    severity: level ?? reported.severity ?? rule.severity,
    message: reported.message,
    at: reported.at,
    related: (reported.related ?? []).filter((one) => one !== undefined),
    fixes: (reported.fixes ?? []).filter((one) => one !== undefined),
  };
}

/** Two settings files may both lead to one fault at one place of the record: that is one finding. */
function add(findings: Finding[], suppressed: Suppressed, found: Finding): void {
  if (suppressed(found.rule, found.at)) return;
  const related = found.related.map((one) =>
    one.mirror && suppressed(found.rule, one.at) ? { ...one, mirror: false } : one,
  );
  const index = findings.findIndex((other) => other.rule === found.rule && samePlace(other.at, found.at));
  const twin = findings[index];
  if (twin)
    findings[index] = { ...twin, related: merge(twin.related, related), fixes: mergeFixes(twin.fixes, found.fixes) };
  else findings.push({ ...found, related });
}

const merge = (a: readonly Related[], b: readonly Related[]): readonly Related[] => [
  ...a,
  ...b.filter((one) => !a.some((other) => samePlace(other.at, one.at))),
];

const mergeFixes = (a: readonly Fix[], b: readonly Fix[]): readonly Fix[] => [
  ...a,
  ...b.filter((one) => !a.some((other) => JSON.stringify(other.edits) === JSON.stringify(one.edits))),
];

const samePlace = (a: Place, b: Place): boolean => a.file === b.file && sameRange(a.range, b.range);

type Suppressed = (rule: string, at: Place) => boolean;

const COMMENT = /^\s*sf-deliverability-disable(-next-line)?(?:\s+([^]*?))?\s*$/;

/** `<!-- sf-deliverability-disable-next-line rule, rule -->` and `<!-- sf-deliverability-disable rule -->`; no rule: all. */
function suppressions(files: readonly SettingsFile[]): Suppressed {
  const entries = files.flatMap(({ source, comments }) =>
    comments.flatMap(({ text, range }) => {
      const match = COMMENT.exec(text);
      if (!match) return [];
      const rules = (match[2] ?? '').split(/[\s,]+/).filter((name) => name !== '');
      const line = match[1] === undefined ? undefined : source.positionAt(range.end).line + 1;
      return [{ source, rules: new Set(rules), line }];
    }),
  );
  if (entries.length === 0) return () => false;
  return (rule, at) =>
    entries.some(
      ({ source, rules, line }) =>
        source.file === at.file &&
        (rules.size === 0 || rules.has(rule)) &&
        (line === undefined || source.positionAt(at.range.start).line === line),
    );
}
