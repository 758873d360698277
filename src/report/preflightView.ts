import type { PreflightReport } from '../preflight/result.ts';
import type { TlsSetting } from '../tls/setting.ts';

/** An entry of the domain list or the command line that was not probed as it stands, and why; printable. */
export interface NotProbed {
  readonly entry: string;
  /** A sentence without its full stop, such as `an IP address, which no MX record leads to`. */
  readonly reason: string;
}

/** What every format of a preflight is made from. */
export interface PreflightView {
  readonly report: PreflightReport;
  /** The setting that the verdict is about. */
  readonly setting: TlsSetting;
  /** Named on the command line, taken from the record, or neither. */
  readonly settingSource: 'asked' | 'recorded' | 'default';
  readonly notProbed: readonly NotProbed[];
  /** Whole sentences that a reader must know before the results, such as that a lab played the domains; printable. */
  readonly notes: readonly string[];
  readonly generatedAt: Date;
  /** Where advice is followed: with options, or with settings and commands. Default: the command line. */
  readonly surface?: 'command line' | 'editor';
}
