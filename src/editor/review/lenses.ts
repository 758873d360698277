import { CodeLens, Range, type Uri } from 'vscode';
import { shortChangeWords } from '../../review/report/changeWords.ts';
import type { ReviewReport } from '../../review/report/report.ts';

/** `Changed since main: Preferred to Required`, above what a file says now. */
export const reviewLenses = ({ projects }: ReviewReport, { file, uri, since, base }: LensPlace): readonly CodeLens[] =>
  projects
    .flatMap(({ changes }) => changes)
    .flatMap(({ change, after }) => {
      const words = shortChangeWords(change);
      if (words === undefined || after?.file !== file) return [];
      const { line, column } = after.start;
      return new CodeLens(new Range(line - 1, column - 1, line - 1, column - 1), {
        title: `Changed since ${since}: ${words}`,
        command: 'sfDeliverability.reviewChanges',
        arguments: [uri, base ?? ''],
      });
    });

export interface LensPlace {
  /** The path in the repository. */
  readonly file: string;
  readonly uri: Uri;
  /** As people call it. */
  readonly since: string;
  /** Undefined: the default branch. */
  readonly base: string | undefined;
}
