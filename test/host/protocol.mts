/** What the suite (inside the extension host) and the driver (outside, next to the browser) say to each other: one JSON object a line. */

export type SuiteEvent =
  | { kind: 'pass'; title: string; ms: number }
  | { kind: 'fail'; title: string; error: string }
  /** Not registered, because it needs the driver and this host has none. */
  | { kind: 'withheld'; title: string }
  /** For the run's output, such as a measured time. */
  | { kind: 'note'; text: string }
  /** Without it the extension host died on the way, which VS Code ends with 0. */
  | { kind: 'end' };

export interface DriverCalls {
  /** Writes `<name>.png` into the folder of the run's screenshots; answers with its path. */
  screenshot: (name: string) => string;
  press: (key: string) => null;
  type: (text: string) => null;
  hoverText: (text: string) => null;
  clickText: (text: string) => null;
  waitForText: (text: string) => null;
  isVisible: (text: string) => boolean;
  hoverElement: (selector: string) => null;
  clickElement: (selector: string) => null;
  resize: (width: number, height: number) => null;
  requestsOutside: () => string[];
  /** The value of an expression in the webview that has such an element; waits for it. */
  inWebview: (selector: string, expression: string) => unknown;
  /** What axe-core has to say of that webview, as `impact rule: element`. */
  axeInWebview: (selector: string) => string[];
  /** Loads the window anew; the suite that asks ends with it. */
  reload: () => null;
}

export type CallName = keyof DriverCalls;

export type FromSuite =
  | { event: SuiteEvent }
  | { id: number; call: CallName; args: unknown[] }
  /** Asks for an answer, so that the suite can be sure that everything before it has arrived. */
  | { id: number; call: 'flush'; args: [] };

export interface Answer {
  id: number;
  value?: unknown;
  error?: string;
}

/** Environment of the extension host. */
export const environment = {
  port: 'SF_DELIVERABILITY_HOST_PORT',
  scenario: 'SF_DELIVERABILITY_HOST_SCENARIO',
  driver: 'SF_DELIVERABILITY_HOST_DRIVER',
} as const;
