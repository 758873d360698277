import type { ExtensionContext } from 'vscode';

export function activate(context: ExtensionContext): void {
  context.subscriptions.splice(0, 0);
}
