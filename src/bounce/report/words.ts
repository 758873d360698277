import type { BounceExplanation, BounceMatch, TlsVerdict } from '../explain.ts';
import { capitalized } from '../../text/words.ts';
import type { Actor, BounceCategory, BounceKind } from '../model.ts';

const CAUSE: Readonly<Record<TlsVerdict['cause'], string>> = {
  yes: 'TLS is the cause',
  possible: 'TLS may be the cause',
  no: 'TLS is not the cause',
  unknown: 'It is unknown whether TLS is the cause',
};

const ABOUT: Readonly<Record<BounceCategory, string>> = {
  tls: 'TLS',
  mailbox: "the recipient's mailbox",
  temporary: 'a temporary state of the server',
  other: 'something else',
  routing: 'the connection',
  protocol: 'the SMTP dialogue',
  'auth-policy': 'who may send',
  success: 'mail that was accepted',
  'domain-dns': 'a domain and its DNS',
  'content-policy': 'what is in the message',
  size: 'the size of the message',
  'reputation-block': 'the reputation of the sender',
  relay: 'who may relay',
};

/** `TLS may be the cause: X.7.5 alone is no proof: other failures have the same code.` */
export function tlsSentence({ tls, decisive }: Pick<BounceExplanation, 'tls' | 'decisive'>): string {
  return `${CAUSE[tls.cause]}: ${tlsReason(tls, decisive)}.`;
}

function tlsReason({ cause, why }: TlsVerdict, decisive: BounceMatch | undefined): string {
  switch (why) {
    case 'text':
      return cause === 'yes' ? 'this text is only about TLS' : `this text is about ${about(decisive)}`;
    case 'words':
      return cause === 'yes' ? 'the text says so in plain words' : `the words are about ${wordsAbout(decisive)}`;
    case 'code':
      return cause === 'yes' ? 'the code is only for that' : `the code is about ${about(decisive)}`;
    case 'open':
      return decisive === undefined || decisive.how === 'text' || decisive.how === 'words'
        ? 'this happens with and without TLS'
        : `${decisive.found} alone is no proof: other failures have the same code`;
    case 'readings':
      return 'different senders use this code for different things';
    case 'names-tls':
      return 'the text names TLS, but its wording is not known here';
    case 'memory':
      return 'the code is for that, but its meaning is not verified';
    case 'hidden':
      return 'the text says only that time was up, not why each try failed';
    case 'nothing':
      return 'nothing in the text was recognised';
  }
}

const about = (match: BounceMatch | undefined): string => ABOUT[match?.category ?? 'other'];

/** The words may narrow a code that is about something wider. */
const wordsAbout = (match: BounceMatch | undefined): string =>
  match?.how === 'words' ? about(match) : 'something other than TLS';

const WHO: Readonly<Record<Actor, string>> = {
  nobody: 'nobody for now',
  receiver: "the mail administrator of the recipient's domain",
  recipient: 'the recipient',
  'record-owner': 'the owner of the contact or lead',
  sender: 'the author of the message',
  admin: 'you (Salesforce admin)',
  relay: 'the administrator of the email relay',
  'sender-domain': "the administrator of the sender's DNS",
  salesforce: 'Salesforce support',
  unknown: 'cannot be determined from this text alone',
};

/** `the postmaster of the recipient's domain, or you, who administer Salesforce` */
export const whoText = (who: readonly Actor[]): string => who.map((one) => WHO[one]).join('; else ');

const KIND: Readonly<Record<BounceKind, string>> = {
  'smtp-reply': 'SMTP reply code',
  'enhanced-status': 'enhanced status code',
  'salesforce-ndr': 'Salesforce',
  'account-engagement': 'Account Engagement',
  'marketing-cloud': 'Marketing Cloud',
  'mta-internal-text': "text of Salesforce's mail server software",
  'provider-text': 'text of a mail provider or server',
};

const FROM_MEMORY = 'not verified: no source was found for this';
const GENERAL = 'general meaning of such codes; this exact code is not known here';
const DOUBTFUL = 'the wording is known, but with another code';

/** How far a meaning is to be trusted; undefined for the usual. */
export const caution = ({ how, fromMemory, doubtful }: BounceMatch): string | undefined =>
  [...(how === 'general' ? [GENERAL] : []), ...(doubtful ? [DOUBTFUL] : []), ...(fromMemory ? [FROM_MEMORY] : [])].join(
    '; ',
  ) || undefined;

/** `Mailbox full`: a sentence without its full stop. */
export const meaningText = ({ meaning }: Pick<BounceMatch, 'meaning'>): string => capitalized(meaning);

/** `"[internal] TLS negotiation failed" (text of ..., 451 4.7.5)` */
export function foundText({ how, found, kind, code, literal }: BounceMatch): string {
  if (how === 'words') return `"${found}" (plain words)`;
  const own = literal === undefined || /^(?:\(any|stage)/.test(code) || code === literal ? '' : `, ${code}`;
  return how === 'text' ? `"${found}" (${KIND[kind]}${own})` : `${found} (${KIND[kind]})`;
}

const T_ROWS =
  'Check the T rows of the same message in the Email Log (Setup > Email Log Files): each has the reply of one try.';
const ONLY_TEXT =
  'Check the text next to this code in the Email Log (Setup > Email Log Files): only the text shows the cause.';
const PREFLIGHT = "Test the recipient's servers: sf-deliverability preflight DOMAIN --tls-setting Required";
const RETRIED =
  'After a 4xx answer, Salesforce retries: 9 tries in all within 24 hours (KB 000385127), then the mail bounces.';
const FINAL = 'Salesforce does not retry. Fix the cause, then resend.';

/** What to do next, the most urgent first. */
export function nextSteps({ decisive, tls, causeHidden, outcome }: BounceExplanation): readonly string[] {
  if (!decisive)
    return [
      'Paste the reply of the server as it appears in the bounce or in the Email Log (Setup > Email Log Files), with its codes.',
      ...(tls.cause === 'possible' ? [PREFLIGHT] : []),
    ];
  const mayBeTls = tls.cause === 'yes' || tls.cause === 'possible';
  return [
    ...(causeHidden ? [T_ROWS] : [decisive.todo]),
    ...(mayBeTls && !causeHidden && tls.cause === 'possible' ? [ONLY_TEXT] : []),
    ...(mayBeTls ? [PREFLIGHT] : []),
    ...(outcome === 'retried' && isAnswer(decisive) ? [RETRIED] : []),
    ...(outcome === 'final' && isAnswer(decisive) ? [FINAL] : []),
  ];
}

/** An answer in an SMTP session, and no category of a product. */
const isAnswer = ({ kind, how }: BounceMatch): boolean =>
  how !== 'product-code' && kind !== 'account-engagement' && kind !== 'marketing-cloud';

/** One line that answers the question. */
export const headline = ({ decisive }: BounceExplanation): string =>
  decisive === undefined ? 'Not recognised' : meaningText(decisive);
