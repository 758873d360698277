/** Words that no text for people has, each with what to write instead and why: the table of docs/style.md. */
export interface AvoidedWord {
  /** As docs/style.md shows it. */
  readonly avoid: string;
  readonly found: RegExp;
  readonly write: string;
  readonly why: string;
}

/** What a mail of one kind or another is part of: these are right. */
const COMPOUNDS = 'administrator|client|domain|event|exchange|host|loop|operator|provider|server|world';

export const AVOIDED_WORDS: readonly AvoidedWord[] = [
  {
    avoid: 'in clear',
    found: /\bin clear\b/i,
    write: 'unencrypted',
    why: "Salesforce's own word; *in the clear* also means safe",
  },
  {
    avoid: 'deliverability record',
    found: /\bdeliverability records?\b/i,
    write: 'deliverability file',
    why: 'to an admin, a record is a row',
  },
  { avoid: 'judged under', found: /\bjudged (under|by|on)\b/i, write: 'evaluated for', why: 'plain' },
  {
    avoid: 'a mail, mails',
    found: RegExp(`\\ba mail\\b(?! (?:${COMPOUNDS}))|\\bmails\\b`, 'i'),
    write: 'an email, a message, mail',
    why: '*mail* has no plural',
  },
  { avoid: 'mail world', found: /\bmail world\b/i, write: 'simulated mail servers', why: 'a metaphor' },
  { avoid: 'by hand', found: /\bby hand\b/i, write: 'manually, in Setup', why: 'plain' },
  { avoid: 'put right', found: /\bput right\b/i, write: 'fix', why: 'plain' },
  { avoid: 'hangs on', found: /\bhangs? on\b/i, write: 'depends on', why: 'a metaphor' },
  {
    avoid: 'stands there, stands beside',
    found: /\bstands (there|here|beside|behind|twice|only|in the)\b/i,
    write: 'is, appears',
    why: 'a metaphor',
  },
  { avoid: 'cannot be told', found: /\bcannot be told\b/i, write: 'is not known', why: 'inverted' },
  {
    avoid: 'nobody can say',
    found: /\b(no|some|any)body can (say|tell)\b/i,
    write: 'is not documented, is not known',
    why: 'a riddle',
  },
  { avoid: 'no promise', found: /\bno promise\b/i, write: 'no guarantee; for this period only', why: 'a riddle' },
  { avoid: 'for want of', found: /\bfor want of\b/i, write: 'because … is missing', why: 'archaic' },
  {
    avoid: 'bounces now and then',
    found: /\bbounces? now and then\b/i,
    write: 'may be delayed or bounce',
    why: 'says what happens to mail',
  },
  {
    avoid: 'it depends',
    found: /\bit depends\b(?! on)/i,
    write: 'TLS or bounces: what may happen',
    why: 'says nothing of mail',
  },
  { avoid: 'see to it', found: /\bsee to it\b/i, write: 'make sure', why: 'plain' },
  {
    avoid: 'is no domain',
    found:
      /(?<!there )\bis no (address|commit|domain|email log|file|folder|host name|package|port|relay|TLS setting)\b/i,
    write: 'is not a domain',
    why: 'plain',
  },
  { avoid: 'a wrong call', found: /\ba wrong call\b/i, write: 'a usage error', why: 'the usual term' },
  {
    avoid: 'rest the mouse on',
    found: /\brest the mouse\b|\bmouse rests\b/i,
    write: 'hover over',
    why: 'the usual term',
  },
  { avoid: 'the way of a mail', found: /\bthe way of (a|the) mail\b/i, write: 'how mail is routed', why: 'plain' },
];
