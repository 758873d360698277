import { describe, expect, it } from 'vitest';
import { domainOutcomes, type ServerSeen } from '../../src/mail/outcome.ts';
import { outcomeReason, type SeenServer, type SeenTarget } from '../../src/mail/outcomeReason.ts';
import type { ReasonCode } from '../../src/mail/reasonCode.ts';
import type { TlsSetting } from '../../src/mail/tlsSetting.ts';
import { sentenceOf } from '../../src/text/words.ts';

const at = (host: string, seen: ServerSeen, ...reasons: readonly ReasonCode[]): SeenServer => ({
  host,
  preference: 10,
  seen: [seen],
  reasons,
  said: '',
});

const target = (servers: readonly SeenServer[], more: Partial<SeenTarget> = {}): SeenTarget => ({
  outcomes: domainOutcomes(servers.flatMap(({ seen }) => seen)),
  reasons: servers.flatMap(({ reasons }) => reasons),
  servers,
  promisesTls: false,
  ...more,
});

const relay = (...servers: readonly SeenServer[]): SeenTarget => target(servers, { relayPort: 587 });

const clear = at('a.example', 'none', 'starttls-not-supported');
const wrongName = at('b.example', 'unverified', 'certificate-host-mismatch');
const silent = at('a.example', 'unknown', 'connect-timeout');
const refusing = { ...at('a.example', 'unknown', 'refused-421'), said: '421 4.7.0 Too many connections.' };

describe('why mail ends as it does', () => {
  it.each<[about: string, seen: SeenTarget, setting: TlsSetting, sentence: string, inside: string]>([
    [
      'one server',
      target([clear]),
      'Required',
      'The server does not offer STARTTLS.',
      'the server does not offer STARTTLS',
    ],
    [
      'several hosts with one fault: the first is named',
      target([clear, at('b.example', 'none', 'starttls-not-supported')]),
      'Required',
      'a.example does not offer STARTTLS.',
      'a.example does not offer STARTTLS',
    ],
    [
      'hosts that differ',
      target([clear, wrongName]),
      'Required',
      'a.example does not offer STARTTLS; 2 hosts have the lowest preference.',
      'a.example does not offer STARTTLS; 2 hosts have the lowest preference',
    ],
    [
      'a second host that differs',
      target([{ ...clear, preference: 20 }, wrongName]),
      'Required',
      'a.example does not offer STARTTLS; b.example is tried first.',
      'a.example does not offer STARTTLS; b.example is tried first',
    ],
    [
      'a first host that differs',
      target([clear, { ...wrongName, preference: 20 }]),
      'Required',
      'a.example does not offer STARTTLS; it is tried first.',
      'a.example does not offer STARTTLS; it is tried first',
    ],
    [
      'addresses of one host that differ',
      target([clear, silent]),
      'Required',
      'The addresses of the MX host differ: the server does not offer STARTTLS.',
      'the addresses of the MX host differ: the server does not offer STARTTLS',
    ],
    [
      'a remark beside a fault',
      target([at('a.example', 'unverified', 'mx-is-ip', 'certificate-host-mismatch')]),
      'RequiredVerify',
      'The certificate is not valid for the MX host or the mail domain.',
      'the certificate is not valid for the MX host or the mail domain',
    ],
    [
      'two faults of a relay',
      relay(at('a.example', 'unverified', 'certificate-expired', 'certificate-host-mismatch')),
      'RequiredVerify',
      "The certificate has expired, and it is not valid for the relay's host name.",
      "the certificate has expired, and it is not valid for the relay's host name",
    ],
    [
      'two faults, one of the server and one of the certificate',
      target([at('a.example', 'unverified', 'certificate-chain-incomplete', 'certificate-host-mismatch')]),
      'RequiredVerify',
      'The certificate most likely lacks an intermediate certificate, and it is not valid for the MX host or the mail domain.',
      'the certificate most likely lacks an intermediate certificate, and it is not valid for the MX host or the mail domain',
    ],
    [
      'a certificate that does not matter',
      relay(wrongName),
      'Required',
      "The certificate is not valid for the relay's host name; Required does not check certificates.",
      "the certificate is not valid for the relay's host name; Required does not check certificates",
    ],
    [
      'a certificate where the documents disagree',
      relay(wrongName),
      'PreferredVerify',
      "Salesforce's documents disagree, since the certificate is not valid for the relay's host name.",
      "Salesforce's documents disagree, since the certificate is not valid for the relay's host name",
    ],
    [
      'a name that can be read either way',
      relay(at('a.example', 'doubtful', 'domain-name-only')),
      'RequiredVerify',
      "Depends on how Salesforce reads the name: the certificate is valid for the relay's host name but not for the MX host.",
      "depends on how Salesforce reads the name: the certificate is valid for the relay's host name but not for the MX host",
    ],
    [
      'a relay whose host is not there',
      target([], { relayPort: 25, reasons: ['nxdomain'] }),
      'Required',
      "The relay's host does not exist.",
      "the relay's host does not exist",
    ],
    [
      'no DNS',
      target([]),
      'Required',
      'Could not be tested: the DNS gave no answer.',
      'could not be tested: the DNS gave no answer',
    ],
    [
      'not tested, and promised',
      target([silent], { promisesTls: true }),
      'Required',
      'Could not be tested: the server does not answer. Its MTA-STS policy promises TLS.',
      'could not be tested: the server does not answer. Its MTA-STS policy promises TLS',
    ],
    [
      'refused with words of the server',
      target([refusing]),
      'Required',
      'Could not be tested: server refused service: 421 4.7.0 Too many connections.',
      'could not be tested: server refused service: 421 4.7.0 Too many connections',
    ],
    [
      'refused with far too many words',
      target([{ ...refusing, said: `${'x'.repeat(79)}\u{1f600}` }]),
      'Required',
      `Could not be tested: server refused service: ${'x'.repeat(79)}….`,
      `could not be tested: server refused service: ${'x'.repeat(79)}…`,
    ],
    ['no TLS asked for', target([clear]), 'Off', 'Off never uses TLS.', 'Off never uses TLS'],
    [
      'all is well',
      relay(at('a.example', 'verified')),
      'RequiredVerify',
      'The certificate is valid.',
      'the certificate is valid',
    ],
  ])('%s', (_, seen, setting, sentence, inside) => {
    const why = outcomeReason(seen, setting);
    expect([sentenceOf(why), why.words]).toEqual([sentence, inside]);
  });

  it.each<[ReasonCode, string]>([
    ['null-mx-mixed', 'A null MX appears next to other MX records: some senders refuse all mail to the domain.'],
    ['not-all-probed', 'The domain has more MX hosts or addresses than were probed.'],
  ])('%s brings a further outcome, whatever the servers do', (reason, sentence) => {
    const seen = target([at('a.example', 'verified', reason)]);
    const outcomes = { ...seen.outcomes, Required: ['bounce', 'tls'] as const };
    expect(sentenceOf(outcomeReason({ ...seen, outcomes }, 'Required'))).toBe(sentence);
  });
});
