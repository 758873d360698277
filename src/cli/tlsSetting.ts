import { nearestTlsSetting, TLS_SETTINGS, type TlsSetting, understoodTlsSetting } from '../mail/tlsSetting.ts';
import { UsageError } from './io.ts';

/** `Off`, and whatever is understood in a record. @throws UsageError for anything else */
export function askedSetting(text: string): TlsSetting {
  if (/^\s*off\s*$/i.test(text)) return 'Off';
  const found = understoodTlsSetting(text);
  if (found) return found;
  const nearest = nearestTlsSetting(text);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw new UsageError(`--tls-setting takes one of ${TLS_SETTINGS.join(', ')}, not ${text}${hint}`);
}

/** Under the others no mail bounces for lack of TLS. */
export const bounces = (setting: TlsSetting): boolean => setting !== 'Preferred' && setting !== 'Off';
