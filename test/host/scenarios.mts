/** The one place that says which suites run in which window. The imports run in the extension host only. */
export interface Scenario {
  trusted: boolean;
  /** Half a minute and more: it is among the first to begin. */
  long?: boolean;
  /** It makes pictures of the screens that other scenarios test: `npm test` leaves it out, `--apart` runs it, and CI does. */
  apart?: boolean;
  /** As users have it: an extension under development is never disabled. */
  installed?: boolean;
  /** Opened as it is, as one folder of a `.code-workspace` with two, or from a file system that is no disk. */
  open: 'folder' | 'workspace' | 'memory' | 'github';
  /** The opened folder, the first of two, is a git repository with one commit on `main`. */
  inGit?: boolean;
  /** In VS Code for the web, where the extension host is a worker of the browser. */
  inBrowser?: boolean;
  settings?: Record<string, unknown>;
  suites: (() => Promise<unknown>)[];
}

const PICTURE_SETTINGS = {
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
};

export const scenarios: Record<string, Scenario> = {
  main: {
    trusted: true,
    long: true,
    open: 'folder',
    suites: [
      () => import('./suite/smoke.test.ts'),
      () => import('./suite/diagnostics.test.ts'),
      () => import('./suite/editing.test.ts'),
      () => import('./suite/codeActions.test.ts'),
      () => import('./suite/hover.test.ts'),
      () => import('./suite/completion.test.ts'),
      () => import('./suite/schema.test.ts'),
      () => import('./suite/codeLens.test.ts'),
      () => import('./suite/status.test.ts'),
      () => import('./suite/commands.test.ts'),
      () => import('./suite/manifest.test.ts'),
      () => import('./suite/route.test.ts'),
      () => import('./suite/ruleDocs.test.ts'),
      () => import('./suite/files.test.ts'),
      () => import('./suite/projects.test.ts'),
      () => import('./suite/relays.test.ts'),
      () => import('./suite/recordPath.test.ts'),
    ],
  },
  /** What a user has set before the window opens: only open files are checked, and VS Code's Git has no git. */
  userSettings: {
    trusted: true,
    open: 'folder',
    inGit: true,
    settings: { 'sfDeliverability.scope': 'openFiles', 'git.enabled': false },
    suites: [() => import('./suite/openFiles.test.ts'), () => import('./suite/reviewOff.test.ts')],
  },
  /**
   * The extension for Node on a file system that is no disk, and that VS Code cannot search: it must find, read and watch
   * through VS Code alone, which these two suites see. What comes after reading is the same code as in `main`, on the same
   * texts; fixes are written by the window, and `web` writes them to this very file system.
   */
  virtual: {
    trusted: true,
    open: 'memory',
    suites: [() => import('./suite/diagnostics.test.ts'), () => import('./suite/files.test.ts')],
  },
  web: {
    trusted: true,
    long: true,
    open: 'memory',
    inBrowser: true,
    suites: [
      () => import('./suite/web.test.ts'),
      () => import('./suite/diagnostics.test.ts'),
      () => import('./suite/editing.test.ts'),
      () => import('./suite/codeActions.test.ts'),
      () => import('./suite/hover.test.ts'),
      () => import('./suite/completion.test.ts'),
      () => import('./suite/codeLens.test.ts'),
      () => import('./suite/status.test.ts'),
      () => import('./suite/commands.test.ts'),
      () => import('./suite/route.test.ts'),
      () => import('./suite/files.test.ts'),
      () => import('./suite/projects.test.ts'),
      () => import('./suite/outside.test.ts'),
    ],
  },
  /** As on github.dev, where the search knows committed files only. */
  github: {
    trusted: true,
    open: 'github',
    inBrowser: true,
    suites: [() => import('./suite/github.test.ts')],
  },
  /** The pictures in media/: `npm run test:host -- --apart --shots media`. */
  pictures: {
    trusted: true,
    apart: true,
    open: 'folder',
    settings: PICTURE_SETTINGS,
    suites: [() => import('./suite/pictures.test.ts')],
  },
  /** Apart from the others, whose status bars need no branch. */
  reviewPictures: {
    trusted: true,
    apart: true,
    open: 'folder',
    inGit: true,
    settings: PICTURE_SETTINGS,
    suites: [() => import('./suite/reviewPictures.test.ts')],
  },
  /** Against real repositories, through VS Code's own Git. */
  review: {
    trusted: true,
    open: 'folder',
    inGit: true,
    suites: [() => import('./suite/review.test.ts')],
  },
  /** What is shown beside the files: bounces, the report of an Email Log, and that of preflights against a lab. */
  report: {
    trusted: true,
    long: true,
    open: 'folder',
    suites: [() => import('./suite/evidence.test.ts'), () => import('./suite/reportPanel.test.ts')],
  },
  reload: {
    trusted: true,
    long: true,
    open: 'folder',
    suites: [() => import('./suite/reportReload.test.ts')],
  },
  /** Against a lab on loopback. */
  preflight: {
    trusted: true,
    long: true,
    open: 'folder',
    suites: [
      () => import('./suite/preflight.test.ts'),
      () => import('./suite/relayPreflight.test.ts'),
      () => import('./suite/preflightActions.test.ts'),
    ],
  },
  restricted: {
    trusted: false,
    installed: true,
    open: 'folder',
    suites: [() => import('./suite/restricted.test.ts'), () => import('./suite/reportRestricted.test.ts')],
  },
  /** Two folders, of which the first is a repository. */
  multiroot: {
    trusted: true,
    open: 'workspace',
    inGit: true,
    settings: { 'workbench.colorTheme': 'Light Modern' },
    suites: [() => import('./suite/multiroot.test.ts'), () => import('./suite/reviewMultiroot.test.ts')],
  },
};
