import { claimedDomain, type Kinship, networkOf } from '../sameClient.ts';
import type { CheckSession, Oddity } from '../session.ts';
import type { SessionVerdict } from '../verdict.ts';
import { type OrgTlsSetting, tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { counted, enumerated } from '../../output/words.ts';

/** What one session of the enforcement check says, in words, and no more than it says. */
export function sessionSentence(session: CheckSession, verdict: SessionVerdict): string {
  switch (verdict.kind) {
    case 'mail':
    case 'begun':
      return `${arrival(session, verdict)} ${consequence(verdict)}`;
    case 'withheld':
      return `${departure(session)} ${fitsOf(verdict)} ${reservation(session)}`;
    case 'nothing':
      return `${nothingSaid(session)} It says nothing about TLS.`;
    case 'cut':
      return `The session was ended here: ${session.cut ?? 'the check ended'}. It says nothing about TLS.`;
  }
}

/** What ties a client to one that brought mail; empty if nothing does. */
export function kinshipSentence(kinship: Kinship | undefined, session: CheckSession): string {
  switch (kinship) {
    case 'address':
      return 'It came from an address that sent test mail.';
    case 'network':
      return `It came from the network ${networkOf(session.address)}, which sent test mail.`;
    case 'name':
      return `It calls itself a host of ${claimedDomain(session) ?? ''}, as a client that sent test mail did; anyone can claim that.`;
    case undefined:
      return '';
  }
}

/** `Required and Required Verify` */
export const settingNames = (settings: readonly OrgTlsSetting[]): string => enumerated(settings.map(tlsSettingLabel));

function arrival({ messages, named, tls, mode }: CheckSession, { outcome }: SessionVerdict): string {
  const how = outcome === 'clear' ? 'unencrypted' : `with ${tls?.protocol ?? 'TLS'}`;
  const [message] = messages.filter((one) => one.tls === (outcome === 'tls'));
  if (!message) return `Test address ${named ?? 0} was named ${how}, but no complete message followed.`;
  const though = outcome === 'tls' && mode.serves === 'unverified' ? ', although the certificate is not valid' : '';
  return `Mail for test address ${message.address} arrived ${how} (${counted(message.size, 'byte')})${though}.`;
}

function consequence({ fits, contradicts }: SessionVerdict): string {
  if (contradicts.length === 0) return 'Every setting does this if the certificate is valid.';
  const not = `${settingNames(contradicts)} ${contradicts.length === 1 ? 'is' : 'are'} not enforced for its sender.`;
  if (fits.length === 0) return `${not} No setting of Salesforce is documented to act like that.`;
  return `${not} This is consistent with ${settingNames(fits)}.`;
}

function departure({ mode, starttls, endedBy }: CheckSession): string {
  const left = endedBy === 'quit' ? 'sent QUIT without MAIL FROM' : 'hung up without MAIL FROM';
  if (mode.serves === 'unverified') return `The client saw an invalid certificate and ${left}.`;
  if (starttls === 'failed') return `The TLS handshake failed, and the client ${left}.`;
  if (starttls === 'refused' && mode.name !== 'no-starttls') return `STARTTLS was refused, and the client ${left}.`;
  return `The client saw no STARTTLS and ${left}.`;
}

const fitsOf = ({ fits }: SessionVerdict): string => `This is consistent with ${settingNames(fits)}.`;

/** A client that leaves has not said for whom it came. */
const reservation = ({ mode }: CheckSession): string =>
  mode.name === 'no-starttls'
    ? 'Scanners do the same, so this alone proves nothing.'
    : 'A sender that allows unencrypted mail may connect again without TLS, and scanners do the same, so this alone proves nothing.';

const ODDITIES: Readonly<Record<Oddity, string>> = {
  'relay-attempt': 'The client had mail for another domain, and was refused.',
  'other-address':
    'The client had mail for another address of this domain, and was refused: check whether the test mail has the right address.',
  login: 'The client tried to log in.',
  'not-smtp': 'The client was not a mail client.',
  injection: 'The client sent commands before the TLS handshake; they were discarded.',
  'bad-command': 'The client sent something that is not an SMTP command.',
};
const ODDITY_ORDER = ['other-address', 'relay-attempt', 'login', 'not-smtp', 'injection', 'bad-command'] as const;

function nothingSaid(session: CheckSession): string {
  const odd = ODDITY_ORDER.find((one) => session.oddities.includes(one));
  if (odd) return ODDITIES[odd];
  const { reached, hello, extended, mode, starttls } = session;
  if (reached.clear !== 'nothing' || reached.tls !== 'nothing') return 'The client named a sender and no recipient.';
  if (hello === undefined) return 'The client left without EHLO.';
  if (!extended) return 'The client sent HELO, so the server did not offer STARTTLS.';
  if (mode.serves === 'verified') return 'The client left without MAIL FROM, although TLS was fine.';
  if (starttls === 'abandoned') return 'The connection ended during the TLS handshake, without a reason.';
  return starttls === 'not-asked' ? 'The client left without STARTTLS.' : 'The client left.';
}
