import { findingAnnotation } from '../../check/github.ts';
import { changeText, severityOf, worstFirst, type ReviewReport } from './report.ts';
import { DIRECTION_WORDS } from './words.ts';
import { annotation } from '../../output/github.ts';

/** GitHub workflow commands: an annotation for each change, at its line in the version after it, the worst first. */
export function reviewGithub(report: ReviewReport): string {
  const changes = worstFirst(report).flatMap((located) => {
    const span = located.after ?? located.before;
    const { direction } = located.change;
    const title = `Email deliverability: ${DIRECTION_WORDS[direction]}`;
    return span ? [annotation(span, severityOf(direction), title, changeText(located))] : [];
  });
  const seen = report.projects.flatMap(({ preflights }) =>
    preflights.flatMap(({ direction, after, text }) =>
      after && direction === 'worse' ? [annotation(after, 'warning', 'Email deliverability: preflight', text)] : [],
    ),
  );
  return [...changes, ...seen, ...report.projects.flatMap(({ appeared }) => appeared.map(findingAnnotation))].join('');
}
