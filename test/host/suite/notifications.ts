import * as vscode from 'vscode';
import { isVisible } from './driver.ts';
import { until } from './until.ts';

/** Driven by tests, VS Code shows no notification by itself; and its list closes when it is empty. */
export async function notified(text: string): Promise<void> {
  await until(`a notification that says "${text}"`, async () => {
    await vscode.commands.executeCommand('notifications.showList');
    return (await isVisible(text)) ? true : undefined;
  });
}
