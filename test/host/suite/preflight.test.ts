import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Lab } from '../../../src/lab/lab.ts';
import { clickText, hoverElement, isVisible, itWithDriver, press, type, waitForText } from './driver.ts';
import { eavesdrop } from './eavesdrop.ts';
import { hoverOn, hoversAt } from './hovers.ts';
import { notified } from './notifications.ts';
import { clearResults, labOptions, useLab, useNetwork } from './network.ts';
import {
  folder,
  listProject,
  problemsIn,
  RECORD,
  recordJson,
  restrict,
  run,
  SETTINGS,
  settingsXml,
  show,
  testProject,
  untilEqual,
  useProject,
  withSetting,
} from './support.ts';
import { until } from './until.ts';

/** A command that ends with a message somebody may answer is not waited for. */
const start = (command: string, ...args: unknown[]): Thenable<unknown> =>
  run(command, ...args).then(undefined, (error: unknown) => {
    throw error;
  });

const untilReport = (): Promise<true> =>
  until('the report', () =>
    vscode.window.tabGroups.activeTabGroup.activeTab?.label.includes('Preflight') === true ? true : undefined,
  );

describe('preflights', () => {
  let lab: Lab;
  const project = useProject(() =>
    listProject('preflights', 'Required', 'good.test', 'no-starttls.test', 'equal-differ.test', '*.null-mx.test'),
  );
  const record = (): vscode.Uri => project.uri(RECORD);

  before(async () => {
    lab = await useLab({ delays: { banner: 60_000 } });
  });

  afterEach(clearResults);

  after(() => lab.close());

  /** What our rules say of results. */
  const preflightProblems = (): string[] => problemsIn(record()).filter((one) => one.includes(' preflight-'));

  const waitForResult = (domain: string): Promise<string> =>
    until(`a result for ${domain}`, async () => {
      const text = await hoverOn(record(), `"${domain}"`);
      return text.includes('Checked ') ? text : undefined;
    });

  describe('before anybody has consented', () => {
    it('look nothing up, whatever is opened and hovered over', async () => {
      const queries = lab.dnsQueries().length;
      const ear = eavesdrop();
      try {
        const files = ['config/email-deliverability.json', 'config/project-scratch-def.json', SETTINGS];
        const uris = [...files.map((file) => vscode.Uri.joinPath(folder(), file)), record(), project.uri(SETTINGS)];
        let hovered = 0;
        for (const uri of uris) {
          const { document } = await show(uri);
          for (const { index } of document.getText().matchAll(/[\w.@*-]+/g)) {
            await hoversAt(uri, document.positionAt(index));
            hovered++;
          }
          await vscode.commands.executeCommand('vscode.executeCodeLensProvider', uri, 100);
          const all = new vscode.Range(0, 0, document.lineCount, 0);
          await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, all, undefined, 100);
        }
        assert.ok(hovered > 100, `only ${hovered} words`);
        assert.deepEqual(ear.heard(), []);
        assert.equal(lab.dnsQueries().length, queries);
      } finally {
        ear.stop();
      }
    });

    it('the ear would have heard it', async () => {
      const ear = eavesdrop();
      try {
        void start('preflightDomain', 'good.test');
        await until('a connection', () => ear.heard().find((one) => one.startsWith('connect')));
        assert.ok(ear.heard().some((one) => one.startsWith('send')));
        // What comes later would outlive the clearing of results.
        await waitForResult('good.test');
      } finally {
        ear.stop();
      }
    });

    it('offer the check, and say what will be contacted', async () => {
      const text = await hoverOn(record(), '"good.test"');
      assert.match(
        text,
        /^\[Check good\.test now\]\(command:sfDeliverability\.preflightDomain\?%5B%22good\.test%22%5D\)/,
      );
      assert.match(text, /\[Always check on hover\]/);
      assert.match(text, /Asks the DNS about good\.test, connects to its mail servers on port 25/);
      assert.match(text, /gmail\.com and outlook\.com/);
      assert.match(text, /Covers mail to `name@good\.test`/);
      const [first] = await hoversAt(record(), new vscode.Position(3, 8));
      assert.deepEqual(first?.isTrusted, {
        enabledCommands: [
          'sfDeliverability.preflightDomain',
          'sfDeliverability.preflightRelay',
          'sfDeliverability.preflightAlways',
          'sfDeliverability.showPreflightReport',
        ],
      });
    });

    it('say of a wildcard which domain would be checked', async () => {
      const text = await hoverOn(record(), '"*.null-mx.test"');
      assert.match(text, /^`\*\.null-mx\.test` has no mail servers; this is about null-mx\.test\./);
      assert.match(text, /\[Check null-mx\.test now\]/);
    });
  });

  describe('hovers', () => {
    it('show what was found: the verdict first, then every setting, server by server, and its age', async () => {
      void start('preflightDomain', 'no-starttls.test');
      const text = await waitForResult('no-starttls.test');
      const lines = text.split('\n');
      assert.equal(
        lines[0],
        '**✕ Mail to no-starttls.test bounces** under Required (from your file). The server does not offer STARTTLS.',
      );
      assert.ok(lines.includes('| Required | Preferred | Preferred Verify | Required Verify |'), text);
      assert.ok(lines.includes('| **bounces** | unencrypted | unencrypted | bounces |'), text);
      assert.match(text, /- `mx\.no-starttls\.test` \(10\), 192[\d.]+: no usable TLS: /);
      assert.match(text, /Checked just now \| \[Check again\]\(command:.*\) \| \[Report\]\(command:/);
    });

    it('ask nothing with onHover: never', async () => {
      await withSetting('sfDeliverability.preflight.onHover', 'never', async () => {
        const queries = lab.dnsQueries().length;
        const text = await hoverOn(record(), '"good.test"');
        assert.match(text, /^Covers mail to/);
        assert.equal(lab.dnsQueries().length, queries);
      });
    });

    it('check by themselves with onHover: always', async () => {
      await withSetting('sfDeliverability.preflight.onHover', 'always', async () => {
        assert.match(await hoverOn(record(), '"good.test"'), /^\*\*✓ Mail to good\.test gets TLS\*\* under Required/);
      });
    });

    it('take `always` from nobody but the user', async () => {
      const configuration = vscode.workspace.getConfiguration('sfDeliverability.preflight');
      await configuration.update('onHover', 'always', vscode.ConfigurationTarget.Workspace);
      try {
        const queries = lab.dnsQueries().length;
        assert.match(await hoverOn(record(), '"good.test"'), /^\[Check good\.test now\]/);
        assert.equal(lab.dnsQueries().length, queries);
      } finally {
        await configuration.update('onHover', undefined, vscode.ConfigurationTarget.Workspace);
      }
    });

    it('show what is known after two seconds, and go on behind it', async () => {
      const slow = await testProject('slow', {
        [RECORD]: recordJson('Required', 'tarpit.test'),
        [SETTINGS]: settingsXml(restrict(true)),
      });
      try {
        await withSetting('sfDeliverability.preflight.onHover', 'always', async () => {
          const text = await hoverOn(slow.uri(RECORD), '"tarpit.test"');
          assert.match(text, /^Checking tarpit\.test… The result appears here when it is ready\./);
          await until('the result', async () => {
            const later = await hoverOn(slow.uri(RECORD), '"tarpit.test"');
            return later.startsWith('**? tarpit.test could not be tested**') ? later : undefined;
          });
        });
      } finally {
        await slow.remove();
      }
    });

    it('say what is wrong with the settings instead of looking as if they worked', async () => {
      await useNetwork({ ...labOptions(lab), resolver: 'not a resolver' });
      try {
        await withSetting('sfDeliverability.preflight.onHover', 'always', async () => {
          assert.match(await hoverOn(record(), '"good.test"'), /^Could not be checked: /);
        });
      } finally {
        await useNetwork(labOptions(lab));
      }
    });
  });

  describe('of a project', () => {
    it('become findings on the listed domains, and go with the results', async () => {
      void start('preflightProject', project.uri(SETTINGS));
      await untilEqual(preflightProblems, [
        '5 Warning preflight-bounces ""no-starttls.test""',
        '6 Information preflight-depends ""equal-differ.test""',
      ]);
      await clearResults();
      await untilEqual(preflightProblems, []);
    });

    it('count for cacheHours, and no longer', async () => {
      // Two seconds.
      await withSetting('sfDeliverability.preflight.cacheHours', 2 / 3600, async () => {
        void start('preflightDomain', 'no-starttls.test');
        await untilEqual(preflightProblems, ['5 Warning preflight-bounces ""no-starttls.test""']);
        await untilEqual(preflightProblems, []);
        assert.match(await hoverOn(record(), '"no-starttls.test"'), /^\[Check no-starttls\.test now\]/);
      });
    });

    it('are told above the list', async () => {
      const lenses = async (): Promise<string[]> => {
        const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
          'vscode.executeCodeLensProvider',
          (await vscode.workspace.openTextDocument(record())).uri,
        );
        return found.map(({ range, command }) => `${range.start.line + 1} ${command?.title ?? ''}`);
      };
      await untilEqual(lenses, ['3 Preflight 4 domains']);
      void start('preflightProject', record());
      await untilEqual(lenses, [
        '3 Preflight 4 domains',
        '3 checked just now',
        // null-mx.test takes no mail at all: a wildcard stands for its apex.
        '3 2 would bounce, 1 might',
      ]);
    });

    it('can be cancelled in mid-run: every socket is closed', async () => {
      const stuck = await testProject('stuck', {
        [RECORD]: recordJson('Required', 'good.test', 'tarpit.test', 'late-banner.test', 'handshake-stall.test'),
      });
      try {
        await useNetwork({ ...labOptions(lab), deadlines: {} });
        const before = lab.sessions().length;
        const running = start('preflightProject', stuck.uri(RECORD));
        await until('sessions that hang', () =>
          lab
            .sessions()
            .slice(before)
            .filter(({ endedBy }) => endedBy === 'open').length >= 3
            ? true
            : undefined,
        );
        await notified('of 4, ');
        await clickText('Cancel');
        await running;
        await untilEqual(() => lab.sessions().filter(({ endedBy }) => endedBy === 'open').length, 0);
        // What was seen until then is kept.
        assert.match(await hoverOn(stuck.uri(RECORD), '"good.test"'), /^\*\*✓ Mail to good\.test gets TLS/);
        assert.match(await hoverOn(stuck.uri(RECORD), '"tarpit.test"'), /^\[Check tarpit\.test now\]/);
      } finally {
        await useNetwork(labOptions(lab));
        await stuck.remove();
      }
    });

    it('say so when there is nothing to check', async () => {
      const empty = await testProject('empty', { [RECORD]: recordJson('Required') });
      try {
        void start('preflightProject', empty.uri(RECORD));
        await notified('lists no domain');
      } finally {
        await empty.remove();
      }
    });
  });

  describe('of single domains', () => {
    itWithDriver('ask for the domain, with the one at the cursor filled in', async () => {
      const { document } = await show(record());
      const at = document.positionAt(document.getText().indexOf('no-starttls.test') + 3);
      await show(record(), at);
      void start('preflightDomain');
      await waitForText('Preflight: domains to check');
      await press('Enter');
      await untilEqual(preflightProblems, ['5 Warning preflight-bounces ""no-starttls.test""']);
      await untilReport();
    });

    itWithDriver('refuse what is no domain', async () => {
      await show(record());
      void start('preflightDomain');
      await waitForText('Preflight: domains to check');
      await press('Control+a');
      await type('192.0.2.1');
      await waitForText('an IP address');
      await press('Escape');
    });

    itWithDriver('open the report from the command palette, by keyboard alone', async () => {
      await show(record());
      await press('F1');
      await type('Preflight Domain');
      await waitForText('Email Deliverability: Preflight Domain');
      await press('Enter');
      await waitForText('Preflight: domains to check');
      await press('Control+a');
      await type('self-signed.test');
      await press('Enter');
      await untilReport();
    });
  });

  it('of a relay ask on its port', async () => {
    const before = lab.sessions().length;
    void start('preflightRelay', 'relay-clear.test', 587);
    await notified('Mail through relay-clear.test:587 would bounce under Required');
    assert.ok(lab.sessions().length > before);
  });

  describe('where port 25 is blocked', () => {
    let blocked: Lab;

    before(async () => {
      blocked = await useLab({ port25: 'blocked' });
    });

    after(async () => {
      await blocked.close();
      await useNetwork(labOptions(lab));
    });

    itWithDriver('say so once, with what to do instead', async () => {
      void start('preflightDomain', 'good.test');
      await notified('Network access blocked: port 25 cannot be reached from here');
      await waitForText('Import Preflight Result');
      await vscode.commands.executeCommand('notifications.clearAll');
      void start('preflightDomain', 'no-starttls.test');
      await notified('no-starttls.test could not be tested');
      assert.equal(await isVisible('Import Preflight Result'), false);
    });
  });

  describe('from another machine', () => {
    let temporary: string;

    before(async () => {
      temporary = await mkdtemp(path.join(tmpdir(), 'import-'));
    });

    after(() => rm(temporary, { recursive: true }));

    const result = (domain: string, generatedAt: string): string =>
      JSON.stringify({
        version: 1,
        trustStore: 'system+mozilla',
        port25: 'open',
        domains: [
          {
            domain,
            outcomes: {
              Off: ['clear'],
              Preferred: ['clear'],
              Required: ['bounce'],
              PreferredVerify: ['clear'],
              RequiredVerify: ['bounce'],
            },
            reasons: ['starttls-not-supported'],
            mx: [],
            promises: { mtaSts: null, tlsRpt: null, dane: null },
          },
        ],
        generatedAt,
      });

    it('are imported, and say where they are from', async () => {
      const file = path.join(temporary, 'from-ci.json');
      await writeFile(file, result('good.test', new Date().toISOString()));
      await start('importPreflight', vscode.Uri.file(file));
      await untilEqual(preflightProblems, ['4 Warning preflight-bounces ""good.test""']);
      assert.match(await hoverOn(record(), '"good.test"'), /Checked just now, imported from from-ci\.json \|/);
    });

    itWithDriver('are refused when they are none, or too old', async () => {
      const file = path.join(temporary, 'broken.json');
      await writeFile(file, '{"version": 2}');
      void start('importPreflight', vscode.Uri.file(file));
      await notified('broken.json was not imported: not a preflight result');
      await writeFile(file, result('good.test', '2020-01-01T00:00:00.000Z'));
      void start('importPreflight', vscode.Uri.file(file));
      await waitForText('1 of 1 results are older than sfDeliverability.preflight.cacheHours');
      assert.deepEqual(preflightProblems(), []);
    });
  });

  itWithDriver('are told in the status of the project', async () => {
    await show(record());
    const shows = async (text: string): Promise<void> => {
      await hoverElement('.part.titlebar');
      await hoverElement('[id="status.languageStatus"]');
      await waitForText(text);
    };
    await shows('4 domains not checked');
    void start('preflightProject', record());
    await untilEqual(() => preflightProblems().length, 2);
    await untilReport();
    await show(record());
    await shows('2 of 4 domains would bounce under Required; 1 might');
  });
});
