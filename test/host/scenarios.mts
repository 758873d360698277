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
    suites: [() => import('./suite/smoke.test.ts'), () => import('./suite/builtins.test.ts')],
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
