import { commands, window } from 'vscode';
import type { Registration } from './projects/documents.ts';

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
  'Preflights are not available in a browser: they need network connections. Open the folder in desktop VS Code, or run the command line.';

export const LOG_COMMANDS = [
  'sfDeliverability.analyzeEmailLog',
  'sfDeliverability.showEmailLogReport',
  'sfDeliverability.createListFromLog',
  'sfDeliverability.clearEmailLog',
] as const;

export const NO_LOG =
  'Email Logs cannot be analyzed in a browser: they are read from disk. Open the folder in desktop VS Code, or run sf-deliverability log.';

const NO_MANIFEST =
  "A package.xml cannot be created in a browser: Salesforce's own tools need Node. Open the folder in desktop VS Code, or run sf-deliverability manifest.";

export const NO_REVIEW =
  'Reviews are not available in a browser: they need git. Open the folder in desktop VS Code, or run sf-deliverability review.';

/** Where something is missing, its commands say so: one that does nothing without a word looks like a fault. */
export function registerNetworkOff(): Registration[] {
  const explain = (command: string, why: string): Registration =>
    commands.registerCommand(command, () => void window.showInformationMessage(why));
  return [
    ...NETWORK_COMMANDS.map((command) => explain(command, NO_NETWORK)),
    ...LOG_COMMANDS.map((command) => explain(command, NO_LOG)),
    explain('sfDeliverability.createManifest', NO_MANIFEST),
    explain('sfDeliverability.reviewChanges', NO_REVIEW),
    explain('sfDeliverability.clearReview', NO_REVIEW),
  ];
}
