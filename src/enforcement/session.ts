import type { ServerTls } from '../mail/outcome.ts';

/*
 * What the enforcement check's server sees of a client. Nothing of a message is in here but its size and the headers
 * that were asked for, and of an envelope sender only the domain.
 */

/** How the server behaved in a session. */
export interface ModeFacts {
  /** `no-starttls` */
  readonly name: string;
  /** Behind "The server": `does not offer STARTTLS`. */
  readonly about: string;
  /** What a sender finds, as far as a TLS setting is concerned. */
  readonly serves: ServerTls;
  /** A sender may have the missing intermediate certificate from elsewhere, and then the certificate is valid. */
  readonly completable?: true;
}

/** How far a client went: nothing, MAIL FROM, our address as a recipient, a whole message. */
export type Reached = 'nothing' | 'sender' | 'recipient' | 'message';

export interface TakenMessage {
  /** Which of the run's addresses it was for, counted from 1. */
  readonly address: number;
  /** Bytes. */
  readonly size: number;
  readonly tls: boolean;
  /** Only those that were asked for, bounded and printable. */
  readonly headers: readonly { readonly name: string; readonly value: string }[];
}

/** What no mail server that has mail for us does. */
export type Oddity = 'relay-attempt' | 'other-address' | 'login' | 'not-smtp' | 'injection' | 'bad-command';

/**
 * `broken-off`: the server did that, as its mode demands. `version`: there was no common TLS version. `certificate`: the
 * client refused the certificate with an alert. `alert`: the client sent another alert. `other`: anything else, such as
 * bytes that are not TLS.
 */
export type HandshakeFailure = 'broken-off' | 'version' | 'certificate' | 'alert' | 'other';

export interface CheckSession {
  /** Counted from 1. */
  readonly number: number;
  /** Milliseconds since 1970, as `endedAt`. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** The client's. */
  readonly address: string;
  /** The server's. */
  readonly port: number;
  readonly mode: ModeFacts;
  /** What the client called itself, printable; anybody can claim any name. */
  readonly hello: string | undefined;
  /** It said EHLO, and so was told whether there is STARTTLS. */
  readonly extended: boolean;
  /** `abandoned`: the connection ended in the handshake, and nobody said why. */
  readonly starttls: 'not-asked' | 'refused' | 'abandoned' | 'failed' | 'done';
  readonly tls:
    { readonly protocol: string; readonly cipher: string; readonly serverName: string | undefined } | undefined;
  /** Why the handshake failed, as far as it is known; undefined unless `starttls` is `failed`. */
  readonly failure: HandshakeFailure | undefined;
  /** The same in OpenSSL's words. */
  readonly tlsError: string | undefined;
  readonly reached: { readonly clear: Reached; readonly tls: Reached };
  /** The run's address that was named as a recipient, counted from 1, with no whole message after it. */
  readonly named: number | undefined;
  readonly senderDomain: string | undefined;
  readonly messages: readonly TakenMessage[];
  /** The verbs, without what stood behind them; the first fifty. */
  readonly commands: readonly string[];
  readonly oddities: readonly Oddity[];
  /** `cut`: the server ended it, for `cut`. `stopped`: the check ended before the session did. */
  readonly endedBy: 'quit' | 'client' | 'cut' | 'stopped';
  readonly cut: string | undefined;
  /** The check itself played the sender; absent in a check of an org. */
  readonly simulated?: true;
}

/** A recipient that the check made up. */
export interface TestAddress {
  /** Counted from 1. */
  readonly number: number;
  readonly address: string;
  /** Before that nobody knew it. */
  readonly givenAt: number;
  /** How the server behaved when the address was given out. */
  readonly mode: ModeFacts;
}
