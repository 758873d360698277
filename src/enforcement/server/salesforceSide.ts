import { judgeChain, judgeName } from '../../preflight/probe/tls/certificate.ts';
import { leafOf, type TlsPeer } from '../../preflight/probe/tls/peer.ts';
import { type Connection, helloFor, openConnection } from '../../preflight/probe/connection.ts';
import { transcript } from '../../preflight/probe/untrustedText.ts';
import { offersStartTls } from '../../preflight/probe/replies.ts';
import type { Reply } from '../../preflight/probe/replyReader.ts';
import type { TrustStore } from '../../preflight/probe/tls/trust.ts';
import { type OrgTlsSetting, tlsSettingLabel } from '../../mail/tlsSetting.ts';
import type { Endpoint } from '../../lab/sockets.ts';

/*
 * Plays Salesforce's side of a delivery: a real SMTP client that does under each TLS setting what Salesforce documents.
 * Where the documents disagree, under PreferredVerify, there are two players. Texts are those of the Email Log.
 */

export interface Player {
  readonly setting: OrgTlsSetting;
  /** Where a certificate that does not verify leads to under PreferredVerify. */
  readonly reading?: 'Help' | 'EmailRelay reference';
}

export const PLAYERS: readonly Player[] = [
  { setting: 'Preferred' },
  { setting: 'Required' },
  { setting: 'PreferredVerify', reading: 'Help' },
  { setting: 'PreferredVerify', reading: 'EmailRelay reference' },
  { setting: 'RequiredVerify' },
];

export const playerName = ({ setting, reading }: Player): string =>
  reading === undefined ? tlsSettingLabel(setting) : `${tlsSettingLabel(setting)} as in ${reading}`;

export interface Mailing {
  readonly to: Endpoint;
  /** The server's name, which its certificate must bear. */
  readonly host: string;
  readonly domain: string;
  readonly recipient: string;
  readonly trust: TrustStore;
  readonly signal: AbortSignal;
}

export type Delivery =
  | { readonly kind: 'delivered'; readonly tls: boolean }
  /** Tried again later, up to 24 hours. */
  | { readonly kind: 'deferred'; readonly text: string };

const DEADLINE_MS = 20_000;
const OWN_NAME = 'mta.simulated.test';
const MESSAGE = ['From: <admin@simulated.test>', 'Subject: Enforcement check', '', 'A test.', '.'];

const deferred = (text: string): Delivery => ({ kind: 'deferred', text });
const NOT_ADVERTISED = deferred('451 4.7.6 [internal] STARTTLS required but not advertised');
const FAILED = deferred('451 4.7.5 [internal] TLS negotiation failed');
const NOT_SIGNED = deferred('451 4.7.5 [internal] remote node SSL certificate not signed by a valid CA');

/** One try. @throws only the reason of the signal */
export async function deliver(player: Player, mailing: Mailing): Promise<Delivery> {
  const first = await attempt(player, mailing, true);
  return first === 'in-clear' ? finished(await attempt(player, mailing, false)) : first;
}

/** `in-clear`: try again without TLS, on a connection of its own. */
type Attempt = Delivery | 'in-clear';

const finished = (attempted: Attempt): Delivery => (attempted === 'in-clear' ? FAILED : attempted);

async function attempt(player: Player, mailing: Mailing, tls: boolean): Promise<Attempt> {
  const opened = await openConnection(mailing.to, DEADLINE_MS, mailing.signal, transcript());
  if (opened.kind !== 'connected') return deferred('451 4.4.1 [internal] connection failed');
  const { connection } = opened;
  try {
    const attempted = await speak(player, mailing, connection, tls);
    await connection.quit(DEADLINE_MS);
    return attempted;
  } finally {
    connection.close();
  }
}

async function speak(player: Player, mailing: Mailing, connection: Connection, tls: boolean): Promise<Attempt> {
  const strict = player.setting === 'Required' || player.setting === 'RequiredVerify';
  const greeting = await connection.reply(DEADLINE_MS);
  const hello = greeting.kind === 'reply' ? await ask(connection, `EHLO ${OWN_NAME}`) : undefined;
  if (hello?.code !== 250) return deferred('451 4.4.2 [internal] no answer');
  const offered = offersStartTls(hello);
  if (!tls || !offered) return strict ? NOT_ADVERTISED : send(mailing, connection, false);
  if ((await ask(connection, 'STARTTLS'))?.code !== 220) return strict ? FAILED : send(mailing, connection, false);
  const shaken = await connection.secure(helloFor(mailing.host, mailing.trust.context), DEADLINE_MS);
  if (shaken.kind !== 'tls') return strict ? FAILED : 'in-clear';
  if (!accepts(player, shaken.peer, mailing)) return player.reading === 'Help' ? 'in-clear' : NOT_SIGNED;
  if ((await ask(connection, `EHLO ${OWN_NAME}`))?.code !== 250) return FAILED;
  return send(mailing, connection, true);
}

/** Only the settings with Verify look at the certificate. */
function accepts({ setting }: Player, peer: TlsPeer, { host, domain, trust }: Mailing): boolean {
  if (setting === 'Preferred' || setting === 'Required') return true;
  return judgeChain(peer, trust, Date.now()).trusted && judgeName(leafOf(peer), host, domain).matches === 'host';
}

async function send({ recipient }: Mailing, connection: Connection, tls: boolean): Promise<Delivery> {
  const commands = ['MAIL FROM:<bounce@simulated.test>', `RCPT TO:<${recipient}>`, 'DATA', MESSAGE.join('\r\n')];
  for (const command of commands) {
    const reply = await ask(connection, command);
    if (!reply || reply.code >= 400) return deferred(reply?.lines.join(' ') ?? 'no answer');
  }
  return { kind: 'delivered', tls };
}

async function ask(connection: Connection, command: string): Promise<Reply | undefined> {
  connection.send(command);
  const received = await connection.reply(DEADLINE_MS);
  return received.kind === 'reply' ? received.reply : undefined;
}
