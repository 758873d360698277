import { window, type ExtensionContext } from 'vscode';
import { folderReader } from './editor/check/lazy.ts';
import { registerFeatures, type Api } from './editor/features.ts';
import { registerNetworkOff } from './editor/networkOff.ts';
import { openProjects } from './editor/projects/projects.ts';

/** In a browser: all but the network. */
export function activate(context: ExtensionContext): Api {
  const log = window.createOutputChannel('Email Deliverability', { log: true });
  const projects = openProjects(log, folderReader);
  context.subscriptions.push(log, projects, ...registerFeatures(context, projects), ...registerNetworkOff());
  void projects.refresh();
  return { ready: projects.ready, checkAgain: projects.refresh, filesRead: projects.filesRead };
}
