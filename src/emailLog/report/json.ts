import { outcomeCounts } from '../judgement.ts';
import { settingsOf } from './tables.ts';
import { writtenCounts, type JudgedLog } from './view.ts';

/**
 * Version 1 of the shape: what was counted, first and unchanged, then what is concluded from it. Keys are only ever
 * added. docs/email-log.md describes them.
 */
export function logJson(log: JudgedLog): string {
  const { setting, settingSource, proposed, listCheck, notes, generatedAt } = log;
  const document = {
    ...log.log,
    domains: log.domains.map(({ evidence, seen, safe, listed }) => ({
      ...evidence,
      seen,
      safe,
      ...(listed === undefined ? {} : { listed }),
      outcomes: Object.fromEntries(
        settingsOf(setting).map((one) => [one, writtenCounts(outcomeCounts(evidence, one))]),
      ),
    })),
    setting,
    settingSource,
    proposed,
    list: listCheck
      ? {
          now: log.scope?.list ?? 'none',
          withoutTls: listCheck.withoutTls.map(({ domain }) => domain),
          notListed: listCheck.notListed.map(({ domain }) => domain),
          notSeen: listCheck.notSeen,
        }
      : null,
    notes,
    generatedAt: generatedAt.toISOString(),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
