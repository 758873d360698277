/** The script of the report panel: shows what the extension renders, and tells it what was asked for. */
import { patch } from './patch.ts';

interface Host {
  readonly postMessage: (message: unknown) => void;
  readonly getState: () => unknown;
  readonly setState: (state: unknown) => void;
}
declare function acquireVsCodeApi(): Host;

/** What is kept while the panel is hidden, and when the window is opened again. */
interface State {
  readonly scope: unknown;
  /** The keys of the dialogues that are unfolded. */
  readonly open: readonly string[];
  readonly top: number;
}

const SAVE_DELAY_MS = 200;

const host = acquireVsCodeApi();
const root = document.querySelector<HTMLElement>('#report');
if (root) start(root);

function start(report: HTMLElement): void {
  const scope: unknown = JSON.parse(report.dataset['scope'] ?? 'null');
  // What was unfolded in another report means nothing in this one.
  const before = sameScope(host.getState(), scope);
  /** What is to be as it was, and has not come yet: results may come later than the first content. */
  const folded = new Set(before?.open ?? []);
  let top = before?.top ?? 0;
  let saving: number | undefined;

  const save = (): void => {
    saving = undefined;
    const open = [...report.querySelectorAll<HTMLElement>('details[open]')].map(keyOf);
    host.setState({ scope, open: [...open, ...folded], top: top > 0 ? top : window.scrollY } satisfies State);
  };
  const saveSoon = (): void => {
    saving ??= window.setTimeout(save, SAVE_DELAY_MS);
  };
  const show = (html: string): void => {
    const focused = document.activeElement;
    patch(report, html);
    for (const one of report.querySelectorAll('details')) if (folded.delete(keyOf(one))) one.open = true;
    if (top > 0 && document.documentElement.scrollHeight >= top + window.innerHeight) {
      window.scrollTo({ top, behavior: 'instant' });
      top = 0;
    }
    keepFocus(report, focused);
    saveSoon();
  };
  const stay = (): void => {
    // Who moves has a place of their own by now.
    top = 0;
  };

  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'object' && data !== null && 'html' in data && typeof data.html === 'string') show(data.html);
  });
  window.addEventListener('scroll', saveSoon, { passive: true });
  for (const move of ['wheel', 'keydown', 'pointerdown']) window.addEventListener(move, stay, { passive: true });
  // `toggle` does not bubble.
  document.addEventListener('toggle', saveSoon, { capture: true });
  document.addEventListener('click', onClick);
  host.setState(before ?? ({ scope, open: [], top: 0 } satisfies State));
  host.postMessage({ action: 'ready' });
}

function sameScope(state: unknown, scope: unknown): State | undefined {
  if (typeof state !== 'object' || state === null || !('scope' in state)) return undefined;
  if (JSON.stringify(state.scope) !== JSON.stringify(scope)) return undefined;
  const open = 'open' in state && Array.isArray(state.open) ? state.open.map(String) : [];
  return { scope, open, top: 'top' in state ? Number(state.top) : 0 };
}

const keyOf = ({ dataset }: HTMLElement): string => dataset['key'] ?? '';

/** An element that moved has lost the keyboard, and one that is gone had it: it goes to what stands for it now. */
function keepFocus(report: HTMLElement, focused: Element | null): void {
  if (!(focused instanceof HTMLElement) || focused === document.body || focused === document.activeElement) return;
  const next = focused.isConnected
    ? focused
    : (report.querySelector<HTMLElement>('.pf-now button') ?? report.querySelector<HTMLElement>('.pf-toolbar button'));
  next?.focus({ preventScroll: true });
}

function onClick(event: MouseEvent): void {
  const { target } = event;
  if (!(target instanceof Element)) return;
  const button = target.closest<HTMLElement>('button[data-action]');
  if (button && button.getAttribute('aria-disabled') !== 'true') {
    const { action, target: about, host: server, address } = button.dataset;
    host.postMessage({ action, target: about, host: server, address });
    return;
  }
  const fragment = target.closest('a[href^="#"]')?.getAttribute('href')?.slice(1);
  const place = fragment === undefined ? null : document.getElementById(fragment);
  if (!place) return;
  // The workbench scrolls there and leaves the keyboard behind.
  event.preventDefault();
  event.stopPropagation();
  if (!place.hasAttribute('tabindex')) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView();
}
