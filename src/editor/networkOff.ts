import { commands, window } from 'vscode';
import type { Registration } from './files.ts';

/** Commands that ask servers, or show what servers said. The list is the desktop's too: what is new there is named here. */
export const NETWORK_COMMANDS = [
  'sfDeliverability.preflightDomain',
  'sfDeliverability.preflightProject',
  'sfDeliverability.preflightRelay',
  'sfDeliverability.showPreflightReport',
  'sfDeliverability.importPreflight',
  'sfDeliverability.clearPreflightCache',
] as const;

export const NO_NETWORK =
  'Preflights are off here: they need connections of their own, which a browser does not give. Open the folder in desktop VS Code, or run the command line.';

/** Where there is no network, its commands say so: one that is missing without a word looks like a fault. */
export function registerNetworkOff(): Registration[] {
  const explain = (): void => {
    void window.showInformationMessage(NO_NETWORK);
  };
  return NETWORK_COMMANDS.map((command) => commands.registerCommand(command, explain));
}
