import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  api,
  diagnosticOf,
  diagnosticsOf,
  folder,
  problemsIn,
  RECORD,
  ruleOf,
  SCRATCH,
  SETTINGS,
  untilEqual,
  withSetting,
} from './support.ts';

/** What a person sees of the sample who has opened none of its files. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  [SETTINGS]: [
    '13 Error boolean-value "True"',
    '15 Information tls-failures-unseen "false"',
    '16 Error domains-not-restricted "false"',
    '19 Error element-removed "enableSetMatchingEmailsOnBounce"',
  ],
  [RECORD]: [
    '3 Error domains-not-restricted "restrictTlsToDomains"',
    '6 Warning wildcard-misses-apex ""*.globex.example""',
    '7 Hint domain-form ""Initech.example""',
    '8 Error ip-address-host ""192.0.2.25""',
    '9 Error domain-syntax ""orders@hooli.example""',
    '10 Warning domain-duplicate ""mail.acme.example""',
  ],
  [SCRATCH]: [
    '10 Error sender-id-needs-spf "true"',
    '12 Error boolean-value ""true""',
    '13 Error unknown-element "enableEnhancedEmail"',
  ],
};

const inSample = (file: string): vscode.Uri => vscode.Uri.joinPath(folder(), file);

const allOurs = (): string[] =>
  vscode.languages
    .getDiagnostics()
    .filter(([, all]) => all.some(({ source }) => source === 'sf-deliverability'))
    .map(([uri]) => vscode.workspace.asRelativePath(uri))
    .sort();

describe('the diagnostics of the sample, of which no file is open', () => {
  before(async () => {
    await (await api()).ready();
  });

  it('need no open file', () => {
    const open = vscode.workspace.textDocuments.filter(({ uri }) => uri.path.startsWith(folder().path));
    assert.deepEqual(
      open.map(({ uri }) => uri.path),
      [],
    );
  });

  for (const [file, expected] of Object.entries(EXPECTED))
    it(`are exactly these in ${file}`, async () => {
      await untilEqual(() => problemsIn(inSample(file)), [...expected]);
    });

  it('are in no other file', () => {
    assert.deepEqual(allOurs(), Object.keys(EXPECTED).sort());
  });

  it('link to the page of their rule, in the extension itself', () => {
    for (const file of Object.keys(EXPECTED))
      for (const one of diagnosticsOf(inSample(file))) {
        assert.ok(typeof one.code === 'object');
        assert.equal(
          one.code.target.toString(),
          `${vscode.env.uriScheme}://sf-deliverability.sf-deliverability/rules/${ruleOf(one)}`,
        );
      }
  });

  it('stand in both files that share a fault, and point to each other', () => {
    const inSettings = diagnosticOf(inSample(SETTINGS), 'domains-not-restricted');
    const inRecord = diagnosticOf(inSample(RECORD), 'domains-not-restricted');
    assert.equal(inSettings.message, inRecord.message);
    assert.equal(
      inSettings.message,
      'Mail to every domain without TLS bounces: the domain list is not in force because enableRestrictTlsToDomains is false. Set it to true.',
    );
    assert.deepEqual(relatedTo(inSettings), [`${RECORD}:3 the domain list`]);
    assert.deepEqual(relatedTo(inRecord), [`${SETTINGS}:16 where it must change`]);
    assert.ok(inSettings.relatedInformation?.[0]?.location.range.isEqual(inRecord.range));
    assert.ok(inRecord.relatedInformation?.[0]?.location.range.isEqual(inSettings.range));
  });

  it('point to what they have to do with', () => {
    assert.deepEqual(relatedTo(diagnosticOf(inSample(SETTINGS), 'tls-failures-unseen')), [
      `${RECORD}:2 the TLS setting is Required`,
    ]);
    assert.deepEqual(relatedTo(diagnosticOf(inSample(RECORD), 'domain-duplicate')), [`${RECORD}:5 the other entry`]);
    assert.deepEqual(relatedTo(diagnosticOf(inSample(RECORD), 'ip-address-host')), []);
  });

  it('are faded out or struck through where that says more', () => {
    assert.deepEqual(diagnosticOf(inSample(SETTINGS), 'element-removed').tags, [vscode.DiagnosticTag.Deprecated]);
    assert.deepEqual(diagnosticOf(inSample(RECORD), 'domain-duplicate').tags, [vscode.DiagnosticTag.Unnecessary]);
    assert.equal(diagnosticOf(inSample(RECORD), 'ip-address-host').tags, undefined);
  });

  it('go with sfDeliverability.enable and come back', async () => {
    await withSetting('sfDeliverability.enable', false, () => untilEqual(allOurs, []));
    await untilEqual(allOurs, Object.keys(EXPECTED).sort());
    assert.deepEqual(problemsIn(inSample(SETTINGS)), EXPECTED[SETTINGS]);
  });
});

function relatedTo({ relatedInformation }: vscode.Diagnostic): string[] {
  return (relatedInformation ?? []).map(
    ({ location, message }) =>
      `${vscode.workspace.asRelativePath(location.uri)}:${location.range.start.line + 1} ${message}`,
  );
}
