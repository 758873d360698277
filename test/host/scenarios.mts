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
      () => import('./suite/codeLens.test.ts'),
      () => import('./suite/status.test.ts'),
      () => import('./suite/commands.test.ts'),
      () => import('./suite/manifest.test.ts'),
      () => import('./suite/files.test.ts'),
      () => import('./suite/projects.test.ts'),
      () => import('./suite/recordPath.test.ts'),
      //BB
    ],
  },
  openFiles: {
    trusted: true,
    open: 'folder',
    settings: { 'sfDeliverability.scope': 'openFiles' },
    suites: [() => import('./suite/openFiles.test.ts')],
  },
  /** The pictures in media/: `node test/host/run.mts --only pictures --shots media`. */
  pictures: {
    trusted: true,
    open: 'folder',
    settings: {
      'breadcrumbs.enabled': false,
      'editor.fontSize': 13,
      'editor.matchBrackets': 'never',
      'editor.minimap.enabled': false,
      'editor.occurrencesHighlight': 'off',
      'editor.scrollBeyondLastLine': false,
      'window.commandCenter': false,
      'remote.autoForwardPorts': false,
      'workbench.activityBar.location': 'hidden',
      'workbench.layoutControl.enabled': false,
    },
    suites: [() => import('./suite/pictures.test.ts')],
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
