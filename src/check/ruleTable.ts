import { RULES } from '../rules/index.ts';
import { GROUPS, type Rule } from '../rules/rule.ts';

/** `rules --format json`, version 1 of the shape. */
export function rulesJson(): string {
  const rules = RULES.map(({ id, group, severity, fix, summary }) => ({
    id,
    group,
    severity,
    fix: fix !== 'none',
    safe: fix === 'safe',
    summary,
    page: `docs/rules/${id}.md`,
  }));
  return `${JSON.stringify({ version: 1, rules }, undefined, 2)}\n`;
}

/**
 * The tables of `rules --format markdown` and of docs/rules/README.md.
 *
 * @param folder where the rules' pages are, as seen from the page that shows the tables
 */
export function rulesMarkdown(folder = 'docs/rules/'): string {
  return GROUPS.map((group) => {
    const rows = RULES.filter((rule) => rule.group === group).map((rule) => row(rule, folder));
    return `**${group}**\n\n| Rule | Default | Fix | What it flags |\n|---|---|---|---|\n${rows.join('')}`;
  }).join('\n');
}

const FIX_WORD = { none: '', fix: 'yes', safe: 'yes, in fix-all' } as const;

const row = ({ id, severity, fix, summary }: Rule, folder: string): string =>
  `| [\`${id}\`](${folder}${id}.md) | ${severity} | ${FIX_WORD[fix]} | ${summary.replaceAll('|', '\\|')} |\n`;
