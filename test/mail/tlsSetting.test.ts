import { describe, expect, it } from 'vitest';
import { closestWord } from '../../src/text/closestWord.ts';
import { outcomes } from '../../src/mail/outcome.ts';
import {
  nearestTlsSetting,
  orgTlsSetting,
  TLS_SETTINGS,
  tlsSettingLabel,
  understoodTlsSetting,
} from '../../src/mail/tlsSetting.ts';

describe('TLS settings', () => {
  it.each([
    ['Required', 'Required', 'Required'],
    ['Required Verify', undefined, 'RequiredVerify'],
    ['required-verify', undefined, 'RequiredVerify'],
    [' PREFERRED ', undefined, 'Preferred'],
    ['Off', undefined, undefined],
    ['', undefined, undefined],
    ['Requird', undefined, undefined],
  ])('%j is exactly %s and means %s', (text, exact, meant) => {
    expect(orgTlsSetting(text)).toBe(exact);
    expect(understoodTlsSetting(text)).toBe(meant);
  });

  it.each([
    ['Requird', 'Required'],
    ['RequiredVerfy', 'RequiredVerify'],
    ['Prefered Verify', 'PreferredVerify'],
    ['Off', undefined],
    ['x'.repeat(10_000), undefined],
    ['Mandatory', undefined],
  ])('%j is nearest to %s', (text, expected) => {
    expect(nearestTlsSetting(text)).toBe(expected);
  });

  it('have the labels of Setup', () => {
    expect(TLS_SETTINGS.map(tlsSettingLabel)).toEqual([
      'Off',
      'Preferred',
      'Required',
      'Preferred Verify',
      'Required Verify',
    ]);
  });
});

describe('outcome table', () => {
  it.each([
    ['Off', 'clear', 'clear', 'clear'],
    ['Preferred', 'clear', 'tls', 'tls'],
    ['Required', 'bounce', 'tls', 'tls'],
    ['PreferredVerify', 'clear', 'bounce clear', 'tls'],
    ['RequiredVerify', 'bounce', 'bounce', 'tls'],
  ] as const)('%s: no TLS %s, unverified %s, verified %s', (setting, none, unverified, verified) => {
    expect((['none', 'unverified', 'verified'] as const).map((server) => outcomes(setting, server).join(' '))).toEqual([
      none,
      unverified,
      verified,
    ]);
  });
});

describe('closest word', () => {
  it.each([
    ['enableHtmlMail', ['enableHtmlEmail', 'enableSendViaGmailPref'], 'enableHtmlEmail'],
    ['somethingElse', ['enableHtmlEmail'], undefined],
    ['ab', ['xy', 'ab'], 'ab'],
    ['', ['a'], undefined],
  ])('to %s of %j is %s', (text, words, expected) => {
    expect(closestWord(text, words)).toBe(expected);
  });
});
