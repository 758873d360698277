import { window, type ExtensionContext } from 'vscode';
import { registerFeatures, type Api } from './editor/features.ts';
import { registerNetworkOff } from './editor/networkOff.ts';
import { openProjects } from './editor/projects.ts';

/** In a browser: all but the network. */
export function activate(context: ExtensionContext): Api {
  const log = window.createOutputChannel('Email Deliverability', { log: true });
  const projects = openProjects(log);
  context.subscriptions.push(log, projects, ...registerFeatures(context, projects), ...registerNetworkOff());
  void projects.refresh();
  return { ready: projects.ready, filesRead: projects.filesRead };
}
