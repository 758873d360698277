// npm run generate writes this file from the names of the others. Only the order within a group is written by hand.
import { bccNeedsAddress } from './bcc-needs-address.ts';
import { booleanValue } from './boolean-value.ts';
import { domainDuplicate } from './domain-duplicate.ts';
import { domainForm } from './domain-form.ts';
import { domainSyntax } from './domain-syntax.ts';
import { domainsNotRestricted } from './domains-not-restricted.ts';
import { duplicateElement } from './duplicate-element.ts';
import { elementDeprecated } from './element-deprecated.ts';
import { elementRemoved } from './element-removed.ts';
import { elementSince } from './element-since.ts';
import { fileName } from './file-name.ts';
import { filterPriority } from './filter-priority.ts';
import { filterUnknownRelay } from './filter-unknown-relay.ts';
import { filterUnreachable } from './filter-unreachable.ts';
import { ipAddressHost } from './ip-address-host.ts';
import { preflightBounces } from './preflight-bounces.ts';
import { preflightDepends } from './preflight-depends.ts';
import { relayAuthIncomplete } from './relay-auth-incomplete.ts';
import { relayAuthNeedsVerify } from './relay-auth-needs-verify.ts';
import { relayBounceConflict } from './relay-bounce-conflict.ts';
import { relayPort } from './relay-port.ts';
import { relaySecret } from './relay-secret.ts';
import { relayTlsOff } from './relay-tls-off.ts';
import { relayTlsSetting } from './relay-tls-setting.ts';
import { relayUnused } from './relay-unused.ts';
import { resendNeedsBounceHandling } from './resend-needs-bounce-handling.ts';
import { restrictNeedsTlsSetting } from './restrict-needs-tls-setting.ts';
import { restrictWithoutDomains } from './restrict-without-domains.ts';
import { rootElement } from './root-element.ts';
import type { Rule } from './rule.ts';
import { senderIdNeedsSpf } from './sender-id-needs-spf.ts';
import { tlsFailuresUnseen } from './tls-failures-unseen.ts';
import { tlsRequiredUnrestricted } from './tls-required-unrestricted.ts';
import { tlsSettingInMetadata } from './tls-setting-in-metadata.ts';
import { tlsSettingUnrecorded } from './tls-setting-unrecorded.ts';
import { tlsSettingValue } from './tls-setting-value.ts';
import { unknownElement } from './unknown-element.ts';
import { wildcardMissesApex } from './wildcard-misses-apex.ts';
import { wildcardPosition } from './wildcard-position.ts';
import { wildcardTooBroad } from './wildcard-too-broad.ts';
import { xmlSyntax } from './xml-syntax.ts';

/** Every rule, in the order of the tables. */
export const RULES: readonly Rule[] = [
  tlsRequiredUnrestricted,
  ipAddressHost,
  restrictWithoutDomains,
  domainsNotRestricted,
  restrictNeedsTlsSetting,
  tlsSettingUnrecorded,
  tlsSettingInMetadata,
  tlsSettingValue,
  tlsFailuresUnseen,
  domainSyntax,
  wildcardMissesApex,
  wildcardTooBroad,
  wildcardPosition,
  domainDuplicate,
  domainForm,
  xmlSyntax,
  rootElement,
  unknownElement,
  elementSince,
  elementRemoved,
  elementDeprecated,
  duplicateElement,
  booleanValue,
  senderIdNeedsSpf,
  resendNeedsBounceHandling,
  bccNeedsAddress,
  fileName,
  relayPort,
  relayTlsSetting,
  relayTlsOff,
  relayAuthNeedsVerify,
  relayAuthIncomplete,
  relaySecret,
  relayUnused,
  filterPriority,
  filterUnreachable,
  filterUnknownRelay,
  relayBounceConflict,
  preflightBounces,
  preflightDepends,
];
