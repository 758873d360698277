import { describe, expect, it } from 'vitest';
import { explainBounce, findBounceCodes, MAX_BOUNCE_TEXT } from '../../src/bounce/explain.ts';

describe('what a hover finds', () => {
  const places = (line: string): readonly string[] => [
    ...new Set(findBounceCodes(line).map(({ range, found, code }) => `${range.start}-${range.end} ${found} = ${code}`)),
  ];

  it.each([
    ['550 5.1.1 User unknown', ['0-3 550 = 550', '4-9 5.1.1 = X.1.1']],
    [
      '5/6/2026,T,"451 4.7.5 [internal] TLS negotiation failed",300',
      ['12-15 451 = 451', '16-21 4.7.5 = X.7.5', '22-55 [internal] TLS negotiation failed = 451 4.7.5'],
    ],
    ['a,450,300,250,b', []],
    ['during STARTTLS', ['0-15 during STARTTLS = stage 15']],
    ['550 5.7.10 no', ['0-10 550 5.7.10 = 550 5.7.10', '0-3 550 = 550', '4-10 5.7.10 = X.7.10']],
    ['<element>10.0.0.1</element>', []],
    ['', []],
  ])('in %j', (line, expected) => {
    expect(places(line)).toEqual(expected);
  });

  it('at the characters as they stand there', () => {
    const line = 'x  "550-5.1.1  Must  issue a\tSTARTTLS command first"';
    for (const { range, found } of findBounceCodes(line)) expect(line.slice(range.start, range.end)).toBe(found);
    expect(findBounceCodes(line).map(({ found }) => found)).toContain('Must  issue a\tSTARTTLS command first');
  });
});

describe('positions', () => {
  it.each([
    '\u{1F600}\u0130 550 5.1.1 \u212A [internal] TLS negotiation failed',
    'Diagnostic-Code: smtp; 550-5.7.1 Must issue a\r\n 550-5.7.1 STARTTLS command\r\n 550 5.7.1 first',
    '> Status: 5.1.1\n> Diagnostic-Code: smtp;550 5.1.1 user\n>  unknown',
  ])('lie in the text as it came: %j', (text) => {
    const { decisive, others } = explainBounce(text);
    for (const match of [...(decisive ? [decisive] : []), ...others])
      expect(text.slice(match.range.start, match.range.end)).toBe(match.found);
    expect(decisive).toBeDefined();
  });
});

describe('the order', () => {
  const order = (text: string): readonly string[] => {
    const { decisive, others } = explainBounce(text);
    return [...(decisive ? [decisive] : []), ...others].map(({ code, kind }) => `${code} ${kind}`);
  };

  it('is exact text, enhanced code, reply code', () => {
    expect(order('530 5.7.0 Must issue a STARTTLS command first, see 450 4.2.2 too')).toEqual([
      '530 5.7.0 provider-text',
      'X.2.2 enhanced-status',
      '530 smtp-reply',
      '530 salesforce-ndr',
      'X.7.0 enhanced-status',
      '450 smtp-reply',
      '450 salesforce-ndr',
      '450 account-engagement',
    ]);
  });

  it('puts the reading of a product first where it is asked for', () => {
    const decisive = (product?: 'salesforce' | 'account-engagement') =>
      explainBounce('523', product === undefined ? {} : { product }).decisive;
    expect(decisive()).toMatchObject({ kind: 'smtp-reply', fromMemory: false });
    expect(decisive('salesforce')).toMatchObject({ kind: 'salesforce-ndr', fromMemory: true });
    expect(explainBounce('550', { product: 'account-engagement' }).decisive?.kind).toBe('account-engagement');
  });
});

