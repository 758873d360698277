import { describe, expect, test } from 'vitest';
import { bounceAt } from '../../src/bounce/at.ts';

/** What is said where `|` stands in the line. */
function said(marked: string, isMail = false): string | undefined {
  const offset = marked.indexOf('|');
  const line = marked.replace('|', '');
  const match = bounceAt(line, offset, isMail);
  if (match) expect(line.slice(match.range.start, match.range.end)).toBe(match.found);
  return match && `${match.how} ${match.found}`;
}

describe('the bounce at a place in a line', () => {
  test.each([
    // A row of a report of bounced contacts, and of an Email Log.
    ['Jane Doe,jane@acme.example,"550 5.1.|1 User unknown"', 'enhanced-code 5.1.1'],
    ['Jane Doe,jane@acme.example,"5|50 5.1.1 User unknown"', 'reply-code 550'],
    [
      '2026-11-02,T,"451 4.7.5 [internal] TLS negot|iation failed",bob@globex.example',
      'text [internal] TLS negotiation failed',
    ],
    ['to=<x@acme.example>, relay=mx.acme.example, dsn=4.7.|5, status=deferred', 'enhanced-code 4.7.5'],
    ['Nov 2 postfix/smtp[12]: said: 55|2 mailbox full', 'reply-code 552'],
  ])('%s', (line, expected) => {
    expect(said(line)).toBe(expected);
  });

  test.each([
    ['a place without a code', 'Jane| Doe,jane@acme.example,"550 5.1.1 User unknown"'],
    ['behind the end of a code', 'mail to jane@acme.example: 550 5.1.1| User unknown'],
    ['a version', 'added typescript 5.4.|3 in 2s'],
    ['a version beside a web address', 'npm http fetch GET 2|00 https://registry.example/mailer me@acme.example 5.1.1'],
    ['an answer of a web server', '10.0.0.1 - jane@acme.example "GET / HTTP/1.1" 5|02 157'],
    ['a cell with a number', '20|01'],
    ['a word in a table', 'hard|'],
    ['a number in a table', 'mail,4|50,12'],
  ])('is nothing for %s', (_, line) => {
    expect(said(line)).toBeUndefined();
  });

  test.each([
    ['Status: 5.1.|1', 'enhanced-code 5.1.1'],
    ['5|50 No such person here', 'reply-code 550'],
  ])('needs no more than itself in a message: %s', (line, expected) => {
    expect(said(line)).toBeUndefined();
    expect(said(line, true)).toBe(expected);
  });

  test('is found far into a long line, where it stands', () => {
    const before = 'x'.repeat(3_000_000);
    expect(said(`${before}, mail to jane@acme.example: 550 5.1.|1 gone ${before}`)).toBe('enhanced-code 5.1.1');
  });
});
