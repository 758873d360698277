/**
 * The style of the preflight page and of the editor's view of it. Colours are custom properties, so that an editor can
 * put its theme's in their place; `light-dark` follows `color-scheme`, which a theme can set too.
 */
export const PREFLIGHT_CSS = `
.pf {
  color-scheme: light dark;
  --pf-fg: light-dark(#17212b, #e3e9ef);
  --pf-muted: light-dark(#4c5965, #a9b6c2);
  --pf-bg: light-dark(#ffffff, #12181e);
  --pf-raised: light-dark(#f5f7f9, #1a222a);
  --pf-line: light-dark(#d3dae1, #38444f);
  --pf-link: light-dark(#0b5394, #8cc4ff);
  --pf-focus: light-dark(#0b5394, #8cc4ff);
  --pf-tls-fg: light-dark(#0b5229, #a3e8b8);
  --pf-tls-bg: light-dark(#dcf2e2, #143822);
  --pf-tls: light-dark(#2e9157, #3f9c63);
  --pf-clear-fg: light-dark(#624400, #f3d589);
  --pf-clear-bg: light-dark(#fdf0c9, #3b2f0d);
  --pf-clear: light-dark(#e0ad2b, #c39a2e);
  --pf-bounce-fg: light-dark(#8c1815, #ffbdb6);
  --pf-bounce-bg: light-dark(#fde1de, #4d1916);
  --pf-bounce: light-dark(#cb3a34, #d8544d);
  --pf-may-bounce-fg: light-dark(#54267f, #dfc6ff);
  --pf-may-bounce-bg: light-dark(#eee3fa, #372252);
  --pf-may-bounce: light-dark(#8c5cbf, #9a70c9);
  --pf-unknown-fg: light-dark(#3d4954, #c9d2da);
  --pf-unknown-bg: light-dark(#e8ecf0, #2a333c);
  --pf-unknown: light-dark(#8b98a4, #74828f);
  --pf-font: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  --pf-mono: ui-monospace, SFMono-Regular, Consolas, "DejaVu Sans Mono", monospace;
  box-sizing: border-box;
  min-height: 100vh;
  margin: 0;
  padding: 1.5rem max(1rem, calc((100% - 76rem) / 2)) 3rem;
  color: var(--pf-fg);
  background: var(--pf-bg);
  font: 0.9375rem/1.5 var(--pf-font);
  overflow-wrap: anywhere;
}
.pf-page { margin: 0; }
.pf *, .pf *::before { box-sizing: border-box; }
.pf [id] { scroll-margin-top: 0.75rem; }
/* Not under the row of titles, which stays in view. */
.pf-matrix a { scroll-margin-top: 6rem; }
.pf a { color: var(--pf-link); text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
.pf :focus-visible { outline: 3px solid var(--pf-focus); outline-offset: 2px; border-radius: 3px; }
.pf-skip { position: absolute; left: -100vw; padding: 0.5rem 1rem; background: var(--pf-bg); z-index: 3; }
.pf-skip:focus { left: 1rem; top: 0.5rem; }
.pf h1, .pf h2, .pf h3, .pf h4 { line-height: 1.25; margin: 0; text-wrap: balance; }
.pf h1 { font-size: 1.75rem; letter-spacing: -0.01em; }
.pf h2 { font-size: 1.25rem; margin: 2.5rem 0 0.5rem; }
.pf h3 { font-size: 1.125rem; }
.pf h4 { font-size: 0.9375rem; margin: 1.25rem 0 0.375rem; }
.pf p { margin: 0.375rem 0; max-width: 75ch; }
.pf code, .pf pre { font-family: var(--pf-mono); font-size: 0.8125rem; }
.pf-muted, .pf caption, .pf dt { color: var(--pf-muted); }
.pf-meta { margin: 0.25rem 0 0; }
.pf nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0.75rem 0 0; padding: 0; }
.pf-nowrap { white-space: nowrap; }

.pf-tls { --pf-kind-fg: var(--pf-tls-fg); --pf-kind-bg: var(--pf-tls-bg); --pf-kind: var(--pf-tls); }
.pf-clear, .pf-may-clear { --pf-kind-fg: var(--pf-clear-fg); --pf-kind-bg: var(--pf-clear-bg); --pf-kind: var(--pf-clear); }
.pf-bounce { --pf-kind-fg: var(--pf-bounce-fg); --pf-kind-bg: var(--pf-bounce-bg); --pf-kind: var(--pf-bounce); }
.pf-may-bounce { --pf-kind-fg: var(--pf-may-bounce-fg); --pf-kind-bg: var(--pf-may-bounce-bg); --pf-kind: var(--pf-may-bounce); }
.pf-unknown { --pf-kind-fg: var(--pf-unknown-fg); --pf-kind-bg: var(--pf-unknown-bg); --pf-kind: var(--pf-unknown); }

.pf-verdict {
  margin: 1.25rem 0; padding: 0.875rem 1.125rem; border-radius: 8px; font-size: 1.1875rem; font-weight: 650; line-height: 1.35;
  border: 1px solid var(--pf-kind); border-left-width: 6px;
  color: var(--pf-kind-fg); background: var(--pf-kind-bg);
}
.pf main section > h3 { margin-top: 1.25rem; }
.pf-verdict .pf-sign { margin-right: 0.15em; }
.pf p.pf-remark { margin: 1rem 0 0; }
.pf p.pf-verdict { max-width: none; }
.pf-advice { margin: 0.375rem 0; padding-left: 1.25rem; max-width: 100ch; }
.pf-advice li + li { margin-top: 0.25rem; }
.pf-facts { display: flex; flex-wrap: wrap; gap: 0.5rem 2.25rem; margin: 1rem 0 0; }
.pf-facts dt { font-size: 0.8125rem; }
.pf-facts dd { margin: 0; font-weight: 600; }

.pf table { border-collapse: separate; border-spacing: 3px; width: 100%; margin: 0.5rem 0; font-size: 0.875rem; }
.pf caption { text-align: left; padding: 0 0 0.375rem 3px; }
.pf th, .pf td { padding: 0.3125rem 0.5rem; text-align: left; vertical-align: top; border-radius: 4px; overflow-wrap: break-word; }
.pf tbody th, .pf td.pf-why, .pf-left td { overflow-wrap: anywhere; }
.pf th { font-weight: 600; }
.pf thead th { font-size: 0.8125rem; vertical-align: bottom; }
.pf td { color: var(--pf-kind-fg, inherit); background: var(--pf-kind-bg, transparent); }
.pf-sign { font-weight: 700; }
.pf-ms { display: block; font-size: 0.75rem; font-variant-numeric: tabular-nums; }
.pf td.pf-skipped { color: var(--pf-muted); background: var(--pf-raised); }
.pf-matrix thead th { position: sticky; top: 0; z-index: 1; background: var(--pf-bg); }
.pf-matrix td { width: 10%; }
.pf-matrix td.pf-why { width: auto; color: var(--pf-muted); }
.pf-matrix tbody th { width: 21%; }
.pf-matrix td.pf-asked, .pf-overview td.pf-asked { font-weight: 700; box-shadow: inset 0 0 0 2px var(--pf-kind); }
.pf thead th.pf-asked { box-shadow: inset 0 -3px 0 var(--pf-link); border-radius: 0; }
.pf-note { display: block; font-size: 0.75rem; font-weight: 400; color: var(--pf-muted); }
.pf-overview tbody th { width: 13rem; }
.pf-overview tbody th .pf-note { display: inline; margin-left: 0.5em; }
.pf-overview td { vertical-align: middle; width: 8.5%; text-align: right; font-variant-numeric: tabular-nums; }
.pf-overview thead th + th { text-align: right; }
.pf-overview td.pf-zero { color: var(--pf-muted); background: var(--pf-raised); }
.pf-overview td.pf-bar { width: auto; padding: 0.3125rem 0 0.3125rem 0.5rem; }
.pf-overview thead th.pf-bar { text-align: left; padding-left: 0.5rem; }
.pf-bar svg { display: block; width: 100%; height: 1.3125rem; border-radius: 4px; }
.pf-bar rect { fill: var(--pf-kind); }

.pf-domain { margin: 1.25rem 0; padding: 1rem 1.25rem 1.125rem; border: 1px solid var(--pf-line); border-left: 6px solid var(--pf-kind); border-radius: 8px; }
.pf-title { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; }
.pf-chip {
  display: inline-block; padding: 0.0625rem 0.5rem; border-radius: 4px; font-size: 0.8125rem; font-weight: 600;
  color: var(--pf-kind-fg); background: var(--pf-kind-bg); border: 1px solid var(--pf-kind);
}
.pf-settings { display: flex; flex-wrap: wrap; gap: 0.125rem 1.25rem; margin: 0.375rem 0 0; padding: 0; list-style: none; font-size: 0.8125rem; color: var(--pf-muted); }
.pf-settings b { color: var(--pf-fg); font-weight: 600; }
.pf-stages { table-layout: fixed; }
.pf-stages thead th:first-child { width: 20%; }
.pf-stages thead th:last-child { width: 13%; }
.pf-stages thead th { overflow-wrap: normal; padding-inline: 0.375rem; }
.pf-stages td { overflow-wrap: normal; padding-inline: 0.375rem; }
.pf-seen { margin: 0.25rem 0; padding-left: 1.125rem; font-size: 0.875rem; }
.pf-pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 0 1rem; }
.pf-card + .pf-card { margin-top: 0.5rem; }
.pf-card { padding: 0.625rem 0.875rem; border-radius: 6px; background: var(--pf-raised); font-size: 0.875rem; }
.pf-card dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.125rem 0.75rem; margin: 0; }
.pf-card dd { margin: 0; min-width: 0; }
.pf-card ul { margin: 0; padding: 0; list-style: none; }
.pf details { margin: 0.75rem 0 0; }
.pf summary { cursor: pointer; color: var(--pf-link); width: fit-content; }
.pf-dialogue { margin: 0.5rem 0 0; list-style: none; font: 0.8125rem/1.55 var(--pf-mono); background: var(--pf-raised); border-radius: 6px; padding: 0.5rem 0.75rem; }
.pf-dialogue li { padding-left: 2.75em; text-indent: -2.75em; }
.pf-dialogue b { display: inline-block; width: 2.75em; text-indent: 0; color: var(--pf-muted); font-weight: 400; }
.pf-dialogue .pf-client { color: var(--pf-link); }
.pf-dialogue .pf-remark { color: var(--pf-muted); font-style: italic; }
.pf-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.pf footer { margin-top: 2.5rem; border-top: 1px solid var(--pf-line); color: var(--pf-muted); font-size: 0.8125rem; }

@media screen and (max-width: 52rem) {
  .pf { padding-inline: 0.75rem; }
  .pf h1 { font-size: 1.375rem; }
  .pf-domain { padding: 0.75rem 0.75rem 0.875rem; }
  .pf table, .pf caption, .pf tbody { display: block; }
  .pf thead, .pf tr { display: grid; gap: 3px; }
  .pf tr { padding: 0.375rem 0; border-top: 1px solid var(--pf-line); }
  .pf tbody th, .pf-matrix tbody th, .pf-overview tbody th { grid-column: 1 / -1; width: auto; padding-inline: 0; }
  .pf td, .pf-overview td, .pf-matrix td { width: auto; padding-inline: 0.1875rem; font-size: 0.75rem; }
  .pf-matrix td.pf-asked { letter-spacing: -0.02em; }
  .pf-matrix tr, .pf-overview tr { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .pf-matrix thead, .pf-overview thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .pf-matrix td::before, .pf-overview td::before { content: attr(data-label); content: attr(data-label) / ""; display: block; font-size: 0.6875rem; font-weight: 400; }
  .pf-overview td { text-align: left; }
  .pf-matrix td.pf-why { grid-column: 1 / -1; padding-inline: 0; font-size: 0.8125rem; }
  .pf-overview td.pf-bar { grid-column: 1 / -1; grid-row: 2; padding: 0; }
  .pf-matrix td.pf-why::before, .pf-overview td.pf-bar::before { content: none; }
  .pf-bar svg { height: 0.625rem; }
  .pf-stages tr { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .pf-stages thead { display: none; }
  .pf-stages td::before { content: attr(data-label); content: attr(data-label) / ""; display: block; font-size: 0.6875rem; }
  .pf-stages td.pf-end { grid-column: 1 / -1; font-size: 0.8125rem; }
}
@media (forced-colors: active) {
  .pf td { border: 1px solid; }
  .pf-bar rect { stroke: CanvasText; }
}
@media (prefers-reduced-motion: no-preference) {
  .pf-page { scroll-behavior: smooth; }
}
@page { margin: 15mm; }
@media print {
  html { font-size: 12px; }
  .pf { color-scheme: light; padding: 0; min-height: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .pf a { color: inherit; text-decoration: none; }
  .pf nav, .pf-skip, .pf details:not([open]), .pf summary { display: none; }
  .pf tr, .pf-card, .pf-verdict, .pf-title, .pf-dialogue li { break-inside: avoid; }
  .pf h2, .pf h3, .pf h4, .pf caption, .pf-title { break-after: avoid; }
  .pf thead { display: table-header-group; }
  .pf-matrix thead th { position: static; }
  .pf-domain { padding: 0.5rem 0.75rem; }
}
`;

/** For `style-src` in a Content-Security-Policy; a test says what it must be after a change. */
export const PREFLIGHT_CSS_HASH = 'sha256-hSmeh7hxry6w8RMJ/XmpFkSI3Ahu7AazOVD0U3LyOj0=';
