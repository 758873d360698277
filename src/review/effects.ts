import type { ProjectFacts } from '../project/facts.ts';
import type { TlsReason } from '../project/routing/orgTls.ts';
import { recordedPolicy } from '../project/settings/tlsPolicy.ts';
import { compare, seenOf, type Comparison } from './compare.ts';
import type { MailClasses, Recipient, Sender } from './mailClasses.ts';
import { DIRECTIONS, DOMAIN_CLASSES, type Effect, type Senders } from './model.ts';
import { treatmentKey, treatments, type Treatment } from './treatment.ts';

/** What becomes of mail of every class, before and after; classes that are treated alike are one effect. */
export function effectsOf(before: ProjectFacts, after: ProjectFacts, classes: MailClasses): readonly Effect[] {
  const [old, now] = [treatments(before), treatments(after)];
  const seenAt = seenOf([...before.preflights, ...after.preflights]);
  const lost = forgotten(before, after);
  const groups = new Map<string, Group>();
  for (const recipient of classes.recipients) {
    const cells = classes.senders.map((sender): Cell => {
      const mail = { from: sender.sample, to: recipient.sample };
      const [then, next] = [old(mail), now(mail)];
      const seen = seenAt(recipient.alone ? recipient.sample : undefined);
      const comparison = compare(then, next, seen, lost);
      const key = [treatmentKey(then), treatmentKey(next), comparison.direction, comparison.seen].join(' > ');
      return { sender, before: then, after: next, comparison, key };
    });
    for (const alike of bySender(cells)) add(groups, recipient, alike, classes.senders);
  }
  return [...groups.values()].map(effectOf).sort(byWeight);
}

/** What the project said before the change and says no more; the org keeps it, or not. */
export function forgotten(before: ProjectFacts, after: ProjectFacts): ReadonlySet<TlsReason> {
  const lost = new Set<TlsReason>();
  if (recordedPolicy(before).list && !recordedPolicy(after).list) lost.add('list-unsaid');
  return lost;
}

interface Cell {
  readonly sender: Sender;
  readonly before: Treatment;
  readonly after: Treatment;
  readonly comparison: Comparison;
  readonly key: string;
}

interface Group {
  readonly recipients: Recipient[];
  readonly senders: Senders;
  readonly cell: Cell;
}

/** Cells of one recipient whose treatment changes, those that change alike together. */
function bySender(cells: readonly Cell[]): readonly (readonly Cell[])[] {
  const alike = new Map<string, Cell[]>();
  for (const cell of cells) {
    if (treatmentKey(cell.before) === treatmentKey(cell.after)) continue;
    const same = alike.get(cell.key);
    if (same) same.push(cell);
    else alike.set(cell.key, [cell]);
  }
  return [...alike.values()];
}

function add(groups: Map<string, Group>, recipient: Recipient, cells: readonly Cell[], all: readonly Sender[]): void {
  const [cell] = cells;
  if (!cell) return;
  const senders = sendersOf(cells, all);
  const key = `${recipient.domains} ${senders.patterns.join(' ')} ${senders.others} : ${cell.key}`;
  const group = groups.get(key);
  if (group) group.recipients.push(recipient);
  else groups.set(key, { recipients: [recipient], senders, cell });
}

function sendersOf(cells: readonly Cell[], all: readonly Sender[]): Senders {
  const patterns = cells.flatMap(({ sender }) => sender.pattern ?? []);
  return { patterns, others: cells.length > patterns.length, any: cells.length === all.length };
}

function effectOf({ recipients, senders, cell }: Group): Effect {
  const { before, after, comparison } = cell;
  const patterns = recipients.flatMap(({ pattern }) => (pattern === '' ? [] : [pattern]));
  return {
    domains: recipients[0]?.domains ?? 'others',
    patterns: patterns.sort(),
    senders,
    before,
    after,
    ...comparison,
  };
}

const byWeight = (a: Effect, b: Effect): number =>
  DIRECTIONS.indexOf(a.direction) - DIRECTIONS.indexOf(b.direction) ||
  DOMAIN_CLASSES.indexOf(b.domains) - DOMAIN_CLASSES.indexOf(a.domains) ||
  compareText(a.patterns.join(), b.patterns.join());

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
