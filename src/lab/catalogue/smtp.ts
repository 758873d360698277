import { PERSONALITIES, type PersonalityName } from '../personalities.ts';
import type { MxSpec, DomainSpec } from './spec.ts';

/** Domains that are known by how their mail server behaves: one for each personality, then those with several MX. */

/** A domain with one MX, named after the personality. */
function plain(personality: PersonalityName): DomainSpec {
  const { about, seen, reasons } = PERSONALITIES[personality];
  const name = `${personality}.test`;
  return {
    name,
    about: `the MX host ${about}`,
    // One label more than `*.domain` covers.
    mx: [{ preference: 10, host: personality === 'wildcard-too-shallow' ? `a.mx.${name}` : `mx.${name}`, personality }],
    seen: [seen],
    reasons,
  };
}

const PLAIN: readonly PersonalityName[] = [
  'good',
  'self-signed',
  'expired',
  'not-yet-valid',
  'wrong-name',
  'expired-wrong-name',
  'missing-intermediate',
  'other-ca',
  'other-root-sent',
  'partial-wildcard',
  'client-certificate',
  'domain-only',
  'cn-only',
  'wildcard',
  'wildcard-too-shallow',
  'expires-soon',
  'needs-sni',
  'tls12-only',
  'tls13-only',
  'old-tls',
  'no-starttls',
  'helo-only',
  'starttls-on-greeting-line',
  'lower-case',
  'starttls-454',
  'starttls-501',
  'starttls-stall',
  'handshake-garbage',
  'handshake-alert',
  'handshake-reset',
  'handshake-stall',
  'injected-plaintext',
  'refuse',
  'blackhole',
  'unreachable',
  'banner-421',
  'banner-554',
  'ehlo-421',
  'ehlo-stall',
  'not-smtp',
  'reset',
  'close-at-ehlo',
  'tarpit',
  'one-byte-a-second',
  'late-banner',
  'endless-banner',
  'endless-ehlo',
  'megabyte-line',
  'split-replies',
  'greylisting',
];

const mx = (preference: number, host: string, personality: PersonalityName): MxSpec => ({
  preference,
  host,
  personality,
});

const SEVERAL: readonly DomainSpec[] = [
  {
    name: 'ipv6-only.test',
    about: 'the MX host has an IPv6 address only',
    mx: [{ ...mx(10, 'mx.ipv6-only.test', 'good'), address: 'v6' }],
    seen: ['verified'],
    reasons: [],
  },
  {
    name: 'dual-stack.test',
    about: 'the MX host has an IPv4 and an IPv6 address',
    mx: [{ ...mx(10, 'mx.dual-stack.test', 'good'), address: 'both' }],
    seen: ['verified'],
    reasons: [],
  },
  {
    name: 'dual-stack-differs.test',
    about: 'the MX host offers TLS over IPv4 and not over IPv6',
    mx: [
      mx(10, 'mx.dual-stack-differs.test', 'good'),
      { ...mx(10, 'mx.dual-stack-differs.test', 'no-starttls'), address: 'v6' },
    ],
    seen: ['verified', 'no-tls'],
    reasons: ['starttls-not-supported'],
  },
  {
    name: 'three-good.test',
    about: 'three MX hosts, all in order',
    mx: [
      mx(10, 'mx1.three-good.test', 'good'),
      mx(20, 'mx2.three-good.test', 'tls12-only'),
      mx(30, 'mx3.three-good.test', 'tls13-only'),
    ],
    seen: ['verified'],
    reasons: [],
  },
  {
    name: 'equal-differ.test',
    about: 'two MX hosts of equal preference, one of them without TLS',
    mx: [mx(10, 'mx1.equal-differ.test', 'good'), mx(10, 'mx2.equal-differ.test', 'no-starttls')],
    seen: ['verified', 'no-tls'],
    reasons: ['starttls-not-supported'],
  },
  {
    name: 'equal-certificates.test',
    about: 'two MX hosts of equal preference, one of them with an expired certificate',
    mx: [mx(10, 'mx1.equal-certificates.test', 'good'), mx(10, 'mx2.equal-certificates.test', 'expired')],
    seen: ['verified', 'unverified'],
    reasons: ['certificate-expired'],
  },
  {
    name: 'backup-clear.test',
    about: 'a backup MX without TLS behind a good one',
    mx: [mx(10, 'mx.backup-clear.test', 'good'), mx(20, 'backup.backup-clear.test', 'no-starttls')],
    seen: ['verified', 'no-tls'],
    reasons: ['starttls-not-supported'],
  },
  {
    name: 'backup-down.test',
    about: 'a backup MX that cannot be tested behind a good one',
    mx: [mx(10, 'mx.backup-down.test', 'good'), mx(20, 'backup.backup-down.test', 'tarpit')],
    seen: ['verified', 'unknown'],
    reasons: ['banner-timeout'],
  },
  {
    name: 'all-kinds.test',
    about: 'four MX hosts, each of another kind',
    mx: [
      mx(10, 'mx1.all-kinds.test', 'good'),
      mx(10, 'mx2.all-kinds.test', 'self-signed'),
      mx(20, 'mx3.all-kinds.test', 'no-starttls'),
      mx(30, 'mx4.all-kinds.test', 'banner-421'),
    ],
    seen: ['verified', 'unverified', 'no-tls', 'unknown'],
    reasons: ['certificate-self-signed', 'refused-421', 'starttls-not-supported'],
  },
  {
    name: 'many-mx.test',
    about: 'more MX hosts than anybody would probe',
    mx: Array.from({ length: 40 }, (_, index) => mx(10 + index, `mx${index + 1}.many-mx.test`, 'good')),
    // Never more than was seen: of some hosts nothing was.
    seen: ['verified', 'unknown'],
    reasons: ['not-all-probed'],
  },
  {
    name: 'shared-a.test',
    about: 'shares its MX host with shared-b.test',
    mx: [mx(10, 'mx.shared.test', 'good')],
    seen: ['verified'],
    reasons: [],
  },
  {
    name: 'shared-b.test',
    about: 'shares its MX host with shared-a.test',
    mx: [mx(5, 'MX.Shared.Test', 'good')],
    seen: ['verified'],
    reasons: [],
  },
  {
    name: 'xn--bcher-kva.test',
    about: 'an internationalised domain (bücher.test)',
    mx: [mx(10, 'mx.xn--bcher-kva.test', 'good')],
    seen: ['verified'],
    reasons: [],
  },
];

export const SMTP_DOMAINS: readonly DomainSpec[] = [...PLAIN.map(plain), ...SEVERAL];
