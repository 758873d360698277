import { type Html, markup, NOTHING, toText, verbatim } from '../../../output/html.ts';
import { LOG_CSS, LOG_CSS_HASH } from './css.ts';
import { domainTables } from './domains.ts';
import { aboutLog, failureSection } from './rest.ts';
import { logSummary } from './summary.ts';
import { overTime } from './time.ts';
import type { JudgedLog } from '../view.ts';
import { periodText } from '../words.ts';
import { tlsSettingLabel } from '../../../mail/tlsSetting.ts';

/**
 * What a log shows, as one file that needs nothing else: no network, no script. Its policy allows its own style and
 * nothing more.
 */
export function logHtml(log: JudgedLog): string {
  return toText(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${LOG_CSS_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>Email Log: TLS setting ${tlsSettingLabel(log.setting)}</title>
<style>${verbatim(LOG_CSS)}</style>
</head>
<body class="pf-page">
${verbatim(logBody(log))}</body>
</html>
`);
}

/**
 * The content alone, for a page with a head of its own; it wants `LOG_CSS`.
 *
 * @param besides HTML of ours that stands below the title, such as buttons
 */
export function logBody(log: JudgedLog, besides = ''): string {
  return toText(markup`<div class="pf">
<a class="pf-skip" href="#results">Skip to the results</a>
${header(log, verbatim(besides))}<main id="results" tabindex="-1">
${logSummary(log)}${domainTables(log)}${overTime(log)}${failureSection(log)}${aboutLog(log)}</main>
<footer><p>What would have happened to mail is based on Salesforce's documents and on the period of this log only. Only the domain of each address was kept, and words that could be about a person were left out of the texts.</p></footer>
</div>
`);
}

function header(log: JudgedLog, besides: Html): Html {
  const iso = log.generatedAt.toISOString();
  const contents: readonly (readonly [to: string, text: string])[] = [
    ...(log.domains.length > 0
      ? [['#domains', 'Domain by domain'] as const, ['#proposed', 'Domains you can list'] as const]
      : []),
    ...(log.log.days.length > 0 ? [['#time', 'Over time'] as const] : []),
    ...(log.domains.some(({ evidence }) => evidence.texts.length > 0)
      ? [['#failures', 'Why deliveries failed'] as const]
      : []),
    ['#about', 'About this log'],
  ];
  const period = log.log.rows === 0 ? NOTHING : markup` Rows from ${periodText(log.log)}.`;
  return markup`<header>
<h1>Email Log</h1>
<p class="pf-meta pf-muted">What the log shows about TLS, and what each TLS setting would have done.${period} Analysed on <time datetime="${iso}">${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC</time>.</p>
<nav aria-label="On this page"><ul>${contents.map(([to, text]) => markup`<li><a href="${to}">${text}</a></li>`)}</ul></nav>
${besides}</header>
`;
}
