import type { ProjectFacts, SettingsFile } from '../project/facts.ts';
import { sameRange, type Place } from '../text/source.ts';
import { RULES } from './index.ts';
import type { Finding, Fix, Related, Reported, Rule, Severity } from './rule.ts';

/** Every fix looks at the whole file, so hostile input could make them cost quadratic time. Fix-all takes turns. */
const MAX_FIXES = 100;

/** Facts become findings, sorted by file and place. */
export function lint(project: ProjectFacts): readonly Finding[] {
  const suppressed = suppressions(project.settingsFiles);
  const findings = new Map<string, Finding>();
  for (const rule of RULES) {
    const level = project.record?.rules.get(rule.id);
    if (level === 'off') continue;
    let count = 0;
    rule.check(project, (reported) => {
      if (suppressed(rule.id, reported.at)) return;
      const fixes = count++ < MAX_FIXES ? (reported.fixes?.() ?? []) : [];
      add(findings, suppressed, finding(rule, reported, fixes, level));
    });
  }
  return [...findings.values()].sort(
    (a, b) =>
      compare(a.at.file, b.at.file) ||
      a.at.range.start - b.at.range.start ||
      a.at.range.end - b.at.range.end ||
      compare(a.rule, b.rule),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function finding(
  rule: Rule,
  reported: Reported,
  fixes: readonly (Fix | undefined)[],
  level: Severity | undefined,
): Finding {
  return {
    rule: rule.id,
    tag: rule.tag,
    guided: rule.guided,
    asks: rule.asks,
    severity: level ?? reported.severity ?? rule.severity,
    message: reported.message,
    at: reported.at,
    related: (reported.related ?? []).filter((one) => one !== undefined),
    fixes: fixes.filter((one) => one !== undefined),
  };
}

/** Two settings files may both lead to one fault at one place of the record: that is one finding. */
function add(findings: Map<string, Finding>, suppressed: Suppressed, found: Finding): void {
  const related = found.related.map((one) =>
    one.mirror && suppressed(found.rule, one.at) ? { ...one, mirror: false } : one,
  );
  const key = `${found.rule} ${found.at.range.start} ${found.at.range.end} ${found.at.file}`;
  const twin = findings.get(key);
  findings.set(
    key,
    twin
      ? { ...twin, related: merge(twin.related, related), fixes: mergeFixes(twin.fixes, found.fixes) }
      : { ...found, related },
  );
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

const COMMENT = /^sf-deliverability-disable(-next-line)?(?=\s|$)/;

/** `<!-- sf-deliverability-disable-next-line rule, rule -->` and `<!-- sf-deliverability-disable rule -->`; no rule: all. */
function suppressions(files: readonly SettingsFile[]): Suppressed {
  const entries = files.flatMap((file) =>
    file.comments.flatMap(({ text, range }) => {
      const trimmed = text.trim();
      const match = COMMENT.exec(trimmed);
      if (!match) return [];
      const rules = trimmed
        .slice(match[0].length)
        .split(/[\s,]+/)
        .filter((name) => name !== '');
      const line = match[1] === undefined ? undefined : file.source.positionAt(range.end).line + 1;
      return [{ file, rules: new Set(rules), line }];
    }),
  );
  if (entries.length === 0) return () => false;
  return (rule, at) =>
    entries.some(
      ({ file, rules, line }) =>
        file.source.file === at.file &&
        (rules.size === 0 || rules.has(rule)) &&
        (line === undefined || startLines(file, at).includes(line)),
    );
}

/** Where a finding starts, and where the element around it starts. */
function startLines({ source, root }: SettingsFile, { range }: Place): readonly number[] {
  const around = root?.children.find((child) => child.range.start <= range.start && range.start < child.range.end);
  return [range, ...(around ? [around.range] : [])].map(({ start }) => source.positionAt(start).line);
}
