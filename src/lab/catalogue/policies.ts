import { POLICIES, type PolicyName } from '../mtaSts.ts';
import type { ZoneLine } from '../zone.ts';
import type { MxSpec, DaneSeen, DomainSpec } from './spec.ts';

/** Domains that are known by what they promise: MTA-STS, TLS-RPT, DANE. Promises never change an outcome. */

const mxOf = (name: string, personality: MxSpec['personality'] = 'good'): readonly MxSpec[] => [
  { preference: 10, host: `mx.${name}`, personality },
];

/** One domain for each way in which a policy is published. */
function withPolicy(policy: PolicyName): DomainSpec {
  const name = `sts-${policy}.test`;
  const { about, seen, reasons } = POLICIES[policy];
  return {
    name,
    about: `the MTA-STS policy ${about}`,
    mx: mxOf(name),
    policy,
    seen: ['verified'],
    reasons,
    promised: { mtaSts: seen },
  };
}

const STS_RECORD = ['v=STSv1; id=20260101T000000Z;'] as const;
const RPT_RECORD = ['v=TLSRPTv1; rua=mailto:tls@reports.test'] as const;

const STS: readonly DomainSpec[] = [
  ...(Object.keys(POLICIES) as PolicyName[]).map(withPolicy),
  {
    name: 'sts-unreachable.test',
    about: 'announces an MTA-STS policy; the policy host takes no connections',
    mx: mxOf('sts-unreachable.test'),
    stsTxt: [STS_RECORD],
    lines: [
      {
        name: 'mta-sts.sts-unreachable.test',
        records: [{ type: 'CNAME', data: 'mx.sts-unreachable.test' }],
      },
    ],
    seen: ['verified'],
    reasons: [],
    promised: { mtaSts: 'unknown' },
  },
  {
    name: 'sts-two-records.test',
    about: 'announces MTA-STS twice, which counts as not at all (RFC 8461 §3.1)',
    mx: mxOf('sts-two-records.test'),
    policy: 'enforce',
    stsTxt: [STS_RECORD, ['v=STSv1; id=2;']],
    seen: ['verified'],
    reasons: [],
    promised: { mtaSts: 'ignored' },
  },
  {
    name: 'sts-split-record.test',
    about: 'announces MTA-STS in a record of two strings, beside another record',
    mx: mxOf('sts-split-record.test'),
    policy: 'enforce',
    stsTxt: [['v=STS', 'v1; id=1;'], ['unrelated']],
    seen: ['verified'],
    reasons: [],
    promised: { mtaSts: 'enforce' },
  },
  {
    name: 'sts-broken-promise.test',
    about: 'enforces MTA-STS, but its MX host has no TLS',
    mx: mxOf('sts-broken-promise.test', 'no-starttls'),
    policy: 'enforce',
    seen: ['no-tls'],
    reasons: ['starttls-not-supported'],
    promised: { mtaSts: 'enforce' },
  },
];

const RPT: readonly DomainSpec[] = [
  {
    name: 'tls-rpt.test',
    about: 'asks for TLS reports',
    mx: mxOf('tls-rpt.test'),
    tlsRptTxt: [RPT_RECORD],
    seen: ['verified'],
    reasons: [],
    promised: { tlsRpt: 'valid' },
  },
  {
    name: 'tls-rpt-https.test',
    about: 'asks for TLS reports by HTTPS and mail',
    mx: mxOf('tls-rpt-https.test'),
    tlsRptTxt: [['v=TLSRPTv1; rua=https://reports.test/v1,mailto:tls@reports.test;']],
    seen: ['verified'],
    reasons: [],
    promised: { tlsRpt: 'valid' },
  },
  {
    name: 'tls-rpt-invalid.test',
    about: 'asks for TLS reports and does not say where',
    mx: mxOf('tls-rpt-invalid.test'),
    tlsRptTxt: [['v=TLSRPTv1; rua=ftp://reports.test']],
    seen: ['verified'],
    reasons: [],
    promised: { tlsRpt: 'invalid' },
  },
];

/** A domain with TLSA records and a good server, unless said otherwise. */
const dane = (name: string, about: string, seen: DaneSeen, more: Partial<DomainSpec>): DomainSpec => ({
  name,
  about,
  mx: mxOf(name),
  seen: ['verified'],
  reasons: [],
  promised: { dane: seen },
  ...more,
});

const servfail = (name: string): ZoneLine => ({ name, trouble: { type: 'TLSA', kind: 'servfail' } });

