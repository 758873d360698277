import { workspace } from 'vscode';
import { DEFAULT_RECORD_PATH } from '../project/record.ts';

export interface Settings {
  readonly enable: boolean;
  readonly scope: 'workspace' | 'openFiles';
  readonly recordPath: string;
  readonly verbose: boolean;
}

/** The settings as they are now; package.json describes them. */
export function settings(): Settings {
  const configuration = workspace.getConfiguration('sfDeliverability');
  return {
    enable: configuration.get('enable', true),
    scope: configuration.get<Settings['scope']>('scope', 'workspace'),
    recordPath: configuration.get('recordPath', '').trim() || DEFAULT_RECORD_PATH,
    verbose: configuration.get<string>('trace') === 'verbose',
  };
}
