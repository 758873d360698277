import type { PreflightTarget } from '../probe/run.ts';
import { exportSets } from '../../project/relays/orgs.ts';
import type { ProjectFacts } from '../../project/facts.ts';
import type { RelayRecord } from '../../project/relays/records.ts';
import { RELAY_PORTS } from '../../mail/relayPorts.ts';
import { relayTarget, type RelayAddress, type RelayFault } from '../../project/relays/relayAddress.ts';
import { relayUses, type RelayUse } from '../../project/relays/relayUse.ts';
import { relays } from '../../project/select.ts';
import { excerpt, printable } from '../../text/printable.ts';
import { tlsSettingLabel, type TlsSetting } from '../../mail/tlsSetting.ts';
import type { NotProbed, PreflightPlan } from '../view.ts';
import { domainName } from '../report/words.ts';
import { nameList } from '../../output/words.ts';

/** As in results: `acme.example`, `relay.acme.example:587`. */
export const targetName = (target: PreflightTarget): string =>
  target.kind === 'domain' ? target.domain : domainName({ domain: target.host, relayPort: target.port });

interface UsedRelay {
  readonly use: RelayUse;
  readonly setting: TlsSetting;
  readonly address: RelayAddress;
}

/** The relays that mail goes through, each under its own TLS setting. @param only these, in use or not */
export function relayPlan(projects: readonly ProjectFacts[], only?: ReadonlySet<string>): PreflightPlan {
  const byName = new Map<string, UsedRelay[]>();
  const notProbed = new Map<string, NotProbed>();
  for (const facts of projects.flatMap(exportSets)) {
    const useOf = relayUses(facts);
    for (const relay of relays(facts)) {
      const use = useOf(relay);
      const target = relayTarget(relay);
      const reason = (only ? undefined : UNUSED[use]) ?? ('fault' in target ? FAULTS[target.fault](relay) : undefined);
      if (reason !== undefined || 'fault' in target) {
        const entry = entryOf(relay);
        notProbed.set(`${entry} ${reason ?? ''}`, { entry, reason: reason ?? '' });
        continue;
      }
      const name = targetName({ kind: 'relay', ...target.address });
      if (only?.has(name) === false) continue;
      const one = { use, setting: target.setting, address: target.address };
      byName.set(name, [...(byName.get(name) ?? []), one]);
    }
  }
  const found = [...byName].map(([name, records]) => ({ name, records }));
  return {
    targets: found.flatMap(({ records: [first] }) => (first ? [{ kind: 'relay', ...first.address } as const] : [])),
    notProbed: [...notProbed.values()],
    settingByName: new Map(found.map(({ name, records }) => [name, { setting: strictest(records), source: 'relay' }])),
    notes: [
      ...found.flatMap(({ name, records }) => severalSettings(name, records)),
      ...unknownUse(found.filter(({ records }) => !records.some(({ use }) => use !== 'unknown'))),
    ],
  };
}

/** Under the first mail bounces wherever it does under a later one. */
const STRICTEST: readonly TlsSetting[] = ['RequiredVerify', 'Required', 'PreferredVerify', 'Preferred', 'Off'];

const strictest = (records: readonly UsedRelay[]): TlsSetting =>
  STRICTEST.find((setting) => records.some((one) => one.setting === setting)) ?? 'Off';

/** Two relays may have one host and port, such as for two users. */
function severalSettings(name: string, records: readonly UsedRelay[]): readonly string[] {
  const settings = STRICTEST.filter((setting) => records.some((one) => one.setting === setting));
  if (settings.length < 2) return [];
  return [
    `Relays at ${name} have different TLS settings (${settings.map(tlsSettingLabel).join(', ')}): evaluated for the strictest.`,
  ];
}

const unknownUse = (relays: readonly { readonly name: string }[]): readonly string[] =>
  relays.length === 0
    ? []
    : [
        `The project does not say whether an active domain filter sends mail through ${nameList(relays.map(({ name }) => name))}.`,
      ];

const LONGEST = 100;

/** `relay.acme.example:587`, as far as it is known. */
function entryOf({ host, port, id, source, shownRange }: RelayRecord): string {
  const name = host?.items[0]?.text.trim();
  if (name !== undefined) return `${printable(name, LONGEST)}${port === undefined ? '' : `:${port}`}`;
  const { line } = source.positionAt(shownRange.start);
  return id === undefined
    ? `the relay at ${printable(source.file)}:${line + 1}`
    : `EmailRelay ${printable(id, LONGEST)}`;
}

const FAULTS: Readonly<Record<RelayFault, (relay: RelayRecord) => string>> = {
  'host-unsaid': () => 'a relay whose host is not exported',
  'host-invalid': () => 'a relay whose host is not a host name',
  'port-unsaid': () => 'a relay whose port is not exported',
  'port-invalid': () =>
    `a relay on a port that Salesforce does not connect to: there are ${nameList(RELAY_PORTS.map(String))}`,
  'setting-unsaid': () => 'a relay whose TLS setting is not exported, so it cannot be evaluated',
  'setting-invalid': ({ fields }) =>
    `a relay whose TlsSetting ${printable(excerpt(fields.get('TlsSetting')?.text ?? ''))} is not valid`,
};

const UNUSED: Readonly<Partial<Record<RelayUse, string>>> = {
  inactive: 'a relay that no mail goes through: no filter that names it is active',
  unused: 'a relay that no mail goes through: no domain filter names it',
};
