import type { PreflightView } from '../view.ts';
import { writtenOutcome } from '../../output/outcomes.ts';
import { notesOf } from './notes.ts';
import { domainName, judgedUnder } from './words.ts';

export const preflightJson = (view: PreflightView): string => [...preflightJsonPieces(view)].join('');

/**
 * Version 1 of the shape: what the engine found, first and unchanged, then what the reports say beside it.
 * Keys are only ever added. The pieces together are what `JSON.stringify` with two blanks would give.
 */
export function* preflightJsonPieces(view: PreflightView): Generator<string> {
  const { report, setting, settingSource, list, notProbed, generatedAt } = view;
  const { domains, ...about } = report;
  yield* members('{\n', about);
  yield ',\n  "domains": ';
  yield* array(domains, (domain) => domain);
  yield* members(',\n', {
    setting,
    settingSource,
    ...(list === undefined ? {} : { list: { now: list } }),
    notProbed,
    notes: notesOf(view),
    generatedAt: generatedAt.toISOString(),
  });
  yield ',\n  "judged": ';
  // The same for each of `domains`: relays, and what is not listed, have a setting of their own.
  yield* array(domains, (domain) => {
    const { setting: own, source } = judgedUnder(domain, view);
    return {
      name: domainName(domain),
      setting: own,
      settingSource: source,
      outcome: writtenOutcome(domain.outcomes[own]),
    };
  });
  yield '\n}\n';
}

/** Members of an object, without its braces. */
function* members(before: string, some: Readonly<Record<string, unknown>>): Generator<string> {
  yield `${before}${JSON.stringify(some, undefined, 2).slice(2, -2)}`;
}

function* array<T>(items: readonly T[], shown: (item: T) => unknown): Generator<string> {
  if (items.length === 0) {
    yield '[]';
    return;
  }
  let before = '[\n    ';
  for (const item of items) {
    // No string in JSON has a line end of its own.
    yield `${before}${JSON.stringify(shown(item), undefined, 2).replaceAll('\n', '\n    ')}`;
    before = ',\n    ';
  }
  yield '\n  ]';
}
