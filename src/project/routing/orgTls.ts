import type { Coverage } from '../../mail/domain.ts';
import type { TlsSetting } from '../../mail/tlsSetting.ts';
import { itemCovers, listsNothing } from '../domains/domainList.ts';
import type { ProjectFacts } from '../facts.ts';
import { tlsPolicies, type TlsPolicy } from '../settings/tlsPolicy.ts';
import type { DomainList, DomainItem } from '../domains/model.ts';

/** A TLS setting that a mail may get, and why. */
export interface PossibleTls {
  /** Undefined: one that is written down nowhere. */
  readonly setting: TlsSetting | undefined;
  readonly because: TlsReason;
  /** The entry that covers the domain, or may do so. */
  readonly item?: DomainItem | undefined;
}

export type TlsReason =
  /** The relay's own setting. */
  | 'relay'
  /** The relay is not known, or its setting is not exported or is none. */
  | 'relay-unknown'
  | 'relay-setting-unsaid'
  | 'relay-setting-invalid'
  /** The recorded setting is Preferred, which a restriction would not change. */
  | 'preferred-for-all'
  /** The setting is not restricted to domains. */
  | 'not-restricted'
  /** The restriction is on, and the domain is listed, or surely is not. */
  | 'listed'
  | 'not-listed'
  | 'list-empty'
  /** The restriction is on, and whether an entry covers the domain is not documented. */
  | 'maybe-listed'
  /** Nothing records the list, or whether it is in force. */
  | 'list-unsaid'
  | 'restriction-unsaid'
  /** Nothing records the setting, or what is recorded is none. */
  | 'setting-unsaid'
  | 'setting-invalid';

/**
 * Which TLS setting Salesforce's own servers use for mail to a domain: the recorded one, Preferred for a domain that
 * is not listed while the restriction is on, or one of several where the project leaves it open.
 */
export function orgTls(project: ProjectFacts, domain: string): readonly PossibleTls[] {
  // A scratch org has a Setup of its own, and no relays that anybody exports.
  const scratch = new Set(project.scratchDefinitions.map(({ holder }) => holder));
  const policies = tlsPolicies(project).filter(({ holder }) => !holder || !scratch.has(holder));
  const found = policies.flatMap((policy) => policyTls(policy, domain));
  return found.length === 0 ? [{ setting: undefined, because: 'setting-unsaid' }] : withoutRepeats(found);
}

function policyTls(policy: TlsPolicy, domain: string): readonly PossibleTls[] {
  const { level, list, restrict } = policy;
  const setting = level?.setting;
  if (setting === 'Preferred') return [{ setting, because: 'preferred-for-all' }];
  const recorded = (because: TlsReason, item?: DomainItem): PossibleTls => {
    if (setting !== undefined) return { setting, because, item };
    return { setting, because: level ? 'setting-invalid' : 'setting-unsaid', item };
  };
  const preferred = (because: TlsReason, item?: DomainItem): PossibleTls => ({ setting: 'Preferred', because, item });
  if (restrict?.boolean === false) return [recorded('not-restricted')];
  const { coverage, item } = listed(list, domain);
  if (coverage === 'yes') return [recorded('listed', item)];
  // Only a `false` that stands there is sure: what the project leaves out, the org may have.
  if (restrict?.boolean !== true) return [recorded('restriction-unsaid'), preferred('restriction-unsaid')];
  if (!list) return [recorded('list-unsaid'), preferred('list-unsaid')];
  if (coverage === 'unknown') return [recorded('maybe-listed', item), preferred('maybe-listed', item)];
  return [preferred(listsNothing(list) ? 'list-empty' : 'not-listed')];
}

function listed(
  list: DomainList | undefined,
  domain: string,
): { readonly coverage: Coverage; readonly item: DomainItem | undefined } {
  let maybe: DomainItem | undefined;
  for (const item of list?.items ?? []) {
    const coverage = itemCovers(item, domain);
    if (coverage === 'yes') return { coverage, item };
    if (coverage === 'unknown') maybe ??= item;
  }
  return { coverage: maybe ? 'unknown' : 'no', item: maybe };
}

/** Several settings files of one project may say the same. */
const withoutRepeats = (all: readonly PossibleTls[]): readonly PossibleTls[] =>
  all.filter(
    (one, index) => all.findIndex((other) => other.setting === one.setting && other.because === one.because) === index,
  );
