import { tlsSettingLabel } from '../../../mail/tlsSetting.ts';
import { type Html, markup, NOTHING, table, toText, verbatim } from '../../../output/html.ts';
import { domainSection } from './domain.ts';
import { NO_EXTRAS, type PageExtras } from './extras.ts';
import type { Placed } from './kinds.ts';
import { matrix } from './matrix.ts';
import { summary } from './summary.ts';
import type { PreflightView } from '../../view.ts';
import { countedResults, worstFirst } from '../words.ts';
import { PREFLIGHT_CSS, PREFLIGHT_CSS_HASH } from '../../../output/pageCss.ts';

/**
 * A preflight as one file that needs nothing else: no network, no script. Its policy allows its own style and nothing
 * more, so that even markup that got in could neither run nor load anything.
 */
export function preflightHtml(view: PreflightView): string {
  const { report, setting } = view;
  const title = `Preflight report: ${countedResults(report.domains)}, TLS setting ${tlsSettingLabel(setting)}`;
  return toText(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '${PREFLIGHT_CSS_HASH}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${verbatim(PREFLIGHT_CSS)}</style>
</head>
<body class="pf-page">
${verbatim(preflightBody(view))}</body>
</html>
`);
}

/** The content alone, for a page with a head of its own; it wants `PREFLIGHT_CSS`. */
export function preflightBody(view: PreflightView, extras: PageExtras = NO_EXTRAS): string {
  const placed = worstFirst(view).map((domain, index): Placed => ({ domain, id: `domain-${index + 1}` }));
  return toText(markup`<div class="pf">
<a class="pf-skip" href="#results">Skip to the results</a>
${header(view, extras)}<main id="results" tabindex="-1">
${summary(placed, view)}${results(placed, view, extras)}${notProbed(view, extras)}</main>
<footer><p>The results are based on Salesforce's documents and on what the servers showed at this one time. "Unknown" means that a server could not be tested from here, never "no TLS".</p></footer>
</div>
`);
}

function header({ generatedAt, notProbed: left }: PreflightView, extras: PageExtras): Html {
  const iso = generatedAt.toISOString();
  const contents: readonly (readonly [to: string, text: string])[] = [
    ['#matrix', 'Results by setting'],
    ['#domains', 'Domain by domain'],
    ...(left.length > 0 ? [['#not-probed', 'Not probed'] as const] : []),
  ];
  return markup`<header>
<h1>Preflight report</h1>
<p class="pf-meta pf-muted">What happens to mail when the TLS setting changes. Probed on <time datetime="${iso}">${iso.slice(0, 10)} at ${iso.slice(11, 16)} UTC</time>.</p>
<nav aria-label="On this page"><ul>${contents.map(([to, text]) => markup`<li><a href="${to}">${text}</a></li>`)}</ul></nav>
${extras.header}</header>
`;
}

function results(placed: readonly Placed[], view: PreflightView, extras: PageExtras): Html {
  if (placed.length === 0) return NOTHING;
  return markup`<section aria-labelledby="matrix">
<h2 id="matrix">Results by setting</h2>
${matrix(placed, view, extras)}</section>
<section aria-labelledby="domains">
<h2 id="domains">Domain by domain</h2>
${placed.map(({ domain, id }) => domainSection(domain, id, view, extras))}</section>
`;
}

/** Also for a page of an editor's own, where there is no result yet. */
export function notProbed({ notProbed: left }: PreflightView, extras: PageExtras): Html {
  if (left.length === 0) return NOTHING;
  const rows = left.map(({ entry, reason }) => ({
    attributes: extras.key('entry', entry),
    head: markup`<code>${entry}</code>`,
    cells: [{ content: markup`${reason}${extras.notProbed(entry)}` }],
  }));
  const columns = [
    { title: 'Entry', short: '' },
    { title: 'Why', short: 'Why' },
  ];
  return markup`<section aria-labelledby="not-probed">
<h2 id="not-probed">Not probed</h2>
${table('pf-left', 'Entries that have no result, and why', columns, rows)}</section>
`;
}
