import { workspace, type Uri, type WorkspaceConfiguration } from 'vscode';
import { DEFAULT_RECORD_PATH } from '../project/settings/record.ts';

export interface Settings {
  readonly enable: boolean;
  readonly scope: 'workspace' | 'openFiles';
  readonly recordPath: string;
  /** What reviews compare with. Empty: the default branch. */
  readonly reviewBase: string;
  readonly verbose: boolean;
}

/** The settings as they are now, for a file or folder where they may differ; package.json describes them. */
export function settings(scope?: Uri): Settings {
  const configuration = workspace.getConfiguration('sfDeliverability', scope);
  return {
    enable: configuration.get('enable', true),
    scope: configuration.get<Settings['scope']>('scope', 'workspace'),
    recordPath: configuration.get('recordPath', '').trim() || DEFAULT_RECORD_PATH,
    reviewBase: configuration.get('review.base', '').trim(),
    verbose: configuration.get<string>('trace') === 'verbose',
  };
}

export interface PreflightSettings {
  readonly onHover: 'ask' | 'always' | 'never';
  /** Empty: the system's. */
  readonly resolver: string;
  /** Milliseconds for each step; undefined: nobody set it, and each step has its usual time. */
  readonly timeout: number | undefined;
  readonly concurrency: number;
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds that a result counts. */
  readonly keep: number;
}

const HOUR_MS = 3_600_000;

/** VS Code does not keep to the bounds of package.json: somebody may have written anything. */
export function preflightSettings(): PreflightSettings {
  const configuration = workspace.getConfiguration('sfDeliverability.preflight');
  const number = (name: string, usual: number, least: number, most: number): number => {
    const value: unknown = configuration.get(name);
    return typeof value === 'number' && value >= least && value <= most ? value : usual;
  };
  return {
    onHover: onHover(),
    resolver: configuration.get('resolver', '').trim(),
    timeout: isSet(configuration, 'timeout') ? Math.round(number('timeout', 30_000, 100, 600_000)) : undefined,
    concurrency: Math.round(number('concurrency', 20, 1, 1000)),
    allowPrivateAddresses: configuration.get('allowPrivateAddresses', false),
    keep: number('cacheHours', 24, 0, 24 * 365) * HOUR_MS,
  };
}

function isSet(configuration: WorkspaceConfiguration, name: string): boolean {
  const { globalValue, workspaceValue, workspaceFolderValue } = configuration.inspect(name) ?? {};
  return [globalValue, workspaceValue, workspaceFolderValue].some((value) => value !== undefined);
}

/** `always` is a person's consent, so a repository's settings cannot give it; `never` they may say. */
function onHover(): PreflightSettings['onHover'] {
  const configuration = workspace.getConfiguration('sfDeliverability.preflight');
  const value = configuration.get<string>('onHover');
  if (value === 'never') return 'never';
  const own = configuration.inspect<string>('onHover')?.globalValue;
  return value === 'always' && own === 'always' ? 'always' : 'ask';
}
