import type { ListState } from '../project/routing/listState.ts';
import type { PreflightReport } from './result.ts';
import type { PreflightTarget } from './probe/run.ts';
import type { TlsSetting } from '../mail/tlsSetting.ts';
import type { Judged, JudgedSource } from '../output/judgedSetting.ts';

/** An entry of the domain list or the command line, or a relay, that was not probed as it stands, and why; printable. */
export interface NotProbed {
  readonly entry: string;
  /** A sentence without its full stop, such as `an IP address, which no MX record leads to`. */
  readonly reason: string;
}

/** What a preflight probes, and what is said before a server is asked. */
export interface PreflightPlan {
  readonly targets: readonly PreflightTarget[];
  readonly notProbed: readonly NotProbed[];
  /** Settings that differ from the one that most are judged under, by the name of the result. */
  readonly settingByName: ReadonlyMap<string, Judged>;
  readonly notes: readonly string[];
}

/** What every format of a preflight is made from. */
export interface PreflightView {
  readonly report: PreflightReport;
  /** The setting that the verdict is about, but for results with one of their own. */
  readonly setting: TlsSetting;
  readonly settingSource: JudgedSource;
  /** Results that are judged under another setting, by their names: `relay.example.com:587`. */
  readonly settingByName?: ReadonlyMap<string, Judged>;
  /** Whether the project's domain list is in force; absent where no project was asked or it says nothing. */
  readonly list?: ListState | undefined;
  readonly notProbed: readonly NotProbed[];
  /** Whole sentences that a reader must know before the results, such as that a lab played the domains; printable. */
  readonly notes: readonly string[];
  readonly generatedAt: Date;
  /** Where advice is followed: with options, or with settings and commands. Default: the command line. */
  readonly surface?: 'command line' | 'editor';
}
