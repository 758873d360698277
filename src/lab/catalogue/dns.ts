import type { RecordType } from 'dns-packet';
import type { ReasonCode } from '../../mail/reasonCode.ts';
import type { Seen } from '../expected.ts';
import type { LabRecord, Trouble, ZoneLine } from '../zone.ts';
import type { MxSpec, DomainSpec } from './spec.ts';

/** Domains that are known by what the DNS says of them. Their mail servers, if any, are in order. */

const good = (host: string, more: Partial<MxSpec> = {}): MxSpec => ({
  preference: 10,
  host,
  personality: 'good',
  ...more,
});
const absent = (host: string, preference = 10): MxSpec => ({
  preference,
  host,
  personality: 'nobody',
  address: 'none',
});
const mxRecord = (preference: number, exchange: string): LabRecord => ({ type: 'MX', data: { preference, exchange } });
const line = (name: string, ...records: readonly LabRecord[]): ZoneLine => ({ name, records });
const trouble = (name: string, type: RecordType, kind: Trouble): ZoneLine => ({ name, trouble: { type, kind } });

/** A domain whose MX question goes wrong in one way. */
const troubled = (
  name: string,
  about: string,
  kind: Trouble,
  seen: Seen = 'unknown',
  reasons: readonly ReasonCode[] = ['dns-temporary'],
): DomainSpec => ({ name, about, mx: [good(`mx.${name}`)], lines: [trouble(name, 'MX', kind)], seen: [seen], reasons });

const NO_MAIL: readonly DomainSpec[] = [
  {
    name: 'null-mx.test',
    about: 'takes no mail (RFC 7505)',
    mx: [],
    lines: [line('null-mx.test', mxRecord(0, '.'))],
    seen: ['no-mail'],
    reasons: ['null-mx'],
  },
  {
    name: 'null-mx-mixed.test',
    about: 'has a null MX beside a real one',
    mx: [good('mx.null-mx-mixed.test')],
    lines: [line('null-mx-mixed.test', mxRecord(0, '.'))],
    seen: ['verified', 'no-mail'],
    reasons: ['null-mx-mixed'],
  },
  { name: 'nxdomain.test', about: 'does not exist', mx: [], seen: ['no-mail'], reasons: ['nxdomain'] },
  {
    name: 'nothing.test',
    about: 'exists, but has neither MX nor address',
    mx: [],
    lines: [line('nothing.test', { type: 'TXT', data: ['v=spf1 -all'] })],
    seen: ['no-mail'],
    reasons: ['no-address'],
  },
  {
    name: 'mx-without-address.test',
    about: 'the MX host has no address; the address of the domain is no way out',
    mx: [absent('mx.mx-without-address.test')],
    lines: [
      line('mx.mx-without-address.test', { type: 'TXT', data: ['nothing here'] }),
      line('mx-without-address.test', { type: 'A', data: '203.0.113.254' }),
    ],
    seen: ['no-mail'],
    reasons: ['no-address'],
  },
  {
    name: 'mx-nxdomain.test',
    about: 'the MX host does not exist',
    mx: [absent('mx.gone.test')],
    seen: ['no-mail'],
    reasons: ['no-address'],
  },
  {
    name: 'mx-half-gone.test',
    about: 'one MX host does not exist, the other is in order',
    mx: [absent('mx1.gone.test', 5), good('mx2.mx-half-gone.test')],
    seen: ['verified'],
    reasons: ['no-address'],
  },
];

