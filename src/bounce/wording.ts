import type { BounceMeaning } from './model.ts';

/*
 * Plain words of replies that are no exact text of anybody: every server words its own. They narrow down a code that
 * leaves open what it is about (`550 5.7.1` is as good as everything), and explain a text that has no code at all.
 */

export interface Wording extends BounceMeaning {
  readonly pattern: RegExp;
}

const OURS = 'The words of the text itself';

const wording = (
  pattern: RegExp,
  meaning: string,
  category: BounceMeaning['category'],
  tls: BounceMeaning['tls'],
  who: BounceMeaning['who'],
  todo: string,
): Wording => ({
  pattern,
  code: '(words)',
  kind: 'provider-text',
  meaning,
  category,
  permanent: 'either',
  tls,
  todo,
  who,
  source: OURS,
  fromMemory: false,
});

/** Says outright that TLS is demanded or has failed. "TLS is not required" is none of these. */
export const TLS_SAID: readonly Wording[] = [
  wording(
    /(?<!\b(?:no|without) )\b(?:tls|starttls|ssl|encryption|encrypted (?:connection|session|channel))(?: (?:connection|session|encryption|version \S{1,10}))?(?: is| are)? (?:required|mandatory|needed|must be used|enforced)\b|\b(?:must|needs? to|should) (?:use|issue|support|offer|negotiate) (?:a )?(?:starttls|tls|ssl|encryption)\b|(?<!\b(?:not|never|longer) |n't )\brequires? (?:the use of )?(?:starttls|tls|encryption|an encrypted|a secure connection \(tls)|\bonly accepts? (?:\w{1,20} )?(?:over|via|with) (?:starttls|tls)\b/,
    'The text says that TLS is required',
    'tls',
    'yes',
    ['admin', 'receiver'],
    'Do not use Off; set Preferred or stronger, and ask the receiver which TLS versions are accepted.',
  ),
  wording(
    /\b(?:does not|doesn't|did not|didn't|not) (?:support|offer|advertise) (?:starttls|tls|ssl|encryption)|\b(?:starttls|tls) (?:is |was )?not (?:supported|offered|advertised|available)\b/,
    'The text says that a server offers no TLS',
    'tls',
    'yes',
    ['receiver', 'admin'],
    'The receiver must offer STARTTLS, or remove the domain from "Restrict TLS to these domains".',
  ),
  wording(
    /\b(?:starttls|tls|ssl)(?: |\/|-)?(?:ssl |connection |session )?(?:handshake|negotiation|alert|connect|setup)(?: \w{1,20}){0,2} (?:failed|failure|error|aborted|timed out)\b|\b(?:failed|failure|error|unable|cannot|can't|could not) (?:to |in |during |with )?(?:start|establish|negotiate|complete|set up|initiate|the )? ?(?:a )?(?:starttls|tls|ssl)\b|\b(?:sslv3|tlsv1(?:\.[0-3])?) alert (?:handshake|protocol)|\bno shared cipher|\bssl_connect error|\bunsupported protocol\b.{0,20}\btls/,
    'The text says that starting TLS failed',
    'tls',
    'yes',
    ['receiver'],
    'Check which TLS versions and ciphers the receiver offers.',
  ),
  wording(
    /\bself[- ]signed certificate|\bcertificate (?:verif(?:y|ication)|validation) (?:failed|failure|error)|\bcertificate (?:is |has )?(?:expired|not trusted|untrusted|invalid|revoked)|\b(?:untrusted|invalid|expired|unverified) certificate\b|\bcertificate (?:name|subject|host) ?(?:name )?(?:mismatch|does not match)/,
    'The text says that a certificate was not accepted',
    'tls',
    'yes',
    ['receiver'],
    'Fix the certificate.',
  ),
];

/** What a text is about, in the order in which they are looked for. */
export const WORDINGS: readonly Wording[] = [
  wording(
    /\bspamhaus\b|\b(?:black|block|deny)[- ]?list|\bblocked (?:using|by)\b|\b(?:rbl|dnsbl|uribl)\b|\bpoor reputation\b|\bbad reputation\b|\bbanned send|\b(?:ip|ip address|sender|client|host|server)\b.{0,60}\b(?:is blocked|has been (?:temporarily )?blocked|blocked)\b/,
    'The sending server or domain is blocked for its reputation',
    'reputation-block',
    'no',
    ['salesforce', 'relay'],
    'Ask Salesforce support, or the relay administrator where a relay sends.',
  ),
  wording(
    /\b(?:spf|dkim|dmarc)\b|\bsender ?id\b|\bunauthenticated (?:e-?mail|sender|message)|\bnot authenticated\b/,
    'The sender could not be authenticated (SPF, DKIM or DMARC)',
    'auth-policy',
    'no',
    ['sender-domain'],
    'Fix SPF and DKIM.',
  ),
  wording(
    /\bspam(?:my|ming)?\b|\bunsolicited\b|\bjunk ?mail\b|\b(?:virus|malware|phish)|\bcontent (?:filter|rejected|policy|restrict)|\bbanned content|\bobjectionable content|\bsuspicious\b|\bpotential security issue/,
    'The content was rejected as spam or malicious',
    'content-policy',
    'no',
    ['sender', 'sender-domain'],
    'Review content and reputation.',
  ),
  wording(
    /\b(?:mailbox|inbox|account|quota|storage|user)(?: \S{1,80})?(?: is| has| was)? (?:over ?quota|full|over (?:its |the )?(?:limit|quota|storage)|exceeded|out of storage)|\bover ?quota\b|\bquota (?:is )?exceeded|\bexceed(?:ed|s)? (?:its |the |their |storage )?(?:mailbox |disk )?(?:quota|storage|allocation)|\bmailbox (?:size )?limit|\bout of storage\b|\bfull mailbox\b/,
    'The mailbox is full',
    'mailbox',
    'no',
    ['recipient'],
    'Ask the recipient to free space.',
  ),
  wording(
    /\b(?:user|recipient|mailbox|address|account|addressee|alias)(?: address)?(?: \S{1,80})?(?: is| was| has been| does| did)? ?(?:unknown|not found|not known|not exist|doesn't exist|does not exist|invalid|not valid|not listed|no longer (?:valid|active|available|exists)|not recognized|could not be found|cannot be found)\b|\bno such (?:user|recipient|mailbox|account|person|address|local user)|\bunknown (?:user|recipient|mailbox|account|address|local[- ]part|or illegal)|\b(?:invalid|bad|non-?existent) (?:recipient|mailbox|user|destination|address)|\brecipientnotfound|\bdoesn't have an? \S{1,60} account|\bdoes not have an account|\bno mailbox (?:here )?by that name|\bnot (?:our|a) (?:customer|valid mailbox|valid user|local user)|\bmailbox (?:not|un)available\b|\bnot (?:a )?known user/,
    'The mailbox does not exist or is not reachable by that address',
    'mailbox',
    'no',
    ['record-owner'],
    'Correct or remove the address.',
  ),
  wording(
    /\b(?:mailbox|account|user|recipient|address)(?: \S{1,80})?(?: is| has been| was)? (?:disabled|suspended|inactive|deactivated|locked|closed|expired)\b|\b(?:disabled|inactive|suspended|expired) (?:recipient|mailbox|account|user)|\bover limit\b/,
    'The mailbox is disabled',
    'mailbox',
    'no',
    ['recipient', 'record-owner'],
    'Ask the recipient or remove the address.',
  ),
  wording(
    /\bgr[ea]y[- ]?list/,
    'The server delays mail from senders that it does not know yet (greylisting)',
    'temporary',
    'no',
    ['nobody'],
    'Wait for the retries.',
  ),
  wording(
    /\brelay(?:ing)? (?:access )?(?:is )?(?:denied|not (?:permitted|allowed)|prohibited|restricted)|\b(?:unable|not permitted|not allowed|unauthorized) (?:to )?relay/,
    'The server does not relay mail for this sender',
    'relay',
    'no',
    ['relay'],
    'Check the relay rules.',
  ),
  wording(
    /\btoo (?:large|big|long)\b|\b(?:message|mail|maximum|max) size\b|\bsize (?:limit|exceed)|\bexceeds? (?:the )?(?:maximum|size|fixed)/,
    'The message is too large',
    'size',
    'no',
    ['sender'],
    'Make the message smaller.',
  ),
  wording(
    /\b(?:host|domain|name)(?: or domain name| name| service error)?(?: \S{1,80})? (?:not found|not exist|does not exist|doesn't exist|lookup fail|unknown|cannot be resolved|has no mx)|\bnxdomain\b|\bunrouteable address|\bno (?:valid )?(?:mx|a) records?\b|\bnull ?mx\b|\bunable to (?:look up|resolve)|\bname server\b|\bptr record|\breverse dns|\brdns\b|\bcannot find your (?:reverse )?hostname/,
    'A name could not be found in the DNS',
    'domain-dns',
    'no',
    ['record-owner', 'receiver'],
    'Correct the domain or fix its DNS.',
  ),
  wording(
    /\btoo many hops\b|\b(?:mail|routing|forwarding) loop|\bloop detected|\bloops back to/,
    'Mail loop',
    'routing',
    'no',
    ['relay', 'receiver'],
    'Remove the forwarding loop.',
  ),
  wording(
    /\btoo many (?:connections|concurrent|messages|recipients|sessions|errors|requests)|\brate[- ]?limit|\bthrottl|\btoo (?:quickly|fast)\b|\bunexpected volume\b|\btemporarily deferred\b|\bhourly limit|\bsending limits?\b|\bsubmission rate\b|\bsystem resources\b|\bserver (?:is )?(?:too )?busy\b/,
    'The server temporarily accepts no more mail',
    'temporary',
    'no',
    ['nobody'],
    'Wait for the retries.',
  ),
];

/** Any word that has to do with TLS: enough to look again, not enough to conclude. */
export const NAMES_TLS =
  /(?<![\w.@-])(?:starttls|tls|ssl|tls\/ssl|handshake|certificates?|ciphers?|mta-sts|dane|tlsa|encrypt(?:ed|ion)?|secure (?:connection|channel))(?![\w@-]|\.\w)/;
