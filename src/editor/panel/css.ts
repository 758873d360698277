/**
 * The theme's colours in the place of the page's own. The kinds keep theirs, which are pairs of a text and a ground that
 * can be read together, whatever a theme does; only high contrast takes them down to borders.
 */
export const PANEL_CSS = `
html { font-size: calc(var(--vscode-font-size, 13px) * 1.12); }
body.pf-page { padding: 0; }
.pf {
  color-scheme: light;
  --pf-fg: var(--vscode-editor-foreground);
  --pf-bg: var(--vscode-editor-background);
  --pf-muted: var(--vscode-descriptionForeground, var(--vscode-editor-foreground));
  --pf-raised: var(--vscode-editorWidget-background, var(--vscode-editor-background));
  --pf-line: var(--vscode-widget-border, var(--vscode-panel-border, var(--vscode-descriptionForeground)));
  --pf-link: var(--vscode-textLink-foreground);
  --pf-focus: var(--vscode-focusBorder);
  --pf-font: var(--vscode-font-family, sans-serif);
  --pf-mono: var(--vscode-editor-font-family, monospace);
}
.vscode-dark .pf, .vscode-high-contrast .pf { color-scheme: dark; }
.vscode-high-contrast-light .pf { color-scheme: light; }
.vscode-high-contrast .pf {
  --pf-muted: var(--pf-fg);
  --pf-raised: var(--pf-bg);
  --pf-line: var(--vscode-contrastBorder, var(--pf-fg));
  --pf-tls-fg: var(--pf-fg); --pf-tls-bg: var(--pf-bg);
  --pf-clear-fg: var(--pf-fg); --pf-clear-bg: var(--pf-bg);
  --pf-bounce-fg: var(--pf-fg); --pf-bounce-bg: var(--pf-bg);
  --pf-may-bounce-fg: var(--pf-fg); --pf-may-bounce-bg: var(--pf-bg);
  --pf-unknown-fg: var(--pf-fg); --pf-unknown-bg: var(--pf-bg);
}
.vscode-high-contrast .pf td[class*="pf-"]:not(.pf-why, .pf-bar) { border: 1px solid var(--pf-kind, var(--pf-line)); }
.vscode-high-contrast .pf td.pf-skipped, .vscode-high-contrast .pf td.pf-zero { border-color: var(--pf-line); }
.vscode-high-contrast .pf-card, .vscode-high-contrast .pf-dialogue { border: 1px solid var(--pf-line); }
.vscode-reduce-motion { scroll-behavior: auto; }
.pf code { color: inherit; background: none; padding: 0; }
.pf-lead { font-size: 1.0625rem; }
.pf-facts { gap: 0.5rem 1.5rem; }

.pf-toolbar, .pf-actions { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
.pf-toolbar { margin: 1rem 0; }
.pf-actions { margin: 0.5rem 0; }
.pf-button {
  position: relative; padding: 0.25rem 0.75rem; border-radius: 3px; font: inherit; font-size: 0.875rem; line-height: 1.4; cursor: pointer;
  color: var(--vscode-button-secondaryForeground, var(--pf-fg)); background: var(--vscode-button-secondaryBackground, var(--pf-raised));
  border: 1px solid var(--vscode-contrastBorder, var(--pf-line));
}
.pf-button:hover { background: var(--vscode-button-secondaryHoverBackground, var(--pf-raised)); }
.pf-primary { color: var(--vscode-button-foreground); background: var(--vscode-button-background); border-color: var(--vscode-button-border, var(--vscode-contrastBorder, transparent)); }
.pf-primary:hover { background: var(--vscode-button-hoverBackground); }
.pf-button[aria-disabled] { color: var(--pf-muted); background: none; border: 1px dashed var(--pf-line); cursor: default; }
.pf-left th, .pf-left td { vertical-align: middle; }
.pf td .pf-button { margin-left: 0.5rem; }
.pf-now p { margin: 0.5rem 0 0; }
.pf-now:not(:empty) { min-height: 1.5rem; }
@media (forced-colors: active) {
  .pf-button { border: 1px solid ButtonText; }
  .pf-button[aria-disabled] { border-color: GrayText; color: GrayText; }
}
@media print {
  .pf-toolbar, .pf-actions, .pf-now, .pf-button { display: none; }
}
`;
