import { expect, it } from 'vitest';
import { settingEffect } from '../../src/mail/settingEffect.ts';
import { ORG_TLS_SETTINGS } from '../../src/mail/tlsSetting.ts';

it.each([
  [
    'Preferred',
    'Mail is sent unencrypted if the server has no TLS, and is sent with TLS if its certificate is not valid. It does not protect against an attacker on the network, who can suppress TLS.',
  ],
  [
    'Required',
    'Mail bounces if the server has no TLS, and is sent with TLS if its certificate is not valid. It does not protect against an attacker who answers in place of the server.',
  ],
  [
    'PreferredVerify',
    "Mail is sent unencrypted if the server has no TLS, and bounces or is sent unencrypted if its certificate is not valid (Salesforce's documents disagree). It does not protect against an attacker on the network, who can suppress TLS.",
  ],
  ['RequiredVerify', 'Mail bounces if the server has no TLS, and bounces if its certificate is not valid.'],
] as const)('%s', (setting, expected) => {
  expect(settingEffect(setting)).toBe(expected);
});

it('tells the settings apart', () => {
  expect(new Set(ORG_TLS_SETTINGS.map(settingEffect)).size).toBe(ORG_TLS_SETTINGS.length);
});