describe('the verdict', () => {
  it.each([
    ['451 4.7.5 [internal] TLS negotiation failed', 'yes', 'text', 'retried'],
    ['550 5.1.1 User unknown', 'no', 'words', 'final'],
    ['5.1.1', 'no', 'code', 'final'],
    ['4.7.5', 'possible', 'open', 'retried'],
    ['523', 'possible', 'readings', 'final'],
    ['576', 'possible', 'memory', 'final'],
    ['5.7.11', 'yes', 'code', 'final'],
    ['550 5.1.1 no such user, TLS', 'possible', 'names-tls', 'final'],
    ['554 5.4.7 [internal] exceeded max time', 'possible', 'hidden', 'final'],
    ['451 5.7.3 STARTTLS is required to send mail', 'yes', 'text', 'retried'],
    ['250 2.0.0 Ok: queued', 'no', 'code', 'delivered'],
    ['nothing', 'unknown', 'nothing', undefined],
  ])('of %j is %s, by %s, %s', (text, cause, why, outcome) => {
    const explained = explainBounce(text);
    expect({ tls: explained.tls, outcome: explained.outcome }).toEqual({ tls: { cause, why }, outcome });
    expect(explained.causeHidden).toBe(why === 'hidden');
  });
});

describe('a notification', () => {
  const text = [
    'Reporting-MTA: dns; mail.example.org',
    '',
    'Final-Recipient: rfc822; a@example.com',
    'Action: Failed',
    'Status: 5.1.1',
    'Remote-MTA: dns; mx.example.com',
    'Diagnostic-Code: smtp; 550 5.1.1 unknown',
    '',
    'Final-Recipient: rfc822; b@example.net',
    'Action: failed',
    'Status: 5.7.5',
    'Diagnostic-Code: smtp; 451 4.7.5 [internal] TLS negotiation failed',
    '',
    'Received: by x with ESMTPS (TLS) 4.7.6',
  ];

  it.each(['\n', '\r\n'])('is read with line ends %j', (end) => {
    const { dsn, decisive, others } = explainBounce(text.join(end));
    expect(dsn).toEqual({ action: 'failed', status: '5.1.1', remoteMta: 'mx.example.com', recipients: 2 });
    expect(decisive?.literal).toBe('[internal] TLS negotiation failed');
    expect(others.map(({ code }) => code)).toContain('X.1.1');
    expect(others.map(({ code }) => code)).not.toContain('X.7.6');
  });

  it('is none because of a line that looks like one', () => {
    expect(explainBounce('Status: 550 5.1.1').dsn).toBeUndefined();
    expect(explainBounce('Status: 550 5.1.1').decisive?.code).toBe('X.1.1');
  });

  it('with fields that say nothing is read whole', () => {
    const found = explainBounce(
      'mx said: 530 5.7.0 Must issue a STARTTLS command first\n\nAction: failed\nStatus: 5.0.0\n',
    );
    expect(found.decisive?.literal).toBe('Must issue a STARTTLS command first');
  });
});

describe('hostile texts', () => {
  const long = (piece: string): string => piece.repeat(Math.ceil((MAX_BOUNCE_TEXT + 10) / piece.length));
  it.each([
    ['blanks', ' '],
    ['digits', '5'],
    ['codes', '550 5.1.1 '],
    ['dots', '5.1.'],
    ['a reply without end', '550-5.1.1 a\n'],
    ['folded fields', 'Diagnostic-Code: x\n '],
    ['fields', 'Status: 5.1.1\nAction: failed\n'],
    ['trace headers', 'Received: x\n\t'],
    ['quotes', '> '],
    ['words', 'user '],
    ['words and codes', 'mailbox is certificate tls '],
    ['text starts', '[internal] '],
    ['surrogates', '\uD83D'],
    ['controls', '\u0000\u202E'],
  ])('of %s end soon and are said to be cut', (_, piece) => {
    const began = performance.now();
    expect(explainBounce(long(piece)).cut).toBe(true);
    // Not a measurement: a bound for what would otherwise take minutes.
    expect(performance.now() - began).toBeLessThan(20_000);
    expect(findBounceCodes(long(piece)).length).toBeLessThan(20_000);
  });
});
