import { window } from 'vscode';
import type { PreflightTarget } from '../../preflight/probe/run.ts';
import { exportSets } from '../../project/relays/orgs.ts';
import { relayAddress } from '../../project/relays/relayAddress.ts';
import { relayUses, type RelayUse } from '../../project/relays/relayUse.ts';
import { relays } from '../../project/select.ts';
import { targetName } from '../../preflight/plan/relays.ts';
import { domainPattern } from '../../mail/domain.ts';
import { tlsSettingLabel } from '../../mail/tlsSetting.ts';
import type { Projects } from '../projects/projects.ts';

export type RelayToProbe = Extract<PreflightTarget, { kind: 'relay' }>;

/** One of the projects' relays, or another. Undefined if the person went away. @param suggested a host */
export async function askRelay(projects: Projects, suggested: string | undefined): Promise<RelayToProbe | undefined> {
  const known = relaysOf(projects);
  if (known.length === 0) return askAddress(suggested);
  const other = { label: 'Another relay…', description: '', target: undefined };
  const picked = await window.showQuickPick([...known, other], {
    title: 'Preflight: relay to check',
    placeHolder: 'No message and no password is sent',
  });
  return picked && (picked.target ?? askAddress(suggested));
}

interface RelayItem {
  readonly label: string;
  readonly description: string;
  readonly target: RelayToProbe | undefined;
}

/** Each host and port once. */
function relaysOf(projects: Projects): readonly RelayItem[] {
  const items = new Map<string, RelayItem>();
  for (const facts of projects.all().flatMap(({ facts: all }) => exportSets(all))) {
    const useOf = relayUses(facts);
    for (const relay of relays(facts)) {
      const address = relayAddress(relay);
      if (typeof address === 'string') continue;
      const target = { kind: 'relay', ...address } as const;
      const label = targetName(target);
      const setting = relay.tlsSetting === undefined ? 'TLS setting not known' : tlsSettingLabel(relay.tlsSetting);
      const description = [setting, ...(USES[useOf(relay)] ?? [])].join(', ');
      if (!items.has(label)) items.set(label, { label, description, target });
    }
  }
  return [...items.values()];
}

const USES: Readonly<Partial<Record<RelayUse, readonly string[]>>> = {
  inactive: ['no active filter'],
  unused: ['no filter'],
};

/** The port of an EmailRelay if none is named. */
const RELAY_PORT = 25;

async function askAddress(suggested: string | undefined): Promise<RelayToProbe | undefined> {
  const answer = await window.showInputBox({
    title: 'Preflight: relay to check',
    prompt:
      'Host and port of the email relay. On port 25, gmail.com and outlook.com are also contacted, to detect a blocked port. No message and no password is sent.',
    placeHolder: 'smtp-relay.example.com:587',
    value: suggested ?? '',
    validateInput: (text) =>
      text.trim() === '' || relayIn(text) ? undefined : 'Enter a host name and a port, such as smtp.example.com:587',
  });
  return answer === undefined ? undefined : relayIn(answer);
}

/** `host`, `host:587`, `192.0.2.1:25`, `[2001:db8::1]:25` */
function relayIn(text: string): RelayToProbe | undefined {
  const match = /^\s*(?:\[([0-9a-f:.]+)\]|([^\s:[\]]+))(?::(\d{1,5}))?\s*$/i.exec(text);
  const host = match?.[1] ?? match?.[2];
  return host === undefined ? undefined : relayOf(host, Number(match?.[3] ?? RELAY_PORT));
}

export function relayOf(host: string, port: number): RelayToProbe | undefined {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
  const pattern = domainPattern(host);
  if (pattern.kind === 'ip') return { kind: 'relay', host: pattern.ip.address, port };
  return pattern.kind === 'domain' && pattern.wildcard === 'none'
    ? { kind: 'relay', host: pattern.base, port }
    : undefined;
}
