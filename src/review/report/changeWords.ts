import type { Change, DomainsChange, RecordChange, RecordedLevel, SetupStep, Switch } from '../model.ts';
import { printable } from '../../text/printable.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import { LONGEST, namesWords } from './words.ts';
import { counted } from '../../output/words.ts';

/** What changed, without its place. */
export function changeWords({ what }: Change): string {
  switch (what.kind) {
    case 'tls-setting':
      return `TLS setting: ${levelWords(what.before)} → ${levelWords(what.after)}`;
    case 'restriction':
      return `enableRestrictTlsToDomains: ${switchWords(what.before)} → ${switchWords(what.after)}${scratchWords(what.scratch)}`;
    case 'domains':
      return domainsWords(what);
    case 'setting':
      return `${printable(what.name, LONGEST)}: ${valueWords(what.before)} → ${valueWords(what.after)}${scratchWords(what.scratch)}`;
    case 'scratch-tls':
      return `TLS values in a scratch definition: ${valueWords(what.before)} → ${valueWords(what.after)}`;
    case 'access-level':
      return `access level: ${valueWords(what.before, 'not recorded')} → ${valueWords(what.after, 'not recorded')}`;
    case 'rule-level':
      return `rule ${printable(what.rule, LONGEST)}: ${what.before ?? 'default'} → ${what.after ?? 'default'}`;
    case 'relay':
    case 'filter':
      return recordWords(what);
    case 'file':
      return fileWords(what.change, what.from, what.to);
    case 'unreadable':
      return what.side === 'after'
        ? `only partly reviewed, because it cannot be read: ${printable(what.message, LONGEST)}`
        : `the version before could be read only in part: ${printable(what.message, LONGEST)}`;
  }
}

/** A few words for what the record says otherwise now: `Preferred to Required`. */
export function shortChangeWords({ what }: Change): string | undefined {
  switch (what.kind) {
    case 'tls-setting':
      return `${levelWords(what.before)} to ${levelWords(what.after)}`;
    case 'access-level':
      return `${valueWords(what.before, 'not recorded')} to ${valueWords(what.after, 'not recorded')}`;
    case 'domains': {
      const parts = [
        ...(what.added.length > 0 ? [`${counted(what.added.length, 'domain')} added`] : []),
        ...(what.dropped.length > 0 ? [`${counted(what.dropped.length, 'domain')} removed`] : []),
      ];
      return parts.length > 0 ? parts.join(', ') : undefined;
    }
    default:
      return undefined;
  }
}

const levelWords = (level: RecordedLevel): string =>
  level === undefined ? 'not recorded' : level === 'invalid' ? 'no TLS setting' : tlsSettingLabel(level);

const switchWords = (value: Switch): string =>
  value === undefined ? 'not set' : value === 'invalid' ? 'neither true nor false' : String(value);

const valueWords = (value: string | undefined, none = 'not set'): string =>
  value === undefined ? none : printable(value, LONGEST);

const scratchWords = (scratch: boolean): string => (scratch ? ' in scratch orgs made from it' : '');

function domainsWords({ added, dropped, listedBefore, listedAfter }: DomainsChange): string {
  const parts = [
    ...(added.length > 0 ? [`added ${namesWords(added.map(({ domain }) => domain))}`] : []),
    ...(dropped.length > 0 ? [`removed ${namesWords(dropped.map(({ domain }) => domain))}`] : []),
  ];
  const head = listedAfter ? (listedBefore ? 'domain list' : 'domain list (new)') : 'domain list removed';
  return [head, ...(parts.length > 0 ? [parts.join('; ')] : [])].join(': ');
}

function recordWords({ kind, change, name, fields }: RecordChange): string {
  const called =
    kind === 'relay'
      ? `relay ${name === undefined ? 'without a host' : printable(name, LONGEST)}`
      : name === undefined || name === 'blank'
        ? 'domain filter without priority'
        : `domain filter of priority ${printable(name, LONGEST)}`;
  const values = fields.map(({ name: field, before, after }) =>
    change === 'changed'
      ? `${field}: ${valueWords(before)} → ${valueWords(after)}`
      : `${field} ${valueWords(after ?? before)}`,
  );
  return `${called} ${change === 'changed' ? 'changed' : change}: ${values.join(', ')}`;
}

