import type { Port25 } from '../../result.ts';
import { tlsSettingLabel } from '../../../mail/tlsSetting.ts';
import { type Html, type HtmlPart, markup } from '../../../output/html.ts';
import { advice } from '../advice.ts';
import { type Placed } from './kinds.ts';
import { notesOf } from '../notes.ts';
import { overview } from './matrix.ts';
import type { PreflightView } from '../../view.ts';
import { countedResults, isRelay, judgedUnder, kindCounts, verdictLine } from '../words.ts';
import { counted } from '../../../output/words.ts';
import { OUTCOME_KINDS, signed } from '../../../output/outcomes.ts';
import { SOURCE_WORDS } from '../../../output/judgedSetting.ts';

/** The verdict, what to do, and what stands behind it. */
export function summary(placed: readonly Placed[], view: PreflightView): Html {
  const { report, setting, settingSource } = view;
  const counts = kindCounts(view);
  const worst = OUTCOME_KINDS.find((kind) => counts[kind] > 0) ?? 'unknown';
  return markup`<section aria-labelledby="summary">
<h2 id="summary" class="pf-hidden">Summary</h2>
${notesOf(view).map((note) => markup`<p class="pf-remark">${note}</p>\n`)}<p class="pf-verdict pf-${worst}">${signed(worst, verdictLine(view))}</p>
${overview(placed, view)}<h3>What to do</h3>
<ul class="pf-advice">
${advice(view).map((item) => markup`<li>${item}</li>\n`)}</ul>
<dl class="pf-facts">
${facts([
  ['TLS setting', `${tlsSettingLabel(setting)} (${SOURCE_WORDS[settingSource]})`],
  ...(ownRelays(view) ? [['Relays', 'each with its own TLS setting'] as const] : []),
  ['Probed', probed(placed)],
  ['Trusted roots', report.trustStore],
  ['Port 25 from here', PORT25_WORDS[report.port25]],
])}</dl>
</section>
`;
}

const PORT25_WORDS: Readonly<Record<Port25, string>> = { open: 'open', blocked: 'blocked', unknown: 'not tested' };

const ownRelays = (view: PreflightView): boolean =>
  view.report.domains.some((one) => isRelay(one) && judgedUnder(one, view).source === 'relay');

function probed(placed: readonly Placed[]): string {
  const servers = new Set(placed.flatMap(({ domain }) => domain.mx.map(({ host }) => host))).size;
  return `${countedResults(placed.map(({ domain }) => domain))}, ${counted(servers, 'server')}`;
}

const facts = (entries: readonly (readonly [term: string, meaning: HtmlPart])[]): readonly Html[] =>
  entries.map(([term, meaning]) => markup`<div><dt>${term}</dt><dd>${meaning}</dd></div>\n`);
