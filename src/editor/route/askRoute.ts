import { window, workspace } from 'vscode';
import { mailDomain } from '../../mail/mailDomain.ts';
import { chooseProject } from '../projects/chooseProject.ts';
import { offsetAt } from '../convert.ts';
import type { Projects } from '../projects/projects.ts';
import { routeAt, type AskedMail } from '../../language/routeAt.ts';
import { routeUri } from './routeDocument.ts';

/** Says which filter, relay and TLS setting a mail gets, in a document that cannot be changed. No server is asked. */
export async function askRoute(projects: Projects, from: unknown, to: unknown, target: unknown): Promise<void> {
  await projects.ready();
  const project = await chooseProject(projects, target, 'Project whose relays and filters are used');
  if (!project) return;
  const given = typeof from === 'string' && typeof to === 'string' ? usual({ from, to }) : undefined;
  const mail = given ?? (await askMail(atCursor(projects)));
  if (!mail) return;
  const uri = routeUri({ ...mail, record: project.uriOf(project.facts.recordPath).toString() });
  await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
}

/** As a person writes it, in the usual form; undefined where it is no mail. */
function usual({ from, to }: AskedMail): AskedMail | undefined {
  const sender = isAny(from) ? '' : mailDomain(from);
  const recipient = mailDomain(to);
  return sender === undefined || recipient === undefined ? undefined : { from: sender, to: recipient };
}

const isAny = (text: string): boolean => /^\s*[-*]?\s*$/.test(text);

function atCursor(projects: Projects): AskedMail | undefined {
  const editor = window.activeTextEditor;
  const found = editor && projects.find(editor.document.uri);
  const source = found?.project.sources.get(found.file);
  if (!found || !source) return undefined;
  return routeAt(found.project.facts, found.file, offsetAt(source, editor.selection.active));
}

/** Undefined if the person went away. */
async function askMail(suggested: AskedMail | undefined): Promise<AskedMail | undefined> {
  const title = 'TLS setting for a message:';
  const none = 'Enter an address or a domain, such as sales@example.com';
  const from = await window.showInputBox({
    title: `${title} From`,
    prompt: 'Address or domain of the sender; empty for any sender',
    placeHolder: 'jo@example.com',
    value: suggested?.from ?? '',
    validateInput: (text) => (isAny(text) || mailDomain(text) !== undefined ? undefined : none),
  });
  if (from === undefined) return undefined;
  const to = await window.showInputBox({
    title: `${title} To`,
    prompt: 'Address or domain of the recipient',
    placeHolder: 'sales@example.org',
    value: suggested?.to ?? '',
    validateInput: (text) => (text.trim() === '' || mailDomain(text) !== undefined ? undefined : none),
  });
  return to === undefined ? undefined : usual({ from, to });
}
