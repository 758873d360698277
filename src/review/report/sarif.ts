import type { ReportingDescriptor, Result } from 'sarif';
import { DIRECTIONS, type Direction } from '../model.ts';
import { changeText, severityOf, worstFirst, type ReviewReport } from './report.ts';
import { findingResult, findingRules } from '../../check/sarif.ts';
import { LEVEL, location, sarifLog } from '../../output/sarif.ts';

const MEANING: Readonly<Record<Direction, string>> = {
  worse: 'A change after which mail may bounce or be sent unencrypted, and did not before.',
  unknown: 'A change whose effect on mail is unknown.',
  setup: 'A change whose effect on mail depends on Setup.',
  better: 'A change after which less mail bounces or is sent unencrypted.',
  neutral: 'A change of email settings without effect on mail.',
};

/** SARIF 2.1.0: a result for each change at its line in the version after it, and the new findings. */
export function reviewSarif(report: ReviewReport, version: string, page: (rule: string) => string | undefined): string {
  const changes = worstFirst(report);
  const used = DIRECTIONS.filter((direction) => changes.some(({ change }) => change.direction === direction));
  const findings = report.projects.flatMap(({ appeared }) => appeared);
  const rules = [...used.map(descriptor), ...findingRules(findings, page)];
  const results = changes.map((located): Result => {
    const span = located.after ?? located.before;
    const { direction } = located.change;
    return {
      ruleId: ruleId(direction),
      ruleIndex: used.indexOf(direction),
      level: LEVEL[severityOf(direction)],
      message: { text: changeText(located) },
      locations: span ? [location(span)] : [],
    };
  });
  return sarifLog(version, rules, [...results, ...findings.map((finding) => findingResult(finding, rules))]);
}

const ruleId = (direction: Direction): string => `review-${direction}`;

const descriptor = (direction: Direction): ReportingDescriptor => ({
  id: ruleId(direction),
  shortDescription: { text: MEANING[direction] },
  defaultConfiguration: { level: LEVEL[severityOf(direction)] },
  help: { text: MEANING[direction] },
  properties: { tags: ['Review'] },
});
