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
  'Preflights are off here: they need connections of their own, which a browser does not give. Open the folder in desktop VS Code, or run the command line.';

export const LOG_COMMANDS = [
  'sfDeliverability.analyzeEmailLog',
  'sfDeliverability.showEmailLogReport',
  'sfDeliverability.createListFromLog',
  'sfDeliverability.clearEmailLog',
] as const;

export const NO_LOG =
  'Email Logs are not analyzed here: they are read from a disk, however large, and a browser gives none. Open the folder in desktop VS Code, or run sf-deliverability log.';

const NO_MANIFEST =
  "A package.xml is made with Salesforce's own tools, which need Node. Open the folder in desktop VS Code, or run sf-deliverability manifest.";

export const NO_REVIEW =
  'A review compares two versions with git, which a browser has not. Open the folder in desktop VS Code, or run sf-deliverability review.';

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
