import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Lab } from '../../../src/lab/lab.ts';
import { clickText, hoverElement, itWithDriver, press, waitForText } from './driver.ts';
import { eavesdrop } from './eavesdrop.ts';
import { hoverOn } from './hovers.ts';
import { clearResults, useLab } from './network.ts';
import { notified } from './notifications.ts';
import {
  problemsIn,
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
import { until } from './until.ts';

const RELAYS = 'data/EmailRelay.csv';
const FILTERS = 'data/EmailDomainFilter.json';

const filter = (relay: string, from: string, to: string, active: boolean, priority: number): object => ({
  attributes: { type: 'EmailDomainFilter' },
  EmailRelayId: relay,
  FromDomain: from,
  ToDomain: to,
  IsActive: active,
  PriorityNumber: priority,
});

const start = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`sfDeliverability.${command}`, ...args);

describe('preflights of relays', () => {
  let lab: Lab;
  const project = useProject(() =>
    testProject('relays', {
      [SETTINGS]: settingsXml(restrict(true)),
      [RECORD]: recordJson('Required', 'good.test', 'no-starttls.test', 'expired.test'),
      [RELAYS]: `Id,Host,Port,TlsSetting
0cX000000000001,relay-private-ca.test,587,RequiredVerify
0cX000000000002,relay-clear.test,25,Preferred
0cX000000000003,relay.test,10025,Required
`,
      [FILTERS]: JSON.stringify(
        [
          filter('0cX000000000001', 'acme.example', 'good.test', true, 1),
          filter('0cX000000000002', '*', 'no-starttls.test', true, 2),
          filter('0cX000000000003', '*', 'initech.example', false, 3),
        ],
        undefined,
        2,
      ),
    }),
  );

  before(async () => {
    lab = await useLab();
  });

  afterEach(clearResults);

  after(() => lab.close());

  const preflightProblems = (file: string): string[] =>
    problemsIn(project.uri(file)).filter((one) => one.includes(' preflight-'));

  describe('hovering', () => {
    it('over a host offers the check, says what will be contacted, and contacts nothing', async () => {
      const ear = eavesdrop();
      try {
        const text = await hoverOn(project.uri(RELAYS), 'relay-private-ca.test');
        assert.match(
          text,
          /^\[Check relay-private-ca\.test:587 now\]\(command:sfDeliverability\.preflightRelay\?%5B%22relay-private-ca\.test%22%2C587%5D\)/,
        );
        assert.match(
          text,
          /Asks the DNS about relay-private-ca\.test and connects to this relay on port 587\. No message is sent\./,
        );
        assert.deepEqual(ear.heard(), []);
      } finally {
        ear.stop();
      }
    });

    it('over the pattern of a filter is about its relay', async () => {
      assert.match(
        await hoverOn(project.uri(FILTERS), '"good.test"'),
        /^Mail that this filter matches goes through relay-private-ca\.test:587; this is about that relay\./,
      );
      assert.match(
        await hoverOn(project.uri(FILTERS), '"initech.example"'),
        /^This filter is not active; this is about relay\.test:10025, the relay that it names\./,
      );
    });

    it('shows the verdict under the setting of the relay, in use or not', async () => {
      void start('preflightRelay', 'relay-private-ca.test', 587);
      void start('preflightRelay', 'relay.test', 10025);
      const verdict = (host: string): Promise<string> =>
        until(`a result for ${host}`, async () => {
          const text = await hoverOn(project.uri(RELAYS), host);
          return text.includes('Checked ') ? text.split('\n')[0] : undefined;
        });
      assert.equal(
        await verdict('relay-private-ca.test'),
        "**✕ Mail through relay-private-ca.test:587 bounces** under Required Verify (relay's setting). The certificate most likely lacks an intermediate certificate.",
      );
      assert.equal(
        await verdict('relay.test'),
        "**✓ Mail through relay.test:10025 gets TLS** under Required (relay's setting). The certificate is valid.",
      );
    });

    it('over a listed domain says through which relay its mail goes', async () => {
      assert.match(
        await hoverOn(project.uri(RECORD), '"no-starttls.test"'),
        /^Mail to no-starttls\.test goes through the relay relay-clear\.test, port 25, under Preferred; TLS is checked there/,
      );
      assert.match(
        await hoverOn(project.uri(RECORD), '"good.test"'),
        /^Mail to good\.test may go through the relay relay-private-ca\.test, port 587, under Required Verify, if the sender/,
      );
    });
  });

  it('of the project probe relays in use, and no domain that a relay stands before', async () => {
    const before = lab.sessions().length;
    void start('preflightProject', project.uri(SETTINGS));
    await untilEqual(() => preflightProblems(RELAYS), ['2 Warning preflight-bounces "relay-private-ca.test"']);
    assert.deepEqual(preflightProblems(RECORD), []);
    const hosts = new Set(
      lab
        .sessions()
        .slice(before)
        .map(({ host, port }) => `${host}:${port}`),
    );
    assert.deepEqual([...hosts].filter((host) => host.startsWith('relay')).sort(), [
      'relay-clear.test:25',
      'relay-private-ca.test:587',
    ]);
    assert.ok(!hosts.has('mx.no-starttls.test:25'), [...hosts].join());
  });

  it('are counted in the lens above the domain list', async () => {
    const { document } = await show(project.uri(RECORD));
    const lenses = async (): Promise<string[]> => {
      const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return found.map(({ command }) => command?.title ?? '');
    };
    await untilEqual(lenses, ['Preflight 2 domains and 2 relays']);
    void start('preflightProject', project.uri(RECORD));
    await untilEqual(lenses, ['Preflight 2 domains and 2 relays', 'checked just now', '1 would bounce']);
  });

  itWithDriver('are told in the status, on a relay’s own file too', async () => {
    await show(project.uri(RELAYS));
    const shows = async (text: string): Promise<void> => {
      await hoverElement('.part.titlebar');
      await hoverElement('[id="status.languageStatus"]');
      await waitForText(text);
    };
    await shows('2 domains and 2 relays not checked');
    void start('preflightProject', project.uri(RECORD));
    await untilEqual(() => preflightProblems(RELAYS).length, 1);
    await show(project.uri(RELAYS));
    await shows('1 of 2 domains and 2 relays would bounce');
  });

  itWithDriver('ask which relay, of those of the project or another', async () => {
    await show(project.uri(RELAYS));
    void start('preflightRelay');
    await waitForText('relay-private-ca.test:587');
    await waitForText('Required, no active filter');
    await clickText('Another relay…');
    await waitForText('Host and port of the email relay');
    await press('Escape');
    void start('preflightRelay');
    await clickText('relay-private-ca.test:587');
    await untilEqual(() => preflightProblems(RELAYS), ['2 Warning preflight-bounces "relay-private-ca.test"']);
  });

  it('name the setting of the relay in what they answer', async () => {
    void start('preflightRelay', 'relay-clear.test', 25);
    await notified("Mail through relay-clear.test:25 is sent unencrypted under Preferred (relay's setting)");
  });
});
