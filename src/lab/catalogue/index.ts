import { DNS_DOMAINS } from './dns.ts';
import { PROMISE_DOMAINS } from './policies.ts';
import { SMTP_DOMAINS } from './smtp.ts';
import type { DomainSpec, RelaySpec } from './spec.ts';

export const RELAYS: readonly RelaySpec[] = [
  { name: 'relay.test', about: 'a relay as it should be', personality: 'good', seen: ['verified'], reasons: [] },
  {
    name: 'relay-clear.test',
    about: 'a relay without TLS',
    personality: 'no-starttls',
    seen: ['no-tls'],
    reasons: ['starttls-not-supported'],
  },
  {
    name: 'relay-private-ca.test',
    about: "a relay with the company's own authority",
    personality: 'other-ca',
    seen: ['unverified-relay'],
    reasons: ['certificate-chain-incomplete'],
  },
  {
    name: 'relay-closed.test',
    about: 'a relay that is not there',
    personality: 'refuse',
    seen: ['unknown'],
    reasons: ['connect-refused'],
  },
];

export const DOMAINS: readonly DomainSpec[] = [...SMTP_DOMAINS, ...DNS_DOMAINS, ...PROMISE_DOMAINS];
