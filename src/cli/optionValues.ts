import { TLS_SETTINGS, type TlsSetting, canBounceForTls } from '../mail/tlsSetting.ts';
import { UsageError } from './io.ts';
import { askedSetting } from './tlsSetting.ts';

/** What several commands read in the same way. */

/** A whole number in a range, as `read` of an option. @throws UsageError for anything else */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string, option: string): number => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
    if (number >= least && number <= most) return number;
    throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not ${text}`);
  };

/** `66` or `66.0`. @throws UsageError for anything else */
export function apiVersion(text: string, option: string): number {
  const match = /^(\d{2,3})(\.0)?$/.exec(text);
  if (!match) throw new UsageError(`${option} takes a number such as 66, not ${text}`);
  return Number(match[1]);
}

export const RECORD_OPTION = {
  value: 'PATH',
  unset: 'config/email-deliverability.json',
  help: 'path of the deliverability file in the project',
} as const;

export const TLS_SETTING_OPTION = {
  value: 'SETTING',
  choices: TLS_SETTINGS,
  unset: 'the one in the deliverability file, or Required',
  read: askedSetting,
} as const;

/** From which outcome of mail on an exit code is 1; each command says what counts. */
export type FailOn = 'bounce' | 'depends' | 'unknown' | 'never';

/** Preferred and Off make no mail bounce for TLS, so what bounces there does so with or without a switch. */
export const failOnUnder = (setting: TlsSetting): FailOn => (canBounceForTls(setting) ? 'bounce' : 'never');

const WITHOUT_BOUNCE = TLS_SETTINGS.filter((setting) => !canBounceForTls(setting));
export const FAIL_ON_UNSET = `bounce; never under ${WITHOUT_BOUNCE.join(' and ')}`;
