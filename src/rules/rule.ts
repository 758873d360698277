import type { ProjectFacts } from '../project/facts.ts';
import { mergeFileEdits, type FileEdit } from '../text/edit.ts';
import type { Place } from '../text/source.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export const GROUPS = [
  'TLS policy',
  'Domain list and filters',
  'Settings file and scratch definition',
  'Relays and filters',
  'Preflight',
] as const;
type RuleGroup = (typeof GROUPS)[number];

/** What an editor makes of the findings of a rule, beside showing them. */
interface RuleTraits {
  /** How the place is drawn: faded, or struck through. */
  readonly tag?: 'unnecessary' | 'deprecated' | undefined;
  /** The title of the repair that asks for values which only a person knows. */
  readonly guided?: string | undefined;
  /** What can be asked elsewhere to repair the fault: the DNS for the name of a host. */
  readonly asks?: 'host-name' | undefined;
}

/**
 * A check: a plain object with one function that looks at a whole project and reports what it sees.
 * CONTRIBUTING.md says what else belongs to one; `npm run new:rule` writes it.
 */
export interface Rule extends RuleTraits {
  /** Permanent: never renamed or reused. */
  readonly id: string;
  readonly group: RuleGroup;
  readonly severity: Severity;
  /** `safe`: the fix cannot change what happens to mail, so it is part of fix-all. */
  readonly fix: 'none' | 'fix' | 'safe';
  /** One line for tables and for the schema of the record. */
  readonly summary: string;
  readonly check: (project: ProjectFacts, report: ReportFinding) => void;
}

export type ReportFinding = (finding: Reported) => void;

export interface Reported {
  readonly at: Place;
  /** What happens to mail, then what to do. */
  readonly message: string;
  /** Instead of the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly (Related | undefined)[];
  /** Made when the finding is kept. */
  readonly fixes?: () => readonly (Fix | undefined)[];
}

/** A place that has to do with a finding. */
export interface Related {
  readonly at: Place;
  readonly message: string;
  /** The fault is this place's as much as the first one's: an editor shows it there too. */
  readonly mirror?: boolean;
}

export interface Fix {
  readonly title: string;
  /** The one that most people want. */
  readonly preferred: boolean;
  readonly safe: boolean;
  readonly edits: readonly FileEdit[];
}

export interface Finding extends RuleTraits {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Place;
  readonly related: readonly Related[];
  readonly fixes: readonly Fix[];
}

/** A fix that needs a decision: offered, never applied unasked. */
export const fix = (title: string, ...edits: readonly (FileEdit | undefined)[]): Fix | undefined => {
  const known = edits.filter((edit) => edit !== undefined);
  // Half of a change is worse than none: the record may be unreadable just now.
  return known.length === edits.length
    ? { title, preferred: false, safe: false, edits: mergeFileEdits(known) }
    : undefined;
};

export const preferredFix = (title: string, ...edits: readonly (FileEdit | undefined)[]): Fix | undefined =>
  mark(fix(title, ...edits), { preferred: true });

/** A fix that cannot change what happens to mail. */
export const safeFix = (title: string, ...edits: readonly (FileEdit | undefined)[]): Fix | undefined =>
  mark(fix(title, ...edits), { preferred: true, safe: true });

const mark = (made: Fix | undefined, marks: Partial<Fix>): Fix | undefined => made && { ...made, ...marks };
