import { tlsSettingLabel } from '../../../mail/tlsSetting.ts';
import { stackedBar } from '../../../output/chart.ts';
import { type Html, markup, NOTHING, table } from '../../../output/html.ts';
import { outcomesUnder, settingsOf } from '../tables.ts';
import type { JudgedLog } from '../view.ts';
import { caveats, LOG_KINDS, logAdvice, logVerdict, toWhom, worstOf } from '../words.ts';
import { grouped } from '../../../output/words.ts';
import { signed, KIND_TITLES } from '../../../output/outcomes.ts';
import { SOURCE_WORDS } from '../../../output/judgedSetting.ts';

/** The verdict, what each setting would have done, and what to do. */
export function logSummary(log: JudgedLog): Html {
  const worst = worstOf(log);
  return markup`<section aria-labelledby="summary">
<h2 id="summary" class="pf-hidden">Summary</h2>
<p class="pf-verdict pf-${worst}">${signed(worst, logVerdict(log))}</p>
${caveats(log).map((note) => markup`<p class="pf-remark">${note}</p>\n`)}${settings(log)}<h3>What to do</h3>
<ul class="pf-advice">
${logAdvice(log).map((item) => markup`<li>${item}</li>\n`)}</ul>
</section>
`;
}

function settings(log: JudgedLog): Html {
  if (log.concerned.length === 0) return NOTHING;
  const columns = [
    { title: 'TLS setting', short: '' },
    ...LOG_KINDS.map((kind) => ({ title: KIND_TITLES[kind], short: KIND_TITLES[kind] })),
    { title: markup`<span class="pf-hidden">Share</span>`, short: '', kind: 'pf-bar' },
  ];
  const rows = settingsOf(log.setting).map((setting) => {
    const outcomes = outcomesUnder(log, setting);
    const counts = LOG_KINDS.map((kind) => ({ kind, count: outcomes[kind] }));
    const total = counts.reduce((sum, { count }) => sum + count, 0);
    const asked = setting === log.setting;
    const note = asked ? markup`<span class="pf-note">${SOURCE_WORDS[log.settingSource]}</span>` : NOTHING;
    return {
      head: markup`${tlsSettingLabel(setting)}${note}`,
      cells: [
        ...counts.map(({ kind, count }) => ({
          content: grouped(count),
          kind: count === 0 ? 'pf-zero' : `pf-${kind}${asked ? ' pf-asked' : ''}`,
        })),
        { content: stackedBar(counts, Math.max(total, 1)) },
      ],
    };
  });
  const whose = toWhom(log);
  return table('pf-overview', `What would have happened to messages${whose}, for each TLS setting`, columns, rows);
}
