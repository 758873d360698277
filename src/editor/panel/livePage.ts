import type { WebviewPanel } from 'vscode';
import { paced } from './throttle.ts';

/** Changes come in bursts: what is probed, the results, then the projects that are judged by them. */
const PAUSE_MS = 50;

/** The page in the panel, which is there from when it says so until it is hidden. */
export interface Page {
  readonly load: () => void;
  readonly ready: () => void;
  readonly renderSoon: () => void;
  /** Shows what an action did and what it said of it at once: an update between the two would lose the keyboard. */
  readonly after: (action: () => Promise<void>) => Promise<void>;
  readonly dispose: () => void;
}

export interface LivePage {
  /** What is in it at this moment. */
  readonly content: () => string;
  readonly title: () => string;
  /** The page that the content is put into. */
  readonly html: (nonce: string) => string;
}

export function livePage(panel: WebviewPanel, { content, title, html: shell }: LivePage): Page {
  let isThere = false;
  let shown: string | undefined;
  let acting = 0;
  const pace = paced(() => {
    if (!isThere || acting > 0) return;
    const html = content();
    if (html === shown) return;
    shown = html;
    void panel.webview.postMessage({ html });
  }, PAUSE_MS);
  const hidden = panel.onDidChangeViewState(() => {
    // It is taken down with all that is in it, and says that it is ready when it is back.
    if (!panel.visible) isThere = false;
  });
  return {
    load: () => {
      isThere = false;
      panel.title = title();
      panel.webview.options = { enableScripts: true, localResourceRoots: [] };
      panel.webview.html = shell(crypto.randomUUID());
    },
    ready: () => {
      isThere = true;
      shown = undefined;
      pace.now();
    },
    renderSoon: pace.soon,
    after: async (action) => {
      acting++;
      try {
        await action();
      } finally {
        acting--;
        pace.now();
      }
    },
    dispose: () => {
      pace.dispose();
      isThere = false;
      hidden.dispose();
    },
  };
}