const DANE: readonly DomainSpec[] = [
  dane('dane.test', 'TLSA for the key, all secure', 'valid', { tlsa: 'end-entity', secure: true }),
  dane('dane-authority.test', 'TLSA for the intermediate certificate, all secure', 'valid', {
    tlsa: 'authority',
    secure: true,
  }),
  dane('dane-unsent-root.test', 'TLSA with the whole root, which the server does not send, all secure', 'valid', {
    tlsa: 'unsent-root',
    secure: true,
  }),
  dane('dane-stray.test', 'TLSA for a certificate that is sent and issued nothing, all secure', 'mismatch', {
    mx: mxOf('dane-stray.test', 'stray-certificate'),
    tlsa: 'stray',
    secure: true,
    reasons: ['tlsa-invalid'],
  }),
  dane(
    'dane-authority-expired.test',
    'TLSA for the authority of a certificate that has expired, all secure',
    'mismatch',
    {
      mx: mxOf('dane-authority-expired.test', 'expired'),
      tlsa: 'authority',
      secure: true,
      seen: ['unverified'],
      reasons: ['certificate-expired', 'tlsa-invalid'],
    },
  ),
  dane(
    'dane-authority-wrong-name.test',
    'TLSA for the authority of a certificate of another host, all secure',
    'mismatch',
    {
      mx: mxOf('dane-authority-wrong-name.test', 'wrong-name'),
      tlsa: 'authority',
      secure: true,
      seen: ['unverified'],
      reasons: ['certificate-host-mismatch', 'tlsa-invalid'],
    },
  ),
  dane('dane-alias.test', 'TLSA at the name that the MX host is an alias of, all secure', 'valid', {
    mx: [{ preference: 10, host: 'alias.dane-alias.test', personality: 'good', alias: 'mx.dane-alias.test' }],
    tlsa: 'end-entity',
    tlsaAtAlias: true,
    secure: true,
    reasons: ['mx-is-cname'],
  }),
  dane('dane-short.test', 'TLSA with a digest that is too short, all secure', 'unusable', {
    tlsa: 'short',
    secure: true,
  }),
  dane('dane-no-tls.test', 'TLSA, all secure, and no STARTTLS', 'mismatch', {
    mx: mxOf('dane-no-tls.test', 'no-starttls'),
    tlsa: 'end-entity',
    secure: true,
    seen: ['no-tls'],
    reasons: ['dane-required', 'starttls-not-supported'],
  }),
  dane('dane-needs-sni.test', 'TLSA for the key that the server shows to those who name it, all secure', 'valid', {
    mx: mxOf('dane-needs-sni.test', 'needs-sni'),
    tlsa: 'end-entity',
    secure: true,
    seen: ['certificate-by-name'],
    reasons: ['certificate-host-mismatch', 'certificate-self-signed', 'depends-on-sni'],
  }),
  dane('dane-self-signed.test', 'TLSA for the key of a self-signed certificate, all secure', 'valid', {
    mx: mxOf('dane-self-signed.test', 'self-signed'),
    tlsa: 'end-entity',
    secure: true,
    seen: ['unverified'],
    reasons: ['certificate-self-signed'],
  }),
  dane('dane-mismatch.test', 'TLSA for another key, all secure', 'mismatch', {
    tlsa: 'mismatch',
    secure: true,
    reasons: ['tlsa-invalid'],
  }),
  dane('dane-insecure.test', 'TLSA without DNSSEC', 'insecure', { tlsa: 'end-entity' }),
  dane('dane-mx-insecure.test', 'TLSA secure, but the MX answer is not', 'insecure', {
    tlsa: 'end-entity',
    lines: [
      { name: 'mx.dane-mx-insecure.test', secure: true },
      { name: '_25._tcp.mx.dane-mx-insecure.test', secure: true },
    ],
  }),
  dane('dane-servfail.test', 'the TLSA question fails, as it does when DNSSEC does not validate', 'unknown', {
    secure: true,
    lines: [servfail('_25._tcp.mx.dane-servfail.test')],
  }),
];

export const PROMISE_DOMAINS: readonly DomainSpec[] = [
  ...STS,
  ...RPT,
  ...DANE,
  {
    name: 'exemplary.test',
    about: 'does everything right and promises it in every way',
    mx: mxOf('exemplary.test'),
    policy: 'enforce',
    tlsRptTxt: [RPT_RECORD],
    tlsa: 'end-entity',
    secure: true,
    seen: ['verified'],
    reasons: [],
    promised: { mtaSts: 'enforce', tlsRpt: 'valid', dane: 'valid' },
  },
];
