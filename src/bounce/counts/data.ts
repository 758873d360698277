import type { BounceReport } from './readReport.ts';
import { NOT_IN_A_REPORT } from './words.ts';
import { caution, meaningText } from '../report/words.ts';
import { csvTable } from '../../output/csvTable.ts';

/** `bounce --csv --format json`, version 1 of the shape. Keys are only added. */
export function bounceReportJson(report: BounceReport): string {
  const { columns, records, empty, short, unclassified, unclassifiedSamples, tls, groups, stopped } = report;
  const document = {
    version: 1,
    columns,
    records,
    empty,
    short,
    unclassified,
    unclassifiedSamples,
    tls,
    groups: groups.map(({ meaning, cause, count, samples }) => {
      const { code, kind, how, category, todo, who, source, fromMemory } = meaning;
      const means = meaningText(meaning);
      return { count, tls: cause, code, kind, how, category, meaning: means, who, todo, samples, source, fromMemory };
    }),
    stopped: stopped ?? null,
    note: NOT_IN_A_REPORT,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** The columns, for ever in this order; new ones come last. */
const COLUMNS = [
  'count',
  'tls',
  'category',
  'code',
  'meaning',
  'caution',
  'who',
  'todo',
  'samples',
  'source',
  'fromMemory',
] as const;

/** One row for each meaning, and one for what was not classified. */
export function bounceReportCsv({ groups, unclassified, unclassifiedSamples }: BounceReport): string {
  const rows = groups.map(({ meaning, cause, count, samples }) => ({
    count,
    tls: cause.cause,
    category: meaning.category,
    code: meaning.code,
    meaning: meaningText(meaning),
    caution: caution(meaning) ?? '',
    who: meaning.who.join(' '),
    todo: meaning.todo,
    samples: samples.join(' | '),
    source: meaning.source,
    fromMemory: meaning.fromMemory,
  }));
  const rest = {
    count: unclassified,
    tls: 'unknown',
    meaning: 'Not classified',
    samples: unclassifiedSamples.join(' | '),
  };
  return csvTable(COLUMNS, unclassified > 0 ? [...rows, rest] : rows);
}
