import type { DomainPreflight } from '../result.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { advice } from './advice.ts';
import { notesOf } from './notes.ts';
import { ownReason } from './reason.ts';
import type { PreflightView } from '../view.ts';
import { domainName, isRelay, judgedParts, shownSettings, verdictLine, worstFirst } from './words.ts';
import { markdownCode as code, markdownList, markdownText as text } from '../../output/markdown.ts';
import { outcomesText } from '../../output/outcomes.ts';
import { judgedText } from '../../output/judgedSetting.ts';

/** For a comment on a pull request, an issue or a job summary. */
export function preflightMarkdown(view: PreflightView): string {
  const parts = [
    `**Email preflight.** ${text(verdictLine(view))}\n`,
    ...notesOf(view).map((note) => `> ${text(note)}\n`),
    ...judgedParts(view).map(resultTable),
    `**What to do**\n\n${markdownList(advice(view).map(text))}`,
    ...(view.notProbed.length > 0
      ? [
          `**Not probed**\n\n${markdownList(view.notProbed.map(({ entry, reason }) => `${code(entry)}: ${text(reason)}.`))}`,
        ]
      : []),
  ];
  return parts.join('\n');
}

/** Of results that are judged under one setting. */
function resultTable(view: PreflightView): string {
  const { setting, settingSource: source } = view;
  const settings = shownSettings(view);
  const domains = worstFirst(view);
  const titles = settings.map((one) => (one === setting ? judgedText({ setting, source }) : tlsSettingLabel(one)));
  const head = [domains.some(isRelay) ? 'Relay' : 'Domain', ...titles, 'Why'];
  const rows = domains.map((domain) => row(domain, view));
  return `| ${head.join(' | ')} |\n|${'---|'.repeat(head.length)}\n${rows.join('')}`;
}

function row(domain: DomainPreflight, view: PreflightView): string {
  const cells = shownSettings(view).map((setting) =>
    setting === view.setting ? `**${outcomesText(domain.outcomes[setting])}**` : outcomesText(domain.outcomes[setting]),
  );
  const why = text(ownReason(domain, view.setting));
  return `| ${code(domainName(domain))} | ${cells.join(' | ')} | ${why} |\n`;
}
