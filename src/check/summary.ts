import type { Severity } from '../rules/rule.ts';
import { counted } from '../output/words.ts';

/** `2 errors, 1 hint`; `nothing to report` where there is nothing. */
export function summary(counts: Readonly<Record<Severity, number>>): string {
  const nouns = { error: 'error', warning: 'warning', info: 'note', hint: 'hint' } as const;
  const parts = (['error', 'warning', 'info', 'hint'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => counted(counts[severity], nouns[severity]));
  return parts.length === 0 ? 'nothing to report' : parts.join(', ');
}
