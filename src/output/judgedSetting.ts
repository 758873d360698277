import { tlsSettingLabel, type TlsSetting } from '../mail/tlsSetting.ts';

export const SOURCE_WORDS: Readonly<Record<JudgedSource, string>> = {
  asked: '--tls-setting',
  recorded: 'from your file',
  default: 'assumed',
  relay: "relay's setting",
  unlisted: 'not listed',
};

/** What stands behind a setting in brackets; nothing where it is plain which one is meant. */
export const sourceMark = (source: JudgedSource, targets: 'one' | 'several' = 'one'): string => {
  if (source === 'asked' || source === 'default') return '';
  return `(${source === 'relay' && targets === 'several' ? "relays' settings" : SOURCE_WORDS[source]})`;
};

/** `Required Verify (from your file)` */
export const settingText = ({ setting, settingSource }: JudgedView): string =>
  judgedText({ setting, source: settingSource });

/** @param targets whether it is said of one domain or relay, or of several */
export const judgedText = ({ setting, source }: Judged, targets: 'one' | 'several' = 'one'): string =>
  `${tlsSettingLabel(setting)} ${sourceMark(source, targets)}`.trimEnd();

/** The setting that a verdict is about, and where it comes from. */
export interface Judged {
  readonly setting: TlsSetting;
  readonly source: JudgedSource;
}

export type JudgedSource =
  /** Named on the command line. */
  | 'asked'
  /** The org's, taken from the record. */
  | 'recorded'
  /** Neither: the question is what a switch would do. */
  | 'default'
  /** The relay's own. */
  | 'relay'
  /** Preferred, since the org's setting is restricted to domains and this is none of them. */
  | 'unlisted';

/** The part of a view that says what its verdict is about. */
export interface JudgedView {
  readonly setting: TlsSetting;
  readonly settingSource: JudgedSource;
}
