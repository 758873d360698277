import * as vscode from 'vscode';
import { untilEqual } from './support.ts';

/** Changes the user's colour theme, and waits until the host has heard of it. */
export async function theme(name: string, kind: vscode.ColorThemeKind): Promise<void> {
  const high = { name: 'Default High Contrast', kind: vscode.ColorThemeKind.HighContrast };
  const light = { name: 'Light Modern', kind: vscode.ColorThemeKind.Light };
  // The host is told of changes only, and may have missed the first: this one is a change in any case.
  for (const step of [name === high.name ? light : high, { name, kind }]) {
    await vscode.workspace
      .getConfiguration()
      .update('workbench.colorTheme', step.name, vscode.ConfigurationTarget.Global);
    await untilEqual(() => vscode.window.activeColorTheme.kind, step.kind);
  }
}
