import type { PreflightView } from '../report/preflightView.ts';
import { printable } from '../text/printable.ts';
import { nearestTlsSetting, TLS_SETTINGS, type TlsSetting, understoodTlsSetting } from '../tls/setting.ts';
import { UsageError } from './io.ts';
import type { ProjectRecord } from './preflightProject.ts';

/** The setting that a verdict is about, and what must be said of it. */
export interface JudgedSetting {
  readonly setting: TlsSetting;
  readonly settingSource: PreflightView['settingSource'];
  readonly notes: readonly string[];
}

/** @throws UsageError if several are recorded and none was asked for */
export function judgedSetting(asked: TlsSetting | undefined, record: ProjectRecord | undefined): JudgedSetting {
  if (asked) return { setting: asked, settingSource: 'asked', notes: [] };
  const [recorded, ...others] = record?.settings ?? [];
  if (others.length > 0)
    throw new UsageError(
      `the project records several TLS settings (${record?.settings.join(', ')}): choose with --tls-setting`,
    );
  if (recorded) return { setting: recorded, settingSource: 'recorded', notes: [] };
  const [wrong] = record?.notSettings ?? [];
  const why =
    wrong === undefined
      ? 'No TLS setting was asked for or recorded'
      : `The recorded TLS setting ${printable(wrong, 40)} is none`;
  return { setting: 'Required', settingSource: 'default', notes: [`${why}: judged under Required.`] };
}

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
