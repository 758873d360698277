import { outcomes, type Outcome } from './outcome.ts';
import type { OrgTlsSetting } from './tlsSetting.ts';

/**
 * What a TLS setting does, for the moment of choosing: `Mail bounces if the server has no TLS, ...`. One to three
 * sentences, different for each setting. Sources: those of `outcomes`; that Required checks no certificate means that it
 * does not check who answers (Salesforce Help "Set Up TLS").
 */
export function settingEffect(setting: OrgTlsSetting): string {
  const without = outcomes(setting, 'none').map((outcome) => VERBS[outcome]);
  const unverified = outcomes(setting, 'unverified').map((outcome) => VERBS[outcome]);
  const doubt = unverified.length > 1 ? " (Salesforce's documents disagree)" : '';
  const effect = `Mail ${without.join(' or ')} if the server has no TLS, and ${unverified.join(' or ')} if its certificate is not valid${doubt}.`;
  return `${effect}${ATTACKERS[setting]}`;
}

const VERBS: Readonly<Record<Outcome, string>> = {
  tls: 'is sent with TLS',
  clear: 'is sent unencrypted',
  bounce: 'bounces',
  unknown: 'is not known',
};

/** What the setting does not protect against. Of Required Verify, nothing is claimed. */
const ATTACKERS: Readonly<Record<OrgTlsSetting, string>> = {
  Preferred: ' It does not protect against an attacker on the network, who can suppress TLS.',
  Required: ' It does not protect against an attacker who answers in place of the server.',
  PreferredVerify: ' It does not protect against an attacker on the network, who can suppress TLS.',
  RequiredVerify: '',
};
