import type { PreflightView } from '../view.ts';
import { writtenOutcome } from '../../output/outcomes.ts';
import { notesOf } from './notes.ts';
import { domainName, judgedUnder } from './words.ts';

/**
 * Version 1 of the shape: what the engine found, first and unchanged, then what the reports say beside it.
 * Keys are only ever added.
 */
export function preflightJson(view: PreflightView): string {
  const { report, setting, settingSource, list, notProbed, generatedAt } = view;
  // The same for each of `domains`: relays, and what is not listed, have a setting of their own.
  const judged = report.domains.map((domain) => {
    const { setting: own, source } = judgedUnder(domain, view);
    return {
      name: domainName(domain),
      setting: own,
      settingSource: source,
      outcome: writtenOutcome(domain.outcomes[own]),
    };
  });
  const document = {
    ...report,
    setting,
    settingSource,
    ...(list === undefined ? {} : { list: { now: list } }),
    notProbed,
    notes: notesOf(view),
    generatedAt: generatedAt.toISOString(),
    judged,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