function fileWords(change: 'added' | 'removed' | 'moved', from: string | undefined, to: string | undefined): string {
  if (change === 'moved') return `file moved: ${printable(from ?? '')} → ${printable(to ?? '')}`;
  return `file ${change}: ${printable(to ?? from ?? '')}`;
}

/** What a change does besides its effects on mail. */
export function remarkWords({ what, effects }: Change): string | undefined {
  switch (what.kind) {
    case 'setting':
      if (what.told === 'no-longer')
        return 'From now on, senders are not told about bounces: bounces go to Salesforce, and senders get no copy.';
      if (what.told === 'again') return 'From now on, senders are told about bounces.';
      return what.fact?.mail;
    case 'tls-setting':
    case 'domains':
      return effects.length === 0
        ? 'The effect on mail does not change, as long as Setup matches the deliverability file.'
        : undefined;
    case 'relay':
    case 'filter':
      return effects.length === 0 ? 'No change of route is known.' : undefined;
    case 'restriction':
      if (what.scratch) return 'This affects only scratch orgs.';
      return effects.length === 0 ? 'The effect on mail does not change.' : undefined;
    case 'access-level':
      return 'This decides whether mail is sent at all: make sure that Setup matches.';
    case 'rule-level':
      return what.after === 'off' ? 'Its findings are no longer reported.' : undefined;
    case 'unreadable':
      return what.side === 'after' ? 'Changes may be missing here.' : 'This review may be incomplete.';
    case 'scratch-tls':
      return 'Salesforce does not know this element, so mail is not affected.';
    case 'file':
      return undefined;
  }
}

/** One line of a check list: what to do by hand. */
export function stepWords(step: SetupStep): string {
  switch (step.code) {
    case 'set-level':
      return `In Setup > Deliverability, set the TLS setting to ${tlsSettingLabel(step.setting)}: a deployment cannot set it.`;
    case 'set-list':
      return `In Setup > Deliverability, set the domain list: ${listWords(step.domains)}${listDifference(step)}.`;
    case 'clear-list':
      return 'In Setup > Deliverability, empty the domain list: a deployment cannot do it.';
    case 'one-save':
      return 'In Setup > Deliverability, change the TLS setting, the domain list and "Restrict TLS to these domains" together, then save once: without the restriction, the setting applies to mail to every domain.';
    case 'look-up':
      return `Before the deployment, check that Setup > Deliverability has ${[...(step.level ? ['a TLS setting other than Preferred'] : []), ...(step.list ? ['a domain list'] : [])].join(' and ')}, and enter it in the deliverability file: the restriction needs both.`;
    case 'check-restriction':
      return 'In Setup > Deliverability, check whether "Restrict TLS to these domains" is on: no settings file of the project sets it.';
    case 'set-access-level':
      return `In Setup > Deliverability, set the access level to ${printable(step.level, LONGEST)}: a deployment cannot set it.`;
    case 'load-records':
      return `Load the changed ${RECORDS[step.object]} into the org: they are records, and a deployment of metadata does not contain them (${namesWords(step.files)}).`;
    case 'delete-records':
      return `Delete the ${RECORDS[step.object]} in the org, or make them inactive: ${namesWords(step.names)}.`;
    case 'relay-password':
      return `Enter the password of ${namesWords(step.names)} in the org: it is not in the repository.`;
  }
}

/** To be pasted, so without an "and". */
function listWords(domains: readonly string[]): string {
  const shown = domains.slice(0, MAX_TO_PASTE).map((one) => printable(one, LONGEST));
  const rest = domains.length - shown.length;
  return rest > 0 ? `${shown.join(', ')}, and ${rest} more in the deliverability file` : shown.join(', ');
}

const MAX_TO_PASTE = 100;

const RECORDS = { relay: 'email relays', filter: 'domain filters' } as const;

function listDifference({ added, dropped }: Extract<SetupStep, { code: 'set-list' }>): string {
  const parts = [
    ...(added.length > 0 ? [`add ${namesWords(added)}`] : []),
    ...(dropped.length > 0 ? [`remove ${namesWords(dropped)}`] : []),
  ];
  return parts.length > 0 ? ` (${parts.join('; ')})` : '';
}
