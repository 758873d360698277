import type { PreflightView } from './preflightView.ts';

/**
 * Version 1 of the shape: what the engine found, first and unchanged, then what the reports say beside it.
 * Keys are only ever added.
 */
export function preflightJson({
  report,
  setting,
  settingSource,
  notProbed,
  notes,
  generatedAt,
}: PreflightView): string {
  const document = { ...report, setting, settingSource, notProbed, notes, generatedAt: generatedAt.toISOString() };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
