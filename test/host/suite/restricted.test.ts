import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('Restricted Mode', () => {
  it('applies to the opened folder', () => {
    assert.equal(vscode.workspace.isTrusted, false);
  });

  it('leaves the extension enabled', async () => {
    const extension = vscode.extensions.getExtension('sf-deliverability.sf-deliverability');
    assert.ok(extension, 'disabled: package.json does not declare capabilities.untrustedWorkspaces');
    await extension.activate();
  });
});
