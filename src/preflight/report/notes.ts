import { enumerated, firstNames } from '../../output/words.ts';
import type { PreflightView } from '../view.ts';

/** Addresses with more names than are listed, and no more than a reader wants to see. */
const MAX_ADDRESSES = 3;
const MAX_HOSTS = 3;

/** What a reader must know before the results, whole sentences: those of the view, and which servers are one. */
export const notesOf = (view: PreflightView): readonly string[] => [...view.notes, ...sharedNotes(view)];

function sharedNotes({ report }: PreflightView): readonly string[] {
  const hosts = new Map<string, Set<string>>();
  for (const { mx } of report.domains)
    for (const { host, probes } of mx)
      for (const { address } of probes)
        if (address !== '') hosts.set(address, (hosts.get(address) ?? new Set()).add(host));
  const shared = [...hosts].filter(([, names]) => names.size > 1).sort((a, b) => b[1].size - a[1].size);
  if (shared.length === 0) return [];
  const said = shared
    .slice(0, MAX_ADDRESSES)
    .map(([address, names]) => `${firstNames([...names].sort(), MAX_HOSTS)} share ${address}`);
  const more =
    shared.length > MAX_ADDRESSES ? `, and there are ${shared.length - MAX_ADDRESSES} more such addresses` : '';
  return [
    `Several MX hosts have one address: ${enumerated(said)}${more}. The same server answers for them, and one connection at a time is made to it.`,
  ];
}
