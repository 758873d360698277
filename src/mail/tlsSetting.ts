import { closestWord } from '../text/closestWord.ts';

/** A TLS setting, spelled as in Salesforce's API. `Off` exists on email relays only. */
export type TlsSetting = 'Off' | 'Preferred' | 'Required' | 'PreferredVerify' | 'RequiredVerify';

/** What Setup > Deliverability offers. */
export const ORG_TLS_SETTINGS = [
  'Preferred',
  'Required',
  'PreferredVerify',
  'RequiredVerify',
] as const satisfies TlsSetting[];
export const TLS_SETTINGS = ['Off', ...ORG_TLS_SETTINGS] as const satisfies TlsSetting[];
export type OrgTlsSetting = (typeof ORG_TLS_SETTINGS)[number];

/** What holds under each setting. */
export const perSetting = <T>(of: (setting: TlsSetting) => T): Readonly<Record<TlsSetting, T>> => ({
  Off: of('Off'),
  Preferred: of('Preferred'),
  Required: of('Required'),
  PreferredVerify: of('PreferredVerify'),
  RequiredVerify: of('RequiredVerify'),
});

/** The label that people see in Setup. */
export function tlsSettingLabel(setting: TlsSetting): string {
  return setting.replace('Verify', ' Verify');
}

/** `RequiredVerify` from exactly that, and from nothing else. */
export function orgTlsSetting(text: string): OrgTlsSetting | undefined {
  return ORG_TLS_SETTINGS.find((setting) => setting === text);
}

/** The setting that somebody meant: API name or label, in any case, with blanks, `-` or `_` between the words. */
export function understoodTlsSetting(text: string): OrgTlsSetting | undefined {
  const plain = simplify(text);
  return ORG_TLS_SETTINGS.find((setting) => simplify(setting) === plain);
}

/** The same for an email relay, which may have TLS off as well. */
export const understoodRelayTlsSetting = (text: string): TlsSetting | undefined =>
  TLS_SETTINGS.find((setting) => simplify(setting) === simplify(text));

/** The setting whose name is most like the text; none for a word that is like no name. */
export const nearestTlsSetting = (text: string): OrgTlsSetting | undefined => nearest(text, ORG_TLS_SETTINGS);

/** The same for an email relay. */
export const nearestRelayTlsSetting = (text: string): TlsSetting | undefined => nearest(text, TLS_SETTINGS);

function nearest<T extends TlsSetting>(text: string, settings: readonly T[]): T | undefined {
  const found = closestWord(simplify(text), settings.map(simplify));
  return settings.find((setting) => simplify(setting) === found);
}

/** Settings that want TLS from every server: without any, a message bounces. */
export const bouncesWithoutTls = (setting: TlsSetting): boolean =>
  setting === 'Required' || setting === 'RequiredVerify';

/** Those, and `PreferredVerify`, under which a certificate that does not verify can make a message bounce. */
export const canBounceForTls = (setting: TlsSetting): boolean => setting !== 'Preferred' && setting !== 'Off';

const simplify = (text: string): string => text.toLowerCase().replace(/[\s_-]+/g, '');
