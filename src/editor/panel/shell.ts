import { markup, toText, verbatim } from '../../output/html.ts';

export interface ShellPage {
  readonly nonce: string;
  /** That of `webview/report.ts`. */
  readonly script: string;
  /** Text that comes back with the state of the page. */
  readonly scope: string;
  readonly title: string;
  readonly css: string;
}

/** The page that the content is put into, by the script, whenever it changes. `scope` comes back after a restart. */
export function shellPage({ nonce, script, scope, title, css }: ShellPage): string {
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
  return toText(markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style nonce="${nonce}">${verbatim(css)}</style>
</head>
<body class="pf-page">
<div id="report" data-scope="${scope}"><div class="pf"><main><h1>${title}</h1><p>Reading the results…</p></main></div></div>
<script nonce="${nonce}">${verbatim(script)}</script>
</body>
</html>
`);
}
