import type { CertificateName } from '../pki.mts';
import type { Dane, Expected, Setup, Tlsa } from '../setup.mts';

function dane(
  name: string,
  certificate: CertificateName | undefined,
  records: readonly Tlsa[],
  expected: Expected,
  more: Partial<Dane> = {},
): Setup {
  return {
    name: `dane-${name}`,
    server: { program: 'postfix' },
    certificates: certificate === undefined ? [] : [certificate],
    dane: { records, ...more },
    expected,
  };
}

const tlsa = (usage: Tlsa['usage'], of: Tlsa['of'], more: Partial<Tlsa> = {}): Tlsa => ({
  usage,
  selector: usage === 3 ? 1 : 0,
  matchingType: 1,
  of,
  ...more,
});

const MISMATCH = ['tlsa-invalid'];

/** The certificate alone decides what Salesforce does; DANE is what the domain promises beside. */
export const DANE_SETUPS: readonly Setup[] = [
  dane('3-match', 'self-signed', [tlsa(3, 'leaf')], { seen: 'unverified', dane: 'valid' }),
  dane('3-match-expired', 'expired', [tlsa(3, 'leaf')], {
    seen: 'unverified',
    reasons: ['certificate-expired'],
    dane: 'valid',
  }),
  dane('3-one-of-two', 'valid', [tlsa(3, 'nobody'), tlsa(3, 'leaf')], { seen: 'verified', dane: 'valid' }),
  dane('3-mismatch', 'valid', [tlsa(3, 'nobody')], { seen: 'verified', reasons: MISMATCH, dane: 'mismatch' }),
  dane('3-wrong-length', 'valid', [tlsa(3, 'leaf', { bytes: 20 })], { seen: 'verified', dane: 'unusable' }),
  dane('2-match', 'valid', [tlsa(2, 'intermediate')], { seen: 'verified', dane: 'valid' }),
  dane('2-anchor-not-sent', 'valid', [tlsa(2, 'root', { matchingType: 0 })], { seen: 'verified', dane: 'valid' }),
  dane('2-mismatch', 'valid', [tlsa(2, 'nobody')], { seen: 'verified', reasons: MISMATCH, dane: 'mismatch' }),
  dane('2-wrong-name', 'wrong-name', [tlsa(2, 'intermediate')], {
    seen: 'unverified',
    reasons: ['certificate-host-mismatch', ...MISMATCH],
    dane: 'mismatch',
  }),
  dane('2-wrong-length', 'valid', [tlsa(2, 'intermediate', { bytes: 31 })], { seen: 'verified', dane: 'unusable' }),
  dane('2-expired-below-anchor', 'expired-intermediate', [tlsa(2, 'root', { matchingType: 0 })], {
    seen: 'unverified',
    reasons: ['certificate-expired', ...MISMATCH],
    dane: 'mismatch',
  }),
  // Whether the dates of the anchor itself count is open: RFC 5280 §6.1.1 does not ask for it, RFC 7672 is silent.
  dane('2-expired-anchor', 'expired-intermediate', [tlsa(2, 'expired-intermediate')], {
    seen: 'unverified',
    reasons: ['certificate-expired'],
    dane: ['valid', 'mismatch'],
  }),
  dane('2-issued-nothing', 'unrelated', [tlsa(2, 'intermediate')], {
    seen: 'unverified',
    reasons: MISMATCH,
    dane: 'mismatch',
  }),
  dane('1-unusable', 'valid', [tlsa(1, 'leaf')], { seen: 'verified', dane: 'unusable' }),
  dane('no-starttls', undefined, [tlsa(3, 'leaf')], {
    seen: 'none',
    reasons: ['starttls-not-supported', 'dane-required'],
    // The reason says it; no certificate was seen that could match or not.
    dane: ['mismatch', 'unknown'],
  }),
  dane('unsigned', 'valid', [tlsa(3, 'leaf')], { seen: 'verified', dane: 'insecure' }, { zone: 'unsigned' }),
  dane('bogus', 'valid', [tlsa(3, 'leaf')], { seen: 'verified', dane: 'unknown' }, { zone: 'bogus' }),
  dane(
    'alias',
    'valid',
    [tlsa(3, 'leaf')],
    { seen: 'verified', reasons: ['mx-is-cname'], dane: 'valid' },
    {
      alias: true,
    },
  ),
];
