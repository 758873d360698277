export type MutableSession = { -readonly [key in keyof SmtpSession]: SmtpSession[key] } & {
  readonly commands: string[];
};

/** What one client did. */
export interface SmtpSession {
  readonly host: string;
  readonly port: number;
  readonly startedAt: number;
  /** Connections to this host and port that were open when this one came, itself included. */
  readonly simultaneous: number;
  /** Command lines as they came, unencrypted or inside TLS; the first hundred, shortened. */
  readonly commands: readonly string[];
  /** Sent something before the banner was complete (RFC 5321 §4.3.1 forbids it). */
  readonly spokeEarly: boolean;
  /** The TLS version, once the handshake is done. */
  readonly tls: string | undefined;
  /** The name that the client asked for in the handshake (RFC 6066 §3). */
  readonly serverName: string | undefined;
  readonly endedBy: 'open' | 'client' | 'server' | 'lab';
}
