import { describe, expect, it } from 'vitest';
import { dialogueOf, panelMessage, restoredScope } from '../../../../src/editor/preflight/panel/messages.ts';

describe('a message of the report page', () => {
  it.each([
    [{ action: 'ready' }],
    [{ action: 'check', target: 'acme.example' }],
    [{ action: 'remove', target: 'relay.acme.example:587' }],
    [{ action: 'dialogue', target: 'acme.example', host: 'mx.acme.example', address: '192.0.2.1' }],
  ])('%j is taken', (message) => {
    expect(panelMessage(message)).toEqual(message);
  });

  it.each([
    [undefined],
    ['ready'],
    [{}],
    [{ action: 'run' }],
    [{ action: 'check' }],
    [{ action: 'check', target: 1 }],
    [{ action: 'check', target: '' }],
    [{ action: 'add', target: 'a'.repeat(301) }],
    [{ action: 'dialogue', target: 'acme.example' }],
    [{ action: { toString: (): string => 'ready' } }],
  ])('%j is not', (message) => {
    expect(panelMessage(message)).toBeUndefined();
  });

  it('keeps nothing that was not asked for', () => {
    expect(panelMessage({ action: 'ready', html: '<b>' })).toEqual({ action: 'ready' });
  });
});

describe('the scope of a panel that is restored', () => {
  const RECORD = 'file:///acme/config/email-deliverability.json';
  const targets = [{ kind: 'domain', domain: 'acme.example' }];
  it.each([
    [{ kind: 'project', record: RECORD }],
    [{ kind: 'targets', targets }],
    [{ kind: 'targets', targets: [{ kind: 'relay', host: '2001:db8::1', port: 25 }], record: RECORD }],
  ])('%j', (scope) => {
    expect(restoredScope({ scope, open: [], top: 1 })).toEqual(scope);
  });

  it.each([
    [undefined],
    [{}],
    [{ scope: null }],
    [{ scope: { kind: 'project' } }],
    [{ scope: { kind: 'targets', targets: [{ kind: 'domain', domain: 'no host name' }] } }],
    [{ scope: { kind: 'targets', targets: [{ kind: 'relay', host: 'relay.example', port: 0 }] } }],
    [{ scope: { kind: 'targets', targets: Array(2001).fill(targets[0]) } }],
  ])('nothing else, case %#', (state) => {
    expect(restoredScope(state)).toBeUndefined();
  });
});

describe('the address of a dialogue', () => {
  it('names one', () => {
    const dialogue = { target: 'a.example', host: 'mx.a.example', address: '192.0.2.1' };
    expect(dialogueOf(JSON.stringify(dialogue))).toEqual(dialogue);
  });
  it.each([[''], ['{'], ['[]'], ['{"target": "a.example"}'], ['null']])('%j names none', (query) => {
    expect(dialogueOf(query)).toBeUndefined();
  });
});
