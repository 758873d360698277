import { placeOf, type ProjectFacts } from '../project/facts.ts';
import type { FileRole } from '../project/readProject.ts';
import type { Range, SourceText } from '../text/source.ts';
import type { What } from './model.ts';
import { pairUp } from './pairing.ts';
import { baseName, type Found } from './settingChanges.ts';

interface RoleFile {
  readonly role: FileRole;
  readonly source: SourceText;
  readonly problems: readonly { readonly message: string; readonly range: Range }[];
}

const ROLES = ['settings', 'record', 'scratch', 'export'] as const satisfies readonly FileRole[];

/** Files that are new, gone or elsewhere, and what cannot be read of them. A file is known by its role, then by its name. */
export function fileChanges(before: ProjectFacts, after: ProjectFacts): readonly Found[] {
  const [olds, news] = [filesOf(before), filesOf(after)];
  return ROLES.flatMap((role) => {
    const of = (files: readonly RoleFile[]) => files.filter((one) => one.role === role);
    const pairs = pairUp(
      of(olds),
      of(news),
      [({ source }) => source.file, ({ source }) => source.text, ({ source }) => baseName(source.file)],
      role === 'settings' || role === 'record',
    );
    return pairs.flatMap(({ before: old, after: now }): readonly Found[] => [
      ...fileChange(role, old, now),
      ...unreadable(old, now),
    ]);
  });
}

function fileChange(role: FileRole, old: RoleFile | undefined, now: RoleFile | undefined): readonly Found[] {
  const [from, to] = [old?.source.file, now?.source.file];
  if (from === to) return [];
  const change = old ? (now ? 'moved' : 'removed') : 'added';
  return [
    {
      what: { kind: 'file', role, change, from, to },
      before: old && placeOf(old.source, START),
      after: now && placeOf(now.source, START),
    },
  ];
}

const START = { start: 0, end: 0 };

/** What was unreadable and still is, is no change, but changes may be hidden in it. */
function unreadable(old: RoleFile | undefined, now: RoleFile | undefined): readonly Found[] {
  if (old?.source.text === now?.source.text) return [];
  const found = (file: RoleFile | undefined, side: 'before' | 'after'): readonly Found[] =>
    (file?.problems.slice(0, 1) ?? []).map(({ message, range }): Found => {
      const what: What = { kind: 'unreadable', side, message };
      const at = file && placeOf(file.source, range);
      return side === 'before' ? { what, before: at, after: undefined } : { what, before: undefined, after: at };
    });
  return [...found(old, 'before'), ...found(now, 'after')];
}

function filesOf({ settingsFiles, record, scratchDefinitions, exports }: ProjectFacts): readonly RoleFile[] {
  const file = (role: FileRole, source: SourceText, problems: RoleFile['problems']): RoleFile => ({
    role,
    source,
    problems: [...conflictProblems(source), ...problems],
  });
  return [
    ...settingsFiles.map(({ source, problem, emailSettings }) =>
      file('settings', source, [
        ...(problem ? [{ message: problem.message, range: { start: problem.offset, end: problem.offset } }] : []),
        ...(emailSettings ? [] : [{ message: NO_ROOT, range: START }]),
      ]),
    ),
    ...(record ? [file('record', record.source, record.problem ? [record.problem] : [])] : []),
    ...scratchDefinitions.map(({ source, problem }) => file('scratch', source, problem ? [problem] : [])),
    ...exports.map(({ source, problems }) =>
      file(
        'export',
        source,
        problems.filter(({ lost }) => lost),
      ),
    ),
  ];
}

const NO_ROOT = 'it has no EmailAdministrationSettings';

/** What git writes into a file that it could not merge. */
const CONFLICT = /^<{7}(?= |$)[^]*?^={7}$[^]*?^>{7}(?= |$)/m;

const hasConflict = (text: string): boolean => text.includes('<<<<<<<') && CONFLICT.test(text.replaceAll('\r', ''));

function conflictProblems({ text }: SourceText): RoleFile['problems'] {
  if (!hasConflict(text)) return [];
  const start = Math.max(text.search(/^<{7}/m), 0);
  return [{ message: 'it has an open merge conflict', range: { start, end: start + 7 } }];
}
