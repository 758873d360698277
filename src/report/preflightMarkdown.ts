import type { DomainPreflight } from '../preflight/result.ts';
import { tlsSettingLabel } from '../tls/setting.ts';
import { markdownCode as code, markdownText as text } from './markdown.ts';
import { advice } from './preflightAdvice.ts';
import { ownReason } from './preflightReason.ts';
import type { PreflightView } from './preflightView.ts';
import {
  domainName,
  kindUnder,
  outcomesText,
  outcomeWord,
  settingText,
  shownSettings,
  verdictLine,
  worstFirst,
} from './preflightWords.ts';

/** For a comment on a pull request, an issue or a job summary. */
export function preflightMarkdown(view: PreflightView): string {
  const settings = shownSettings(view);
  const titles = settings.map((one) => (one === view.setting ? settingText(view) : tlsSettingLabel(one)));
  const head = `| Domain | ${titles.join(' | ')} | Why |\n|---|${'---|'.repeat(settings.length + 1)}\n`;
  const rows = worstFirst(view).map((domain) => row(domain, view));
  const parts = [
    `**Email preflight.** ${text(verdictLine(view))}\n`,
    ...view.notes.map((note) => `> ${text(note)}\n`),
    ...(rows.length > 0 ? [head + rows.join('')] : []),
    `**What to do**\n\n${list(advice(view).map(text))}`,
    ...(view.notProbed.length > 0
      ? [`**Not probed**\n\n${list(view.notProbed.map(({ entry, reason }) => `${code(entry)}: ${text(reason)}.`))}`]
      : []),
  ];
  return parts.join('\n');
}

function row(domain: DomainPreflight, view: PreflightView): string {
  const cells = shownSettings(view).map((setting) =>
    setting === view.setting
      ? `**${outcomeWord(kindUnder(domain, setting))}**`
      : outcomesText(domain.outcomes[setting]),
  );
  const why = text(ownReason(domain, view.setting));
  return `| ${code(domainName(domain))} | ${cells.join(' | ')} | ${why} |\n`;
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}\n`).join('');
