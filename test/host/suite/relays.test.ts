import assert from 'node:assert/strict';
import { actionsOn, apply, titled, titles } from './actions.ts';
import { hoverOn } from './hovers.ts';
import { problemsIn, show, testProject, untilEqual, type TestProject } from './support.ts';

const RELAYS_JSON = 'data/EmailRelay.json';
const RELAYS_CSV = 'force-app/relays/EmailRelay.csv';
const FILTERS_CSV = 'data/EmailDomainFilter.csv';

/** Nothing that the editor shows may hold it. */
const MARKER = 'hunter2-marker';

const FILES = {
  [RELAYS_JSON]: `{
  "records": [
    { "attributes": { "type": "EmailRelay", "referenceId": "R1" }, "Host": "relay.acme.example", "Port": 465, "TlsSetting": "Required", "Password": "${MARKER}" }
  ]
}
`,
  [RELAYS_CSV]: `Id,Host,Port,TlsSetting,IsRequireAuth,Username,Password\r
0cX1,"relay.acme.example","2525",Required Verify,false,,"${MARKER}"\r
`,
  [FILTERS_CSV]: `EmailRelayId,FromDomain,ToDomain,IsActive,PriorityNumber
@R1,*,"Globex.example, *.globex.example, globex.example",true,10
@R1,*,mail.globex.example,true,20
`,
};

describe('exported relays and domain filters', () => {
  let project: TestProject;

  beforeEach(async () => {
    project = await testProject('relays', FILES);
  });

  afterEach(() => project.remove());

  it('have diagnostics, without a file being open', async () => {
    await untilEqual(
      () => problemsIn(project.uri(RELAYS_JSON)).map((one) => one.replace(MARKER, '...')),
      ['3 Error relay-port "465"', '3 Error relay-secret ""...""'],
    );
    await untilEqual(
      () => problemsIn(project.uri(FILTERS_CSV)),
      [
        '2 Warning domain-duplicate "Globex.example"',
        '2 Hint domain-form "Globex.example"',
        '3 Warning filter-unreachable "@R1,*,mail.globex.example,true,20"',
      ],
    );
  });

  it('are repaired in JSON', async () => {
    const uri = project.uri(RELAYS_JSON);
    const { document } = await show(uri);
    await untilEqual(() => problemsIn(uri).length, 2);
    const ports = await actionsOn(uri, 'relay-port');
    assert.ok(titles(ports).includes('Change to 25'));
    await apply(titled(ports, 'Change to 587'));
    await untilEqual(() => problemsIn(uri).length, 1);
    await apply(titled(await actionsOn(uri, 'relay-secret'), 'Remove Password'));
    await untilEqual(() => problemsIn(uri), []);
    assert.equal(document.getText(), FILES[RELAYS_JSON].replace('465', '587').replace(`, "Password": "${MARKER}"`, ''));
  });

  it('are repaired in CSV, with its quotes and line ends', async () => {
    const uri = project.uri(RELAYS_CSV);
    const { document } = await show(uri);
    await untilEqual(() => problemsIn(uri).length, 3);
    await apply(titled(await actionsOn(uri, 'relay-port'), 'Change to 587'));
    await untilEqual(() => problemsIn(uri).length, 2);
    await apply(titled(await actionsOn(uri, 'relay-tls-setting'), 'Change to RequiredVerify'));
    await untilEqual(() => problemsIn(uri).length, 1);
    await apply(titled(await actionsOn(uri, 'relay-secret'), 'Remove the column Password'));
    await untilEqual(() => problemsIn(uri), []);
    assert.equal(
      document.getText(),
      'Id,Host,Port,TlsSetting,IsRequireAuth,Username\r\n0cX1,"relay.acme.example","587",RequiredVerify,false,\r\n',
    );
  });

  it('are explained by hovers, which show no password', async () => {
    const tls = await hoverOn(project.uri(RELAYS_JSON), '"Required"');
    assert.match(tls, /\| The relay \| Mail \|/);
    assert.match(tls, /has no usable TLS \(1\.2 or newer\) \| \*\*bounces\*\*/);
    const filter = await hoverOn(project.uri(FILTERS_CSV), 'mail.globex.example');
    assert.match(
      filter,
      /\*\*This filter never matches any mail\.\*\* Earlier filters match all of it: the filter of priority 10/,
    );
    const secret = await hoverOn(project.uri(RELAYS_CSV), MARKER);
    assert.match(secret, /A secret/);
    assert.doesNotMatch([tls, filter, secret].join(), new RegExp(MARKER));
  });

  it('offer no action that shows a password', async () => {
    const uri = project.uri(RELAYS_JSON);
    await show(uri);
    await untilEqual(() => problemsIn(uri).length, 2);
    for (const rule of ['relay-port', 'relay-secret'])
      assert.doesNotMatch(
        JSON.stringify(await actionsOn(uri, rule)).replaceAll(/"diagnostics":\[.*?\]/g, ''),
        new RegExp(MARKER),
      );
  });
});
