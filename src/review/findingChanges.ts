import type { ProjectFacts } from '../project/facts.ts';
import { lint } from '../rules/lint.ts';
import type { Finding } from '../rules/rule.ts';
import { shownSources } from '../project/select.ts';
import type { FindingChanges } from './model.ts';
import { baseName } from './settingChanges.ts';

/** Findings that only one side has. They are told apart by rule, message and the text they are about, not by place. */
export function findingChanges(before: ProjectFacts, after: ProjectFacts): FindingChanges {
  const [old, now] = [keyed(before), keyed(after)];
  return { appeared: without(now, old), gone: without(old, now) };
}

interface Keyed {
  readonly finding: Finding;
  readonly key: string;
}

function keyed(project: ProjectFacts): readonly Keyed[] {
  const sources = shownSources(project);
  return lint(project).map((finding) => {
    const { file, range } = finding.at;
    const text = sources.get(file)?.text.slice(range.start, Math.min(range.end, range.start + 1000)) ?? '';
    return { finding, key: [finding.rule, baseName(file), finding.message, text].join('\n') };
  });
}

/** What `from` has more than `other`, one for one. */
function without(from: readonly Keyed[], other: readonly Keyed[]): readonly Finding[] {
  const left = new Map<string, number>();
  for (const { key } of other) left.set(key, (left.get(key) ?? 0) + 1);
  return from.flatMap(({ finding, key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0 ? [] : [finding];
  });
}
