// A lab with many domains, in a process of its own, so that its work is not counted with anybody's. Ends with its parent.
import { startLab } from '../../src/lab/lab.ts';

/** What the lab's process says of itself, as one line of JSON. */
export interface BulkLab {
  readonly resolver: string;
  readonly ca: string;
  readonly bulk: readonly BulkDomain[];
}

export interface BulkDomain {
  readonly domain: string;
  readonly host: string;
  readonly address: string;
  /** Where its server really listens. */
  readonly at: { readonly host: string; readonly port: number };
  readonly tarpit: boolean;
}

if (import.meta.main) {
  const [domains = 0, tarpits = 0] = process.argv.slice(2).map(Number);
  const lab = await startLab({ bulk: { domains, tarpits } });
  const bulk = lab.bulk.flatMap(({ name, mx }): BulkDomain[] => {
    const { host, addresses, personality } = mx[0] ?? { host: undefined, addresses: [], personality: undefined };
    const [address] = addresses;
    const at = address === undefined ? undefined : lab.route(address, 25);
    if (host === undefined || address === undefined || !at) return [];
    return [{ domain: name, host, address, at, tarpit: personality === 'tarpit' }];
  });
  process.stdout.write(`${JSON.stringify({ resolver: lab.resolver, ca: lab.ca, bulk } satisfies BulkLab)}\n`);
  process.stdin.resume();
  process.stdin.on('end', () => process.exit());
}