const UNKNOWN: readonly DomainSpec[] = [
  troubled('dns-servfail.test', 'the name server fails (SERVFAIL)', 'servfail'),
  troubled('dns-refused.test', 'the name server refuses (REFUSED)', 'refused'),
  troubled('dns-timeout.test', 'the name server does not answer', 'drop'),
  troubled('dns-wrong-id.test', 'answers come with a wrong id, as forged ones do', 'wrong-id'),
  troubled('dns-wrong-question.test', 'answers come to another question', 'wrong-question'),
  {
    name: 'dns-address-servfail.test',
    about: 'the address of the MX host cannot be looked up',
    mx: [absent('mx.dns-address-servfail.test')],
    lines: [
      trouble('mx.dns-address-servfail.test', 'A', 'servfail'),
      trouble('mx.dns-address-servfail.test', 'AAAA', 'servfail'),
    ],
    seen: ['unknown'],
    reasons: ['dns-temporary'],
  },
  {
    name: 'mx-alias-loop.test',
    about: 'the MX host is an alias of an alias of itself',
    mx: [absent('mx.mx-alias-loop.test')],
    lines: [
      line('mx.mx-alias-loop.test', { type: 'CNAME', data: 'other.mx-alias-loop.test' }),
      line('other.mx-alias-loop.test', { type: 'CNAME', data: 'mx.mx-alias-loop.test' }),
    ],
    seen: ['unknown'],
    reasons: ['dns-temporary'],
  },
  {
    name: 'mx-alias-chain.test',
    about: 'the MX host is the first of 18 aliases',
    mx: [absent('alias0.mx-alias-chain.test')],
    lines: [
      ...Array.from({ length: 18 }, (_, index) =>
        line(`alias${index}.mx-alias-chain.test`, { type: 'CNAME', data: `alias${index + 1}.mx-alias-chain.test` }),
      ),
      line('alias18.mx-alias-chain.test', { type: 'A', data: '203.0.113.249' }),
    ],
    seen: ['unknown'],
    reasons: ['dns-temporary'],
  },
  {
    name: 'private-address.test',
    about: 'the address of the MX host is private (RFC 1918)',
    mx: [absent('mx.private-address.test')],
    lines: [line('mx.private-address.test', { type: 'A', data: '10.0.0.25' })],
    seen: ['unknown'],
    reasons: ['address-not-public'],
  },
  {
    name: 'loopback-address.test',
    about: 'the addresses of the MX host are loopback',
    mx: [absent('mx.loopback-address.test')],
    lines: [
      line(
        'mx.loopback-address.test',
        { type: 'A', data: '127.0.0.1' },
        { type: 'AAAA', data: '::1' },
        { type: 'AAAA', data: '::ffff:127.0.0.1' },
      ),
    ],
    seen: ['unknown'],
    reasons: ['address-not-public'],
  },
];

const ODD: readonly DomainSpec[] = [
  troubled('dns-slow.test', 'the name server takes its time', 'slow', 'verified', []),
  troubled('dns-servfail-once.test', 'the name server fails (SERVFAIL) once', 'servfail-once', 'verified', []),
  troubled('dns-without-edns.test', 'the name server drops what has EDNS', 'drop-edns', 'verified', []),
  troubled('dns-bare-formerr.test', 'the name server answers EDNS with a bare FORMERR', 'formerr-edns', 'verified', []),
  troubled('dns-truncated.test', 'the answer fits into TCP only', 'truncate', 'verified', []),
  {
    name: 'implicit-a.test',
    about: 'no MX, but an IPv4 address',
    mx: [good('implicit-a.test')],
    implicit: true,
    seen: ['verified'],
    reasons: [],
  },
  {
    name: 'implicit-aaaa.test',
    about: 'no MX, but an IPv6 address',
    mx: [good('implicit-aaaa.test', { address: 'v6' })],
    implicit: true,
    seen: ['verified'],
    reasons: [],
  },
  {
    name: 'implicit-clear.test',
    about: 'no MX, but an IPv4 address, where a server has no TLS',
    mx: [good('implicit-clear.test', { personality: 'no-starttls' })],
    implicit: true,
    seen: ['no-tls'],
    reasons: ['starttls-not-supported'],
  },
  {
    name: 'mx-is-cname.test',
    about: 'the MX host is an alias (RFC 2181 §10.3 forbids it)',
    mx: [good('alias.mx-is-cname.test', { alias: 'mx.mx-is-cname.test' })],
    seen: ['verified'],
    reasons: ['mx-is-cname'],
  },
  {
    name: 'mx-is-ip.test',
    about: 'the MX is an IP address, which no certificate names',
    mx: [good('192.0.2.250', { address: 'literal', personality: 'wrong-name' })],
    seen: ['unverified'],
    reasons: ['certificate-host-mismatch', 'mx-is-ip'],
  },
  {
    name: 'domain-is-cname.test',
    about: 'the domain itself is an alias for good.test',
    mx: [],
    lines: [line('domain-is-cname.test', { type: 'CNAME', data: 'good.test' })],
    seen: ['verified'],
    reasons: [],
  },
];

export const DNS_DOMAINS: readonly DomainSpec[] = [...NO_MAIL, ...UNKNOWN, ...ODD];
