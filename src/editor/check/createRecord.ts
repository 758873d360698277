import { Selection, window, workspace, type QuickPickItem } from 'vscode';
import { listsNothing } from '../../project/domains/domainList.ts';
import type { DeliverabilityRecord } from '../../project/facts.ts';
import { RESTRICT } from '../../project/settings/tlsPolicy.ts';
import { changeRecord, type RecordChange } from '../../project/settings/recordEdits.ts';
import { findSetting, putSetting } from '../../project/settings/settingEdits.ts';
import type { FileEdit } from '../../text/edit.ts';
import { domainPattern } from '../../mail/domain.ts';
import { settingEffect } from '../../mail/settingEffect.ts';
import { ORG_TLS_SETTINGS, tlsSettingLabel, type OrgTlsSetting } from '../../mail/tlsSetting.ts';
import { chooseProject } from '../projects/chooseProject.ts';
import { vscodeRange, workspaceEdit } from '../convert.ts';
import type { Project } from '../projects/folder.ts';
import type { Projects } from '../projects/projects.ts';

/** Asks for what only Setup shows and writes it down; where it is written down already, opens it. */
export async function createRecord(projects: Projects, target: unknown): Promise<void> {
  await projects.ready();
  const project = await chooseProject(projects, target, 'Deliverability file to create or open');
  if (!project) return;
  const { record } = project.facts;
  if (record && isComplete(record)) {
    await showRecord(project);
    return;
  }
  const change = await askValues(project);
  if (!change) return;
  if (!(await workspace.applyEdit(workspaceEdit(project, edits(project, change))))) {
    void window.showErrorMessage(`${project.facts.recordPath} could not be written.`);
    return;
  }
  await projects.refresh();
  await showRecord(project);
}

/** Level and list are there, and go together. */
const isComplete = ({ recordedTls, list }: DeliverabilityRecord): boolean =>
  recordedTls?.setting !== undefined && (recordedTls.setting === 'Preferred') === listsNothing(list);

/** In the words of Setup > Deliverability. Undefined if the person went away. */
async function askValues(project: Project): Promise<RecordChange | undefined> {
  const recordedTls = project.facts.record?.recordedTls?.setting;
  // A list beside Preferred says that Preferred is not what Setup shows.
  const setting = recordedTls === undefined || recordedTls === 'Preferred' ? await askSetting() : recordedTls;
  if (setting === undefined) return undefined;
  if (setting === 'Preferred') return { tlsSetting: setting };
  const answer = await window.showInputBox({
    title: 'Setup > Deliverability: Restrict TLS to these domains',
    prompt: 'Domains, separated with commas; empty if the box is not checked',
    placeHolder: 'example.com, *.example.com',
    value: project.facts.record?.list?.items.map(({ text }) => text.trim()).join(', ') ?? '',
    ignoreFocusOut: true,
    validateInput: validateDomains,
  });
  if (answer === undefined) return undefined;
  const domains = splitDomains(answer);
  return { tlsSetting: setting, ...(domains.length > 0 ? { restrictTlsToDomains: domains } : {}) };
}

async function askSetting(): Promise<OrgTlsSetting | undefined> {
  const items = ORG_TLS_SETTINGS.map((setting): QuickPickItem & { readonly setting: OrgTlsSetting } => ({
    label: tlsSettingLabel(setting),
    detail: settingEffect(setting),
    setting,
  }));
  const options = {
    title: 'Setup > Deliverability: TLS setting',
    placeHolder: 'What Setup shows now',
    ignoreFocusOut: true,
  };
  return (await window.showQuickPick(items, options))?.setting;
}

function validateDomains(text: string): string | undefined {
  const wrong = splitDomains(text).find((one) => domainPattern(one).kind !== 'domain');
  return wrong === undefined ? undefined : `${wrong} is not a domain`;
}

const splitDomains = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** With domains, the box in Setup is checked: the settings files that deny it are wrong. */
function edits(project: Project, change: RecordChange): readonly FileEdit[] {
  const { facts } = project;
  const record = changeRecord(facts, change);
  const listed = change.restrictTlsToDomains !== undefined;
  const boxes = facts.settingsFiles.flatMap(({ emailSettings }) =>
    listed && emailSettings && findSetting(emailSettings, RESTRICT)?.boolean === false
      ? [putSetting(emailSettings, RESTRICT, true)]
      : [],
  );
  return record ? [record, ...boxes.filter((edit) => edit !== undefined)] : [];
}

async function showRecord(project: Project): Promise<void> {
  const { facts } = project;
  const editor = await window.showTextDocument(project.uriOf(facts.recordPath));
  const { record } = facts;
  if (!record?.recordedTls?.content) return;
  const { start } = vscodeRange(record.source, record.recordedTls.content);
  editor.selection = new Selection(start, start);
}
