import { nearestTlsSetting, TLS_SETTINGS, type TlsSetting, understoodTlsSetting } from '../mail/tlsSetting.ts';
import { UsageError } from './io.ts';

/** `Off`, and whatever is understood in a record. @throws UsageError for anything else */
export function askedSetting(text: string, option: string): TlsSetting {
  if (/^\s*off\s*$/i.test(text)) return 'Off';
  const found = understoodTlsSetting(text);
  if (found) return found;
  const nearest = nearestTlsSetting(text);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  throw new UsageError(`${option} takes one of ${TLS_SETTINGS.join(', ')}, not ${text}${hint}`);
}
