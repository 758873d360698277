import { RELAY_PORTS } from '../../mail/relayPorts.ts';
import type { TlsSetting } from '../../mail/tlsSetting.ts';
import type { RelayRecord } from './records.ts';

/** Where a relay answers. */
export interface RelayAddress {
  /** A host name as A-labels in lower case, or an IP address. */
  readonly host: string;
  readonly port: number;
}

/** What keeps a relay from being probed and judged. */
export type RelayFault =
  'host-unsaid' | 'host-invalid' | 'port-unsaid' | 'port-invalid' | 'setting-unsaid' | 'setting-invalid';

/** Where the relay answers, if its export says so, and says what an EmailRelay can be. */
export function relayAddress({ host, port, fields }: RelayRecord): RelayAddress | RelayFault {
  const pattern = host?.items[0]?.pattern;
  if (!pattern) return fields.get('Host')?.state === 'value' ? 'host-invalid' : 'host-unsaid';
  const name =
    pattern.kind === 'ip'
      ? pattern.ip.address
      : pattern.kind === 'domain' && pattern.wildcard === 'none'
        ? pattern.base
        : undefined;
  if (name === undefined) return 'host-invalid';
  if (port === undefined) return fields.get('Port')?.state === 'value' ? 'port-invalid' : 'port-unsaid';
  return RELAY_PORTS.includes(port) ? { host: name, port } : 'port-invalid';
}

/** A relay with all that a preflight needs of it, or what is missing. */
export type RelayTarget =
  | { readonly relay: RelayRecord; readonly address: RelayAddress; readonly setting: TlsSetting }
  | { readonly relay: RelayRecord; readonly fault: RelayFault };

export function relayTarget(relay: RelayRecord): RelayTarget {
  const address = relayAddress(relay);
  if (typeof address === 'string') return { relay, fault: address };
  if (relay.tlsSetting !== undefined) return { relay, address, setting: relay.tlsSetting };
  const written = relay.fields.get('TlsSetting')?.state === 'value';
  return { relay, fault: written ? 'setting-invalid' : 'setting-unsaid' };
}
