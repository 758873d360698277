import type { Port25 } from '../preflight/result.ts';
import { tlsSettingLabel } from '../tls/setting.ts';
import { type Html, type HtmlPart, markup } from './html.ts';
import { advice } from './preflightAdvice.ts';
import { type Placed, signed, SOURCE_WORDS } from './preflightHtmlKinds.ts';
import { overview } from './preflightHtmlMatrix.ts';
import type { PreflightView } from './preflightView.ts';
import { kindCounts, OUTCOME_KINDS, verdictLine } from './preflightWords.ts';
import { counted } from './words.ts';

/** The verdict, what to do, and what stands behind it. */
export function summary(placed: readonly Placed[], view: PreflightView): Html {
  const { report, setting, settingSource, notes } = view;
  const counts = kindCounts(view);
  const worst = OUTCOME_KINDS.find((kind) => counts[kind] > 0) ?? 'unknown';
  return markup`<section aria-labelledby="summary">
<h2 id="summary" class="pf-hidden">Summary</h2>
${notes.map((note) => markup`<p class="pf-remark">${note}</p>\n`)}<p class="pf-verdict pf-${worst}">${signed(worst, verdictLine(view))}</p>
${overview(placed, view)}<h3>What to do</h3>
<ul class="pf-advice">
${advice(view).map((item) => markup`<li>${item}</li>\n`)}</ul>
<dl class="pf-facts">
${facts([
  ['TLS setting', `${tlsSettingLabel(setting)} (${SOURCE_WORDS[settingSource]})`],
  ['Probed', probed(placed)],
  ['Trusted roots', report.trustStore],
  ['Port 25 from here', PORT25_WORDS[report.port25]],
])}</dl>
</section>
`;
}

const PORT25_WORDS: Readonly<Record<Port25, string>> = { open: 'open', blocked: 'blocked', unknown: 'not tested' };

function probed(placed: readonly Placed[]): string {
  const relays = placed.filter(({ domain }) => domain.relayPort !== undefined).length;
  const servers = new Set(placed.flatMap(({ domain }) => domain.mx.map(({ host }) => host))).size;
  const parts = [
    ...(placed.length > relays || relays === 0 ? [counted(placed.length - relays, 'domain')] : []),
    ...(relays > 0 ? [counted(relays, 'relay')] : []),
    counted(servers, 'server'),
  ];
  return parts.join(', ');
}

const facts = (entries: readonly (readonly [term: string, meaning: HtmlPart])[]): readonly Html[] =>
  entries.map(([term, meaning]) => markup`<div><dt>${term}</dt><dd>${meaning}</dd></div>\n`);
