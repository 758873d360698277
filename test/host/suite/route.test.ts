import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isVisible, itWithDriver, press, type, waitForText } from './driver.ts';
import {
  RECORD,
  recordJson,
  restrict,
  SETTINGS,
  settingsXml,
  show,
  testProject,
  untilEqual,
  useProject,
} from './support.ts';

const RELAYS = 'data/EmailRelay.json';
const FILTERS = 'data/EmailDomainFilter.csv';
const HEADER = 'EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber';
const RELAY_ID = '0cX5f0000000001AAA';

const relayJson = `[
  {
    "attributes": { "type": "EmailRelay" },
    "Id": "${RELAY_ID}",
    "Host": "relay.acme.example",
    "Port": 587,
    "TlsSetting": "RequiredVerify"
  }
]
`;

const text = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';
const firstLine = (): string => text().split('\n')[0] ?? '';

describe('Which TLS Setting Does Mail Get?', () => {
  const project = useProject(() =>
    testProject('route', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('Required', 'hooli.example'),
      [RELAYS]: relayJson,
      [FILTERS]: `${HEADER}\n${RELAY_ID},acme.example,globex.example,true,10\n`,
    }),
  );

  const run = (from: string, to: string): Thenable<unknown> =>
    vscode.commands.executeCommand('sfDeliverability.showRoute', from, to, project.uri(RECORD));

  it('answers in a document that follows the project', async () => {
    await run('jo@acme.example', 'sales@globex.example');
    await untilEqual(
      firstLine,
      'Mail from acme.example to globex.example goes through the relay relay.acme.example, port 587, under',
    );
    assert.match(text(), /^Relays\n {2}relay relay\.acme\.example, port 587 \(.*EmailRelay\.json:2:3\)$/m);
    const { document } = vscode.window.activeTextEditor ?? {};
    await project.write(FILTERS, `${HEADER}\n${RELAY_ID},acme.example,globex.example,false,10\n`);
    await vscode.commands.executeCommand('sfDeliverability.checkProject');
    await untilEqual(
      () => document?.getText().split('\n')[0],
      "Mail from acme.example to globex.example goes by Salesforce's own servers, under Preferred.",
    );
    await project.write(FILTERS, `${HEADER}\n${RELAY_ID},acme.example,globex.example,true,10\n`);
    await vscode.commands.executeCommand('sfDeliverability.checkProject');
  });

  it('leads to the filter and to the relay', async () => {
    await run('', 'globex.example');
    const uri = vscode.window.activeTextEditor?.document.uri;
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', uri);
    const targets = links.map(({ target }) => `${target?.path.split('/').at(-1) ?? ''}#${target?.fragment ?? ''}`);
    assert.deepEqual([...new Set(targets)].sort(), ['EmailDomainFilter.csv#L2,1', 'EmailRelay.json#L2,3']);
  });

  itWithDriver('asks for both, with those at the cursor filled in', async () => {
    const { document } = await show(project.uri(FILTERS));
    await show(project.uri(FILTERS), document.positionAt(document.getText().indexOf('globex')));
    void vscode.commands.executeCommand('sfDeliverability.showRoute');
    await waitForText('TLS setting for a message: From');
    await press('Control+a');
    await type('no mail');
    await waitForText('Enter an address or a domain');
    await press('Control+a');
    await type('jo@acme.example');
    await press('Enter');
    await waitForText('TLS setting for a message: To');
    assert.equal(await isVisible('Enter an address or a domain'), false);
    await press('Enter');
    await untilEqual(
      firstLine,
      'Mail from acme.example to globex.example goes through the relay relay.acme.example, port 587, under',
    );
  });
});
