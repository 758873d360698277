import type { EnforcedTlsSetting } from '../../project/settings/tlsPolicy.ts';

/**
 * What a TLS setting does to mail to every domain while it is not restricted, as the beginning of a sentence.
 * Worded after what Salesforce documents; for PreferredVerify its documents disagree.
 */
export const UNRESTRICTED: Readonly<Record<EnforcedTlsSetting, string>> = {
  Required: 'Mail to every domain without TLS bounces',
  RequiredVerify: 'Mail to every domain without TLS, or without a valid certificate, bounces',
  PreferredVerify:
    "Mail to every domain whose certificate is not valid is sent unencrypted or is not delivered (Salesforce's documents disagree)",
};

/** A settings file is deployed; a scratch definition is checked by nothing before the org is made. */
export const EXPECTED_TO_FAIL = {
  xml: 'Deployment is expected to fail',
  json: 'Creating the scratch org is expected to fail',
} as const;

export const MAY_FAIL = {
  xml: 'A deploy may fail',
  json: 'Creating the scratch org may fail',
} as const;
