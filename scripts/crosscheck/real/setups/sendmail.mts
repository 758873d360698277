import type { CertificateName } from '../pki.mts';
import type { Expected, Setup } from '../setup.mts';

interface Lines {
  readonly mc?: readonly string[];
  readonly access?: readonly string[];
}

function sendmail(
  name: string,
  certificates: readonly CertificateName[],
  expected: Expected,
  lines: Lines = {},
): Setup {
  return { name: `sendmail-${name}`, server: { program: 'sendmail', ...lines }, certificates, expected };
}

const VERIFIED: Expected = { seen: 'verified' };
const REFUSED: Expected = { seen: 'unknown', reasons: ['client-refused'] };
const CLIENT = '192.0.2.1';
const DNSBL = 'dnsbl.plain.test';

export const SENDMAIL_SETUPS: readonly Setup[] = [
  sendmail('no-tls', [], { seen: 'none', reasons: ['starttls-not-supported'] }),
  sendmail('valid', ['valid'], VERIFIED),
  sendmail('rsa', ['rsa2048'], VERIFIED),
  sendmail('expired', ['expired'], { seen: 'unverified', reasons: ['certificate-expired'] }),
  sendmail('missing-intermediate', ['missing-intermediate'], {
    seen: 'unverified',
    reasons: ['certificate-chain-incomplete'],
  }),
  sendmail('wrong-name', ['wrong-name'], { seen: 'unverified', reasons: ['certificate-host-mismatch'] }),
  sendmail('greet-pause', ['valid'], VERIFIED, { mc: ["FEATURE(`greet_pause', `2000')"] }),
  sendmail('access-reject', ['valid'], REFUSED, { access: [`Connect:${CLIENT}\tREJECT`] }),
  sendmail('access-reject-no-tls', [], REFUSED, { access: [`Connect:${CLIENT}\tREJECT`] }),
  sendmail('dnsbl', ['valid'], REFUSED, {
    mc: [`FEATURE(\`dnsbl', \`${DNSBL}', \`"550 rejected because you are listed"')`],
  }),
  {
    ...sendmail(
      'rate',
      ['valid'],
      { seen: 'unknown', reasons: ['refused-421'] },
      {
        mc: ["FEATURE(`ratecontrol', `', `terminate')"],
        access: [`ClientRate:${CLIENT}\t1`],
      },
    ),
    usedUp: true,
  },
  // It has no way to demand a certificate in the handshake; mail from a client without one is refused later.
  sendmail('requires-client-at-mail', ['valid'], VERIFIED, { access: ['TLS_Clt:\tVERIFY'] }),
  sendmail('no-client-asked', ['valid'], VERIFIED, { access: ['Srv_Features:\tV'] }),
  sendmail(
    'starttls-hidden',
    ['valid'],
    { seen: 'none', reasons: ['starttls-not-supported'] },
    {
      access: ['Srv_Features:\tS'],
    },
  ),
];

const rblsmtpd = (name: string, ...options: readonly string[]): Setup => ({
  name: `rblsmtpd-${name}`,
  server: { program: 'rblsmtpd', arguments: options },
  certificates: [],
  expected: REFUSED,
});

export const RBLSMTPD_SETUPS: readonly Setup[] = [
  rblsmtpd('temporary', '-r', DNSBL),
  rblsmtpd('permanent', '-b', '-r', DNSBL),
];
