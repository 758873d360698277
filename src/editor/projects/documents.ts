import type { DocumentFilter } from 'vscode';

/** The documents that the features are offered for; whether one belongs to a project is asked each time. */
export const SETTINGS_FILES: readonly DocumentFilter[] = [
  { pattern: '**/*.settings-meta.xml' },
  { pattern: '**/*.settings' },
];
export const JSON_FILES: readonly DocumentFilter[] = [{ language: 'json' }, { language: 'jsonc' }];
/** Without another extension, VS Code takes CSV for plain text. */
const CSV_FILES: readonly DocumentFilter[] = [
  { pattern: '**/EmailRelay*.csv' },
  { pattern: '**/EmailDomainFilter*.csv' },
];
export const OUR_FILES: readonly DocumentFilter[] = [...SETTINGS_FILES, ...JSON_FILES, ...CSV_FILES];

/** Of the documents that say which way a mail takes. */
export const ROUTE_SCHEME = 'sf-deliverability-route';

/** What ends a feature: commands, listeners, providers. */
export interface Registration {
  readonly dispose: () => unknown;
}
