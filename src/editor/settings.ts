import { workspace, type Uri } from 'vscode';
import { DEFAULT_RECORD_PATH } from '../project/record.ts';

export interface Settings {
  readonly enable: boolean;
  readonly scope: 'workspace' | 'openFiles';
  readonly recordPath: string;
  readonly verbose: boolean;
}

/** The settings as they are now, for a file or folder where they may differ; package.json describes them. */
export function settings(scope?: Uri): Settings {
  const configuration = workspace.getConfiguration('sfDeliverability', scope);
  return {
    enable: configuration.get('enable', true),
    scope: configuration.get<Settings['scope']>('scope', 'workspace'),
    recordPath: configuration.get('recordPath', '').trim() || DEFAULT_RECORD_PATH,
    verbose: configuration.get<string>('trace') === 'verbose',
  };
}
