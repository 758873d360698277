import type { SourceText } from '../text/source.ts';
import type { ProjectFacts } from './facts.ts';

/** What the readers could not make sense of: no finding of a rule, but somebody who wonders about the result must know. */
export interface Remark {
  readonly source: SourceText;
  readonly message: string;
  readonly offset: number;
  /** The file could not be read fully, so findings may be missing. */
  readonly serious: boolean;
}

/** @param isRule whether there is a rule of this id: the record may name others */
export function remarks(facts: ProjectFacts, isRule: (id: string) => boolean): readonly Remark[] {
  return [...jsonRemarks(facts), ...exportRemarks(facts), ...recordRemarks(facts, isRule)];
}

function jsonRemarks({ record, scratchDefinitions }: ProjectFacts): readonly Remark[] {
  return [...scratchDefinitions, ...(record ? [record] : [])].flatMap(({ source, problem }) => {
    if (!problem) return [];
    // A template of a scratch definition need not be JSON, as long as it says nothing about email.
    const serious = source === record?.source || /emailAdministrationSettings/i.test(source.text);
    return [{ source, message: `not valid JSON: ${problem.message}`, offset: problem.range.start, serious }];
  });
}

const exportRemarks = ({ exports }: ProjectFacts): readonly Remark[] =>
  exports.flatMap(({ source, problems }) =>
    problems.map(({ message, range, lost }) => ({ source, message, offset: range.start, serious: lost })),
  );

function recordRemarks({ record }: ProjectFacts, isRule: (id: string) => boolean): readonly Remark[] {
  if (!record) return [];
  const { source, notes, rules } = record;
  return [
    ...notes.map(({ message, range }) => ({ source, message, offset: range.start, serious: false })),
    ...[...rules.keys()]
      .filter((id) => !isRule(id))
      .map((id) => ({ source, message: `unknown rule "${id}"`, offset: 0, serious: false })),
  ];
}
