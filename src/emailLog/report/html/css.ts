import { PREFLIGHT_CSS } from '../../../output/pageCss.ts';

/** The preflight's look, so that an editor's theme fits both, and what a log has beside it. */
export const LOG_CSS = `${PREFLIGHT_CSS}
.pf-log td { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.pf-log thead th + th { text-align: right; }
.pf-log td.pf-left, .pf-log thead th.pf-left { text-align: left; white-space: normal; }
.pf-log tbody th { min-width: 11rem; overflow-wrap: anywhere; }
.pf-log td.pf-bar { width: 22%; vertical-align: middle; padding-block: 0; }
.pf-log thead th.pf-bar { text-align: left; }
.pf-log td.pf-zero { color: var(--pf-muted); }
.pf-log .pf-texts { width: 55%; }
.pf-chart { margin: 0.75rem 0 0; padding: 0.75rem 0.875rem 0.625rem; border: 1px solid var(--pf-line); border-radius: 8px; }
.pf-columns { display: block; width: 100%; height: 8rem; background: var(--pf-raised); border-radius: 4px; }
.pf-columns rect { fill: var(--pf-kind); }
.pf p.pf-axis { max-width: none; }
.pf-axis { display: flex; justify-content: space-between; gap: 1rem; margin: 0.25rem 0 0; font-size: 0.75rem; color: var(--pf-muted); }
.pf-legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.5rem 0 0; padding: 0; list-style: none; font-size: 0.8125rem; }
.pf-legend svg { display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.375rem; border-radius: 2px; vertical-align: -0.0625rem; }
.pf-legend rect { fill: var(--pf-kind); }
.pf-names { columns: 18rem auto; margin: 0.375rem 0; padding-left: 1.25rem; font-size: 0.875rem; }
.pf-names li { break-inside: avoid; }
@media screen and (max-width: 52rem) {
  .pf-log thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .pf-log tr { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .pf-log tbody th { grid-column: 1 / -1; min-width: 0; }
  .pf-log td, .pf-log td.pf-left { text-align: left; white-space: normal; }
  .pf-log td::before { content: attr(data-label); content: attr(data-label) / ""; display: block; font-size: 0.6875rem; color: var(--pf-muted); }
  .pf-log td.pf-bar { grid-column: 1 / -1; width: auto; padding: 0; }
  .pf-log td.pf-bar::before { content: none; }
  .pf-columns { height: 6rem; }
}
@media (forced-colors: active) {
  .pf-columns rect, .pf-legend rect { stroke: CanvasText; }
}
@media print {
  .pf-chart { break-inside: avoid; }
}
`;

/** For `style-src` in a Content-Security-Policy; a test says what it must be after a change. */
export const LOG_CSS_HASH = 'sha256-57yaYVPC9+EFCab00HTO+MVRuEOv5kyCxbVtcuSMYbQ=';
