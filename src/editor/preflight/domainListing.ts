import { listsNothing } from '../../project/domainList.ts';
import type { DomainItem, DomainList, ProjectFacts } from '../../project/facts.ts';
import { property } from '../../project/json.ts';
import { insertChildren } from '../../project/jsonEdits.ts';
import { addAfter } from '../../project/listEdits.ts';
import { recordedTls, tlsPolicies } from '../../project/policy.ts';
import { readProject, type ProjectInput } from '../../project/readProject.ts';
import { changeRecord } from '../../project/recordEdits.ts';
import { addDomains as addBehind } from '../../rules/listChanges.ts';
import { removeEntry } from '../../rules/removeEntry.ts';
import { applyEdits, smallestEdit, type FileEdit } from '../../text/edit.ts';
import { covers } from '../../tls/domain.ts';

/** How a project's domain list stands to a domain. */
export type Listing =
  | { readonly kind: 'listed' }
  /** Through a wildcard, as written. */
  | { readonly kind: 'covered'; readonly by: string }
  | { readonly kind: 'absent' };

export function listingOf(facts: ProjectFacts, domain: string): Listing {
  const items = recordedTls(facts).list?.items ?? [];
  if (items.some((item) => names(item, domain))) return { kind: 'listed' };
  const wider = items.find(({ pattern }) => pattern.kind === 'domain' && covers(pattern, domain) === 'yes');
  return wider ? { kind: 'covered', by: wider.text.trim() } : { kind: 'absent' };
}

/** Why the list cannot be changed; undefined: it can. */
export function listProblem({ record, recordPath, occupied }: ProjectFacts): string | undefined {
  if (!record)
    return occupied.includes(recordPath)
      ? `The domain list cannot be changed here: ${recordPath} could not be read.`
      : undefined;
  if (record.source.text.trim() === '') return undefined;
  if (record.problem)
    return `The domain list cannot be changed here: ${recordPath} cannot be read (${record.problem.message}). Put that right first.`;
  return property(record.object, 'restrictTlsToDomains') && !record.list
    ? `The domain list cannot be changed here: restrictTlsToDomains in ${recordPath} is neither an array nor a string.`
    : undefined;
}

/** What a change of the list does, file by file. */
export interface ListChange {
  readonly edits: readonly FileEdit[];
  /** What goes with the last domain, such as `the restriction is off`. */
  readonly besides: readonly string[];
}

/** Puts a domain behind the others, in the list that counts; into a record of its own if there is none. */
export function addDomain(input: ProjectInput, domain: string): ListChange | undefined {
  const facts = readProject(input);
  const { list } = recordedTls(facts);
  if (listProblem(facts) !== undefined || listingOf(facts, domain).kind === 'listed') return undefined;
  const edit = (list && addToList(list, domain)) ?? changeRecord(facts, { restrictTlsToDomains: [domain] });
  return edit && { edits: [edit], besides: [] };
}

function addToList(list: DomainList, domain: string): FileEdit | undefined {
  const { array, source, items } = list;
  if (array && !listsNothing(list))
    return { file: source.file, edits: insertChildren(source.text, array, [JSON.stringify(domain)]) };
  const last = items.at(-1);
  return last && !array ? addAfter(list, last, domain) : undefined;
}

/** Puts domains that the list does not have behind the others, all at once; into a new list or record if there is none. */
export function addDomains(facts: ProjectFacts, domains: readonly string[]): FileEdit | undefined {
  if (listProblem(facts) !== undefined) return undefined;
  const { list } = recordedTls(facts);
  return list && !listsNothing(list)
    ? addBehind(facts, list, domains)
    : changeRecord(facts, { restrictTlsToDomains: domains });
}

/** More entries for one domain than anybody writes. */
const MOST_ENTRIES = 100;

/** Takes every entry that names the domain out of the list that counts. */
export function removeDomain(input: ProjectInput, domain: string): ListChange | undefined {
  const before = readProject(input);
  if (listProblem(before) !== undefined) return undefined;
  let now = input;
  for (let pass = 0; pass < MOST_ENTRIES; pass++) {
    const facts = readProject(now);
    const { list } = recordedTls(facts);
    const item = list?.items.find((one) => names(one, domain));
    // With each entry the places of the others change: they are looked up anew.
    const fix = list && item && removeEntry(facts, list, item, domain);
    if (!fix) break;
    now = applied(now, fix.edits);
  }
  const edits = differences(input, now);
  return edits.length === 0 ? undefined : { edits, besides: released(before, readProject(now)) };
}

const names = ({ pattern }: DomainItem, domain: string): boolean =>
  pattern.kind === 'domain' && pattern.wildcard === 'none' && pattern.base === domain;

function applied(input: ProjectInput, edits: readonly FileEdit[]): ProjectInput {
  const texts = input.texts.map((one) => {
    const own = edits.filter(({ file }) => file === one.file).flatMap((edit) => edit.edits);
    return own.length === 0 ? one : { ...one, text: applyEdits(one.text, own) };
  });
  return { ...input, texts };
}

const differences = (before: ProjectInput, after: ProjectInput): readonly FileEdit[] =>
  before.texts.flatMap(({ file, text }, index) => {
    const now = after.texts[index]?.text ?? text;
    return now === text ? [] : [{ file, edits: [smallestEdit(text, now)] }];
  });

function released(before: ProjectFacts, after: ProjectFacts): readonly string[] {
  const isOn = (facts: ProjectFacts): boolean => tlsPolicies(facts).some(({ restrict }) => restrict?.boolean === true);
  const isPreferred = (facts: ProjectFacts): boolean => recordedTls(facts).level?.setting === 'Preferred';
  return [
    ...(isOn(before) && !isOn(after) ? ['the restriction to listed domains is off'] : []),
    ...(!isPreferred(before) && isPreferred(after) ? ['Preferred is recorded'] : []),
  ];
}
