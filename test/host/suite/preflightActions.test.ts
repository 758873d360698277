import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Lab } from '../../../src/lab/lab.ts';
import { REVERSE_ADDRESSES } from '../../../src/lab/catalogue/reverse.ts';
import { actionsOn, apply, someActionsAt, titled, titles } from './actions.ts';
import { clickText, isVisible, itWithDriver, openLightBulb, press, type, waitForText } from './driver.ts';
import { clearResults, labOptions, useLab, useNetwork } from './network.ts';
import {
  api,
  change,
  closeAll,
  element,
  problemsIn,
  rangeOf,
  RECORD,
  recordJson,
  restrict,
  rulesIn,
  SETTINGS,
  settingsXml,
  show,
  testProject,
  untilEqual,
  type TestProject,
} from './support.ts';
import { until } from './until.ts';

/** Driven by tests, VS Code shows no notification by itself. */
const showNotifications = (): Thenable<unknown> => vscode.commands.executeCommand('notifications.showList');

/** Follows an action that is a command; it may end only when somebody has answered. */
function follow({ command, edit }: vscode.CodeAction): Thenable<unknown> {
  assert.ok(command && !edit, 'no command');
  return vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
}

describe('actions that take a preflight or the DNS', () => {
  let lab: Lab;
  let project: TestProject | undefined;

  before(async () => {
    lab = await useLab();
    await (await api()).ready();
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
    await project?.remove();
    project = undefined;
    await clearResults();
    await vscode.commands.executeCommand('notifications.clearAll');
  });

  after(() => lab.close());

  /** A project for one test, with one of its files in the editor. */
  async function open(files: Readonly<Record<string, string>>, shown = RECORD) {
    project = await testProject('network-actions', files);
    const uri = project.uri(shown);
    const editor = await show(uri);
    return { uri, editor, document: editor.document, text: () => editor.document.getText() };
  }

  const goodAddress = (): string => {
    const address = lab.domains.find(({ name }) => name === 'good.test')?.mx[0]?.addresses[0];
    assert.ok(address);
    return address;
  };

  describe('on an address', () => {
    const replaceTitle = (address: string): string => `Replace ${address} with its host name…`;
    const openWith = (...entries: readonly string[]) =>
      open({ [RECORD]: recordJson('Required', ...entries), [SETTINGS]: settingsXml(restrict(true)) });
    /** What it starts may end only when somebody has answered. */
    async function replaceIn(uri: vscode.Uri, address: string): Promise<{ readonly done: Thenable<unknown> }> {
      await untilEqual(() => rulesIn(uri).includes('ip-address-host'), true);
      const document = await vscode.workspace.openTextDocument(uri);
      return { done: follow(titled(await someActionsAt(uri, rangeOf(document, address)), replaceTitle(address))) };
    }

    it('ask nothing to be offered, and come first', async () => {
      const address = goodAddress();
      const { uri } = await openWith(address, 'good.test');
      await untilEqual(() => rulesIn(uri), ['ip-address-host']);
      const queries = lab.dnsQueries().length;
      assert.deepEqual(titles(await actionsOn(uri, 'ip-address-host')), [
        replaceTitle(address),
        `Remove ${address}`,
        'Turn ip-address-host off for the project',
        'Show documentation for ip-address-host',
      ]);
      assert.equal(lab.dnsQueries().length, queries);
    });

    it('are not offered for many addresses', async () => {
      const { uri } = await openWith('192.0.2.0/24', 'good.test');
      await untilEqual(() => rulesIn(uri), ['ip-address-host']);
      assert.equal(titles(await actionsOn(uri, 'ip-address-host'))[0], 'Remove 192.0.2.0/24');
    });

    itWithDriver('write the one name that leads back; the registered domain takes one more click', async () => {
      const address = goodAddress();
      const { uri, text } = await openWith('acme.example', address);
      const queries = lab.dnsQueries().length;
      await replaceIn(uri, address);
      await untilEqual(text, recordJson('Required', 'acme.example', 'mx.good.test'));
      assert.deepEqual(
        lab
          .dnsQueries()
          .slice(queries)
          .map(({ type: kind }) => kind),
        ['PTR', 'A'],
      );
      await showNotifications();
      await waitForText(`Replaced ${address} with mx.good.test, the host name that the DNS has for it`);
      await waitForText('this entry covers mail to addresses at mx.good.test.');
      await clickText('Use good.test Instead');
      await untilEqual(text, recordJson('Required', 'acme.example', 'good.test'));
      await untilEqual(() => rulesIn(uri), []);
      await show(uri);
      await vscode.commands.executeCommand('undo');
      await untilEqual(text, recordJson('Required', 'acme.example', 'mx.good.test'));
      await vscode.commands.executeCommand('undo');
      await untilEqual(text, recordJson('Required', 'acme.example', address));
    });

    itWithDriver('are reached by keyboard from the light bulb', async () => {
      const { uri, document, text } = await openWith(REVERSE_ADDRESSES.ipv6);
      await untilEqual(() => rulesIn(uri), ['ip-address-host']);
      await show(uri, rangeOf(document, REVERSE_ADDRESSES.ipv6).start);
      await openLightBulb(replaceTitle(REVERSE_ADDRESSES.ipv6));
      await press('Enter');
      await untilEqual(text, recordJson('Required', 'six.reverse.test'));
    });

    itWithDriver('let a person choose among several names, and take no other', async () => {
      const { uri, text } = await openWith(REVERSE_ADDRESSES.several);
      await replaceIn(uri, REVERSE_ADDRESSES.several);
      await waitForText('Host name of 198.51.100.250');
      for (const shown of ['one.reverse.test', 'two.reverse.test', 'leads back to 198.51.100.250'])
        await waitForText(shown);
      await waitForText('Covers only mail to addresses at reverse.test');
      await waitForText('registered domain of one.reverse.test and two.reverse.test');
      await type('mx.good');
      await waitForText('does not lead back to 198.51.100.250');
      await press('Enter');
      await press('Control+a');
      await type('two.rev');
      await waitForText('Covers only mail to addresses at two.reverse.test');
      assert.equal(text(), recordJson('Required', REVERSE_ADDRESSES.several));
      await press('Enter');
      await untilEqual(text, recordJson('Required', 'two.reverse.test'));
    });

    itWithDriver('change nothing when a person goes away', async () => {
      const { uri, text } = await openWith(REVERSE_ADDRESSES.several);
      const { done } = await replaceIn(uri, REVERSE_ADDRESSES.several);
      await waitForText('Host name of 198.51.100.250');
      await press('Escape');
      await done;
      assert.equal(text(), recordJson('Required', REVERSE_ADDRESSES.several));
    });

    for (const [what, message] of [
      ['unnamed', 'The DNS has no host name for 198.51.100.254. Nothing was changed.'],
      ['servfail', 'The DNS gave no answer about 198.51.100.252: the name server answered with code 2 (ESERVFAIL).'],
      ['unconfirmed', '"mx.good.test" does not lead back to 198.51.100.251.'],
      ['forwardServfail', '"fails.reverse.test" could not be looked up;'],
      // No link: `](` would make one, to any command.
      ['hostile', '"[repair] (command:workbench.action.quit).test" is not a host name'],
    ] as const)
      itWithDriver(`say what was found instead: ${what}`, async () => {
        const address = REVERSE_ADDRESSES[what];
        const { uri, text } = await openWith(address);
        await replaceIn(uri, address);
        await until('the message', async () => {
          await showNotifications();
          return (await isVisible(message)) ? true : undefined;
        });
        await waitForText('Enter the domain of the recipients.');
        assert.equal(text(), recordJson('Required', address));
      });

    itWithDriver('can be cancelled', async () => {
      const { uri, text } = await openWith(REVERSE_ADDRESSES.silent);
      await useNetwork({ ...labOptions(lab), deadlines: { dns: 60_000 } });
      const queries = lab.dnsQueries().length;
      const { done } = await replaceIn(uri, REVERSE_ADDRESSES.silent);
      await until('the question', () => (lab.dnsQueries().length > queries ? true : undefined));
      await showNotifications();
      await waitForText('Asking the DNS for the host name of 192.0.2.252');
      await clickText('Cancel');
      await done;
      assert.equal(text(), recordJson('Required', REVERSE_ADDRESSES.silent));
      assert.equal(await isVisible('gave no answer'), false);
      await useNetwork(labOptions(lab));
    });

    itWithDriver('follow the address where it has moved to', async () => {
      const address = REVERSE_ADDRESSES.several;
      const { uri, editor, text } = await openWith('acme.example', address);
      await replaceIn(uri, address);
      await waitForText('Host name of 198.51.100.250');
      await change(editor, '"acme.example"', '"globex.example",\n    "acme.example"');
      await press('Enter');
      await untilEqual(text, recordJson('Required', 'globex.example', 'acme.example', 'one.reverse.test'));
    });

    itWithDriver('change nothing where it is gone', async () => {
      const address = REVERSE_ADDRESSES.several;
      const { uri, editor, text } = await openWith('acme.example', address);
      await replaceIn(uri, address);
      await waitForText('Host name of 198.51.100.250');
      await change(editor, address, '198.51.100.9');
      await press('Enter');
      await until('the message', async () => {
        await showNotifications();
        return (await isVisible('so 198.51.100.250 cannot be replaced there')) ? true : undefined;
      });
      assert.equal(text(), recordJson('Required', 'acme.example', '198.51.100.9'));
    });

    it('work in the settings file', async () => {
      const inline = (domain: string): string =>
        settingsXml(
          restrict(true),
          element('tlsSetting', 'Required'),
          element('tlsDomains', `acme.example, ${domain}`),
        );
      const address = goodAddress();
      const { uri, text } = await open({ [SETTINGS]: inline(address) }, SETTINGS);
      await replaceIn(uri, address);
      await untilEqual(text, inline('mx.good.test'));
    });
  });

  describe('on a domain list', () => {
    const DOMAINS = ['good.test', 'no-starttls.test', 'equal-differ.test', 'null-mx.test'] as const;
    const SETTINGS_FILE = { [SETTINGS]: settingsXml(restrict(true)) };
    const openList = () => open({ [RECORD]: recordJson('Required', ...DOMAINS), ...SETTINGS_FILE });

    /** What is offered in the middle of a text. */
    async function offered(uri: vscode.Uri, at: string): Promise<vscode.CodeAction[]> {
      const { start } = rangeOf(await vscode.workspace.openTextDocument(uri), at);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        uri,
        new vscode.Range(start, start),
      );
      return actions.filter(({ title }) => /^(Preflight|Add|Remove .* would bounce)/.test(title));
    }

    /** The list holds the first. */
    async function preflight(uri: vscode.Uri, first: string, ...more: readonly string[]): Promise<void> {
      void vscode.commands.executeCommand('sfDeliverability.preflightDomain', [first, ...more]);
      await until('the results', async () => {
        const shown = titles(await offered(uri, first));
        return shown.length > 0 && !shown.some((title) => title.startsWith('Preflight')) ? true : undefined;
      });
    }

    const bounces = (uri: vscode.Uri): string[] => problemsIn(uri).filter((one) => one.includes('preflight-bounces'));

    it('offer a preflight where nothing is known, ask nothing for that, and nothing elsewhere', async () => {
      const { uri } = await openList();
      const queries = lab.dnsQueries().length;
      for (const place of ['restrictTlsToDomains', '"good.test"', 'null-mx'])
        await untilEqual(async () => titles(await offered(uri, place)), ['Preflight 4 domains']);
      assert.deepEqual(titles(await offered(uri, '"tlsSetting"')), []);
      assert.equal(lab.dnsQueries().length, queries);
    });

    it('preflight what has no result, and no more', async () => {
      const { uri } = await openList();
      await vscode.commands.executeCommand('notifications.clearAll');
      void vscode.commands.executeCommand('sfDeliverability.preflightDomain', 'good.test');
      await untilEqual(async () => titles(await offered(uri, '"good.test"')), ['Preflight 3 domains not checked yet']);
      const before = lab.dnsQueries().length;
      void follow(titled(await offered(uri, '"good.test"'), 'Preflight 3 domains not checked yet'));
      await untilEqual(() => bounces(uri).length, 2);
      const asked = lab.dnsQueries().slice(before);
      assert.ok(asked.some(({ name, type: kind }) => name === 'null-mx.test' && kind === 'MX'));
      await untilEqual(
        async () => titles(await offered(uri, '"good.test"')),
        ['Remove no-starttls.test and null-mx.test, whose mail would bounce under Required'],
      );
    });

    it('remove what bounces in one step, and the findings with it', async () => {
      const { uri, document, text } = await openList();
      await preflight(uri, ...DOMAINS);
      await untilEqual(() => bounces(uri).length, 2);
      const [action] = await offered(uri, '"good.test"');
      assert.ok(action);
      assert.equal(action.title, 'Remove no-starttls.test and null-mx.test, whose mail would bounce under Required');
      assert.equal(action.kind?.value, 'quickfix');
      await apply(action);
      assert.equal(text(), recordJson('Required', 'good.test', 'equal-differ.test'));
      await untilEqual(() => rulesIn(uri), ['preflight-depends']);
      await show(document.uri);
      await vscode.commands.executeCommand('undo');
      await untilEqual(text, recordJson('Required', ...DOMAINS));
    });

    it('take restriction and setting back with the last domain', async () => {
      const files = {
        [RECORD]: '{ "tlsSetting": "Required", "restrictTlsToDomains": "no-starttls.test, null-mx.test" }\n',
      };
      const { uri, text } = await open({ ...files, ...SETTINGS_FILE });
      await preflight(uri, 'no-starttls.test', 'null-mx.test');
      await apply(
        titled(
          await offered(uri, 'no-starttls'),
          'Remove no-starttls.test and null-mx.test, whose mail would bounce under Required, turn the restriction off and record Preferred',
        ),
      );
      assert.equal(text(), '{ "tlsSetting": "Preferred", "restrictTlsToDomains": "" }\n');
      assert.ok(project);
      const settings = await vscode.workspace.openTextDocument(project.uri(SETTINGS));
      assert.equal(settings.getText(), settingsXml(restrict(false)));
    });

    itWithDriver('add those of the domains that pass which a person leaves checked', async () => {
      const list = (...domains: readonly string[]): string => recordJson('RequiredVerify', ...domains);
      const { uri, text } = await open({ [RECORD]: list('good.test'), ...SETTINGS_FILE });
      await preflight(uri, 'good.test', 'tls12-only.test', 'self-signed.test', 'no-starttls.test', 'relay.test');
      const action = titled(await offered(uri, '"good.test"'), 'Add 2 domains that pass under Required Verify…');
      assert.equal(action.kind?.value, 'refactor');
      void follow(action);
      await waitForText('Add domains that pass');
      await press('ArrowDown');
      await press('Space');
      await press('Enter');
      await untilEqual(text, list('good.test', 'tls12-only.test'));
      await show(uri);
      await vscode.commands.executeCommand('undo');
      await untilEqual(text, list('good.test'));
    });

    it('work in the settings file', async () => {
      const inline = (...domains: readonly string[]): string =>
        settingsXml(restrict(true), element('tlsSetting', 'Required'), element('tlsDomains', domains.join(', ')));
      const { uri, text } = await open({ [SETTINGS]: inline('good.test', 'no-starttls.test') }, SETTINGS);
      await untilEqual(async () => titles(await offered(uri, 'good.test')), ['Preflight 2 domains']);
      void follow(titled(await offered(uri, 'good.test'), 'Preflight 2 domains'));
      await untilEqual(() => bounces(uri).length, 1);
      await apply(
        titled(await offered(uri, 'good.test'), 'Remove no-starttls.test, whose mail would bounce under Required'),
      );
      assert.equal(text(), inline('good.test'));
    });
  });
});
