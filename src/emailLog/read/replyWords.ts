/**
 * A reply may repeat addresses, names and subjects. Words that mail servers use to say what is wrong are kept, with reply
 * codes and TLS versions; every other word becomes an ellipsis. So no text from a log can carry personal data into a
 * report, and texts that differ only in names count as one.
 */
const WORDS = new Set(
  `
  a about abuse abused accept acceptable accepted accepting access account accounts action active actively activity ad
  address addresses administrator advertised after again against age agent aligned all alias allocated allow allowed
  alternative an and anonymous another any are arguments argument at attachment attachments attempt attempted attempts
  attribute auth authenticate authenticated authentication authoritative authorised authorized available away
  backend backoff bad banned banner be because been before beyond black blackhole blackholed blacklist blacklisted block blocked
  blocklist body both bounce box broken busy but by
  ca cannot cert certificate certificates certification chain change changed characters check checked checks cipher ciphers
  client clock close closed closes closing cluster clustermetadata code com command commands common complaints complete
  concurrency condition conditions configuration configured connect connected connection connections contact contacts contain
  contains content control conversation copy correct corrupt could cryptographic current currently
  daily dane data date db deactivated declined default defer deferred deferral delay delayed deleted delivered delivering delivery
  demanded denied depth destination detected determining did different directory disabled disallowed discarded disconnected
  disk disposition distribution dkim dmarc dns dnsbl dnssec do does doesn't doing domain domain's domains don't due during duplicate dynamic
  early ehlo email emails empty enable enabled encountered encrypt encrypted encryption end engine envelope error errors esmtp
  established exceed exceeded exceeds excessive exist existent existing exists expected expire expired expiry external
  failed failing fails failure failures fatal fault fbl few file filter filtered filtering filters final find firewall first for
  forbidden format forward forwarding found frequency frequently from full
  general generic get given go go-ahead gone greylist greylisted greylisting greeting got graylist graylisted
  handshake handshaking hard has have header headers helo here high high-strength hold hook hop hops host hostname hosts hour hours however
  idle if illegal image implemented in inactive inbound inbox incoming incomplete incorrect individual information infected
  insecure inside instead insufficient internal invalid ip ips is isn't issue issued issuer it its
  junk key known
  large later least left length less level license like likely limit limited limiting limits line lines link list listed lists local locked
  long longer lookup loop loopback loops lost low
  machine mail mailbox mailboxes mailer mailing mails maintenance making malformed malicious malware manager mandatory manually many
  marked match matches matching max maximum may memory message messages metadata method minimum minute minutes missing mismatch
  mode month more moved mta mta-sts much multiple must mx mxs
  name named names nameserver negotiate negotiated negotiating negotiation network never new next no node non none nonexistent
  not null number
  of off offered offers older on once one only oob open operation options or order organization origin other our out outbound over overload
  overloaded own
  parameters part partial party password path peer pending per period permanent permanently permission permitted perm persistent
  pipeline place please policies policy port possible postmaster preferred premature presented prevented previous privacy private
  problem problems process processed processing prohibited protected protocol protocols provided ptr purged
  quarantine queue queued quota
  range rate rates rbl rcpt reach reachable reached read reading reason receive received receiver receiving recent recently recipient
  recipients recognized recommended record records refuse refused regarding rejected rejecting rejection relay relayed relaying remote
  removed renegotiating repeated reply reported reports reputation request requested requesting require required requirements requires
  requiretls reset resolve resolved resolving resource resources respond responded response restricted restriction restrictions
  result results retries retry return returned reverse root route routing rset rule rules
  same scanner score secure security see seen select self self-signed send sender sender's senders sending sends sent sequence server server's
  servers service session shared short should shutdown shutting signed signature site size skew smtp so socket software some source
  space spam specified spf spoofed ssl stage standard start started starting starttls state status still stop stopped storage store
  strength such subdomain subject submission support supported supports suspect suspected suspended suspicious syntax system systems
  table target temp temporarily temporary test text than that the their them there they this threshold throttled throttling time timed
  timeout times tls tlsa to today tokens too traffic transaction transfer transient transport tried trust trusted try trying two type
  unable unacceptable unauthenticated unauthorized unavailable unclassified under undeliverable unencrypted unexpected unfortunately unknown
  unless unlisted unreachable unrecognized unresolvable unrouteable unroutable unsigned unsolicited unsupported until untrusted
  unusual unverified up update upgrade upstream url urls us use used user users using
  valid validate validated validation validity verification verified verify verifying version versions via violates violation virus
  volume
  wait waiting want warning was way we weak went were when which while whitelist will with within without wrong
  xclient xclustermetadata xgemail_0006
  yet you your
  `
    .trim()
    .split(/\s+/),
);

/** RFC 3463: `4.7.5`; RFC 5321 §4.2: `451`, `451-4.7.5` in a reply of several lines. */
const STATUS = /^(?:[245]\d\d[-#])?[245]\.\d{1,3}\.\d{1,3}$/;
const REPLY_CODE = /^[245]\d\d$/;
const VERSION = /^(?:tls|ssl)?v?(?:1[._][0-3]|[23](?:\.0)?)$|^(?:tls|ssl)v[123]$/;
const GAP = '…';
const LONGEST = 160;
/** Bounds the work on a text of a stranger. */
const MAX_READ = 1000;

/** The text with every word left out that could be about a person. One line, at most 160 characters. */
export function withoutNames(text: string): string {
  const kept: string[] = [];
  const tokens = text.slice(0, MAX_READ).trim().split(/\s+/);
  for (const [index, token] of tokens.entries()) {
    // Elsewhere three digits may be a part of a telephone number.
    const isCode = REPLY_CODE.test(token) && (index === 0 || STATUS.test(tokens[index + 1] ?? ''));
    const one = isCode ? token : keptToken(token);
    if (one !== '' && !(one === GAP && kept.at(-1) === GAP)) kept.push(one);
  }
  const line = kept.join(' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1).replace(/\s+\S*$/, '')} ${GAP}` : line;
}

const LETTER = /[\p{L}\p{N}]/u;
/** No letter behind it: each place is looked at once. */
const LAST_LETTER = /[\p{L}\p{N}][^\p{L}\p{N}]*$/u;

function keptToken(token: string): string {
  const start = token.search(LETTER);
  if (start < 0) return token.includes('@') ? GAP : '';
  const end = token.search(LAST_LETTER) + 1;
  const core = token.slice(start, end);
  if (!isKept(core)) return GAP;
  // Brackets and the stops of a sentence carry the sense; what else stands around a word does not.
  return token.slice(0, start).replace(/[^[(]/g, '') + core + token.slice(end).replace(/[^\]),.:;]/g, '');
}

const isKept = (core: string): boolean => {
  const word = core.toLowerCase();
  if (STATUS.test(word) || VERSION.test(word) || WORDS.has(word)) return true;
  const parts = word.split(/[-/:=,;()]+/);
  return parts.length > 1 && parts.every((part) => part === '' || WORDS.has(part) || VERSION.test(part));
};
