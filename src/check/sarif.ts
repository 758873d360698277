import type { ReportingDescriptor, Result } from 'sarif';
import { RULES } from '../rules/index.ts';
import type { Rule } from '../rules/rule.ts';
import type { CheckReport, LocatedFinding, LocatedFix } from './report.ts';
import { LEVEL, location, sarifLog, artifact, region } from '../output/sarif.ts';

/**
 * SARIF 2.1.0 for code-scanning services.
 *
 * @param version the product's
 * @param page a rule's page as Markdown, if it is at hand
 */
export function sarifReport(report: CheckReport, version: string, page: (rule: string) => string | undefined): string {
  const rules = findingRules(report.findings, page);
  return sarifLog(
    version,
    rules,
    report.findings.map((finding) => findingResult(finding, rules)),
  );
}

/** The rules that the findings come from. */
export const findingRules = (
  findings: readonly LocatedFinding[],
  page: (rule: string) => string | undefined,
): readonly ReportingDescriptor[] =>
  RULES.filter(({ id }) => findings.some(({ rule }) => rule === id)).map((rule) => descriptor(rule, page(rule.id)));

const descriptor = ({ id, group, severity, summary }: Rule, page: string | undefined): ReportingDescriptor => ({
  id,
  shortDescription: { text: summary.replaceAll('`', '') },
  defaultConfiguration: { level: LEVEL[severity] },
  help: help(summary, page),
  properties: { tags: [group] },
});

/** SARIF §3.49.11: `text` is for viewers that do not show Markdown. */
function help(summary: string, page: string | undefined): NonNullable<ReportingDescriptor['help']> {
  if (page === undefined) return { text: summary.replaceAll('`', '') };
  const markdown = page.replace(/<!--[^]*?-->\n*/g, '');
  return {
    text: markdown
      .replace(/^#+ /gm, '')
      .replace(/^```.*\n/gm, '')
      .replaceAll('`', ''),
    markdown,
  };
}

export function findingResult(finding: LocatedFinding, rules: readonly ReportingDescriptor[]): Result {
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVEL[finding.severity],
    message: { text: finding.message },
    locations: [location(finding)],
    ...(finding.related.length > 0 ? { relatedLocations: related(finding) } : {}),
    ...(finding.fixes.length > 0 ? { fixes: finding.fixes.map(sarifFix) } : {}),
  };
}

const related = (finding: LocatedFinding): NonNullable<Result['relatedLocations']> =>
  finding.related.map((one, id) => ({
    id,
    message: { text: one.message },
    ...location(one),
  }));

function sarifFix({ title, edits }: LocatedFix): NonNullable<Result['fixes']>[number] {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: artifact(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ deletedRegion: region(edit), insertedContent: { text: edit.newText } })),
    })),
  };
}
