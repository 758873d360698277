import type { PreflightReport } from '../preflight/result.ts';
import type { PreflightTarget } from '../preflight/run.ts';
import type { TlsSetting } from '../tls/setting.ts';

/** An entry of the domain list or the command line, or a relay, that was not probed as it stands, and why; printable. */
export interface NotProbed {
  readonly entry: string;
  /** A sentence without its full stop, such as `an IP address, which no MX record leads to`. */
  readonly reason: string;
}

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

/** What a preflight probes, and what is said before a server is asked. */
export interface PreflightPlan {
  readonly targets: readonly PreflightTarget[];
  readonly notProbed: readonly NotProbed[];
  /** Settings that differ from the one that most are judged under, by the name of the result. */
  readonly own: ReadonlyMap<string, Judged>;
  readonly notes: readonly string[];
}

/** What every format of a preflight is made from. */
export interface PreflightView {
  readonly report: PreflightReport;
  /** The setting that the verdict is about, but for results with one of their own. */
  readonly setting: TlsSetting;
  readonly settingSource: JudgedSource;
  /** Results that are judged under another setting, by their names: `relay.example.com:587`. */
  readonly own?: ReadonlyMap<string, Judged>;
  readonly notProbed: readonly NotProbed[];
  /** Whole sentences that a reader must know before the results, such as that a lab played the domains; printable. */
  readonly notes: readonly string[];
  readonly generatedAt: Date;
  /** Where advice is followed: with options, or with settings and commands. Default: the command line. */
  readonly surface?: 'command line' | 'editor';
}
