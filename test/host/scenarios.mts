/** The one place that says which suites run in which window. The imports run in the extension host only. */
export interface Scenario {
  trusted: boolean;
  /** As users have it: an extension under development is never disabled. */
  installed?: boolean;
  /** Opened as it is, or as one folder of a `.code-workspace` with two. */
  open: 'folder' | 'workspace';
  settings?: Record<string, unknown>;
  suites: (() => Promise<unknown>)[];
}

export const scenarios: Record<string, Scenario> = {
  main: {
    trusted: true,
    open: 'folder',
    suites: [
      () => import('./suite/smoke.test.ts'),
      () => import('./suite/diagnostics.test.ts'),
      () => import('./suite/editing.test.ts'),
      () => import('./suite/codeActions.test.ts'),
      () => import('./suite/hover.test.ts'),
      () => import('./suite/completion.test.ts'),
      //BB
    ],
  },
  restricted: {
    trusted: false,
    installed: true,
    open: 'folder',
    suites: [() => import('./suite/restricted.test.ts')],
  },
  multiroot: {
    trusted: true,
    open: 'workspace',
    settings: { 'workbench.colorTheme': 'Light Modern' },
    suites: [() => import('./suite/multiroot.test.ts')],
  },
};
