import { claimedDomain, type Kinship, networkOf } from '../sameClient.ts';
import type { CheckSession, Oddity } from '../session.ts';
import type { SessionVerdict } from '../verdict.ts';
import { type OrgTlsSetting, tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { counted, enumerated } from '../../output/words.ts';
import { marked } from './simulated.ts';

/** What one session of the enforcement check says, in words, and no more than it says. */
export const sessionSentence = (session: CheckSession, verdict: SessionVerdict): string =>
  marked(unmarkedSentence(session, verdict), verdict);

function unmarkedSentence(session: CheckSession, verdict: SessionVerdict): string {
  switch (verdict.kind) {
    case 'mail':
    case 'begun':
      return `${arrival(session, verdict)} ${consequence(session, verdict)}`;
    case 'withheld':
      return `${departure(session)} ${fitsOf(verdict)} ${reservation(session)}`;
    case 'nothing':
      return `${nothingSaid(session)} ${SILENT}`;
    case 'cut':
      return `The session was ended here: ${session.cut ?? 'the check ended'}. ${SILENT}`;
  }
}

const SILENT = 'It says nothing about a TLS setting.';

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
  if (!message) {
    // A message for it may have come in another way.
    const number = named ?? messages[0]?.address ?? 0;
    return `Test address ${number} was named as a recipient ${how}, and no complete message followed ${how}.`;
  }
  const though = outcome === 'tls' && mode.serves === 'unverified' ? `, although ${fault(mode)}` : '';
  return `Mail for test address ${message.address} arrived ${how} (${counted(message.size, 'byte')})${though}.`;
}

const fault = ({ completable }: CheckSession['mode']): string =>
  completable === true ? 'the intermediate certificate was not sent' : 'the certificate is not valid';

function consequence({ mode }: CheckSession, { fits, contradicts, oldTls }: SessionVerdict): string {
  if (oldTls === true)
    return 'Its sender does not require TLS 1.2 or newer. TLS was used, so this rules out no TLS setting.';
  if (contradicts.length === 0 && mode.completable === true)
    return 'A sender that has the intermediate certificate from elsewhere sees a valid certificate, so this rules out no TLS setting.';
  if (contradicts.length === 0)
    return 'Every TLS setting, Preferred too, sends mail like this to a server with a valid certificate, so this rules out none.';
  const not = `${settingNames(contradicts)} ${contradicts.length === 1 ? 'is' : 'are'} not enforced for its sender.`;
  if (fits.length === 0) return `${not} No setting of Salesforce is documented to act like that.`;
  return `${not} This is consistent with ${settingNames(fits)}.`;
}

function departure(session: CheckSession): string {
  const { mode, starttls, endedBy } = session;
  if (starttls === 'failed') return `${handshakeFailure(session)} No MAIL FROM followed.`;
  const left = endedBy === 'quit' ? 'sent QUIT without MAIL FROM' : 'hung up without MAIL FROM';
  if (mode.serves === 'unverified') return `The client saw an invalid certificate and ${left}.`;
  if (starttls === 'refused' && mode.name !== 'no-starttls') return `STARTTLS was refused, and the client ${left}.`;
  return `The client saw no STARTTLS and ${left}.`;
}

function handshakeFailure({ failure, mode }: CheckSession): string {
  switch (failure) {
    case 'broken-off':
      return 'The server broke off the TLS handshake.';
    case 'version':
      return 'The client and the server had no TLS version in common.';
    case 'certificate':
      return mode.serves === 'unverified'
        ? 'The client refused the invalid certificate.'
        : 'The client refused the certificate, which is not what this server tests.';
    case 'alert':
      return 'The client broke off the TLS handshake with an alert.';
    case 'other':
    case undefined:
      return 'The TLS handshake failed, and why is not known.';
  }
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
  'not-smtp': 'The client sent what no mail client sends to this server.',
  injection: 'The client sent commands before the TLS handshake; they were discarded.',
  'bad-command': 'The client sent something that is not an SMTP command.',
};
const ODDITY_ORDER = ['other-address', 'relay-attempt', 'login', 'not-smtp', 'injection', 'bad-command'] as const;

function nothingSaid(session: CheckSession): string {
  const odd = ODDITY_ORDER.find((one) => session.oddities.includes(one));
  if (odd) return ODDITIES[odd];
  const { reached, hello, extended, mode, starttls, tls } = session;
  if (reached.clear !== 'nothing' || reached.tls !== 'nothing') return 'The client named a sender and no recipient.';
  if (hello === undefined) return 'The client left without EHLO.';
  if (!extended) return 'The client sent HELO, so the server did not offer STARTTLS.';
  if (starttls === 'failed') return handshakeFailure(session);
  if (mode.serves === 'verified' && starttls === 'done')
    return 'The client had TLS with a valid certificate and left without MAIL FROM.';
  if (starttls === 'done') return `The client had ${tls?.protocol ?? 'TLS'} and left without MAIL FROM.`;
  if (starttls === 'abandoned') return 'The connection ended during the TLS handshake, without a reason.';
  return starttls === 'not-asked' ? 'The client left without STARTTLS.' : 'The client left.';
}
