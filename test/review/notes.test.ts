import { expect, it } from 'vitest';
import { reviewReport } from '../../src/review/report/report.ts';
import { reviewNotes } from '../../src/review/report/notes.ts';
import { reviewVersions, type Version } from '../../src/review/reviewVersions.ts';

const RECORD = 'config/email-deliverability.json';

const version = (tlsSetting: string, ...list: readonly string[]): Version =>
  new Map(
    Object.entries({
      'sfdx-project.json': '{"packageDirectories":[{"path":"app"}]}',
      [RECORD]: JSON.stringify({ tlsSetting, restrictTlsToDomains: list }, undefined, 2),
    }).map(([file, text]) => [file, { ok: true, text, bom: false }]),
  );

const notes = (before: Version, after: Version): readonly string[] => {
  const { projects } = reviewVersions(before, after, {
    preflights: [],
    selected: () => true,
    displayName: (file) => file,
  });
  const report = reviewReport(projects, { base: 'a', head: 'b', notes: [] });
  return reviewNotes(report).map(
    ({ side, span, parts }) => `${side} ${span.file}:${span.start.line} ${parts.map(({ title }) => title).join(' | ')}`,
  );
};

it.each<[string, Version, Version, readonly string[]]>([
  [
    'a line that changed, where it is now',
    version('Preferred', 'a.example'),
    version('Required', 'a.example'),
    [`after ${RECORD}:2 TLS setting: Preferred → Required.`],
  ],
  [
    'what left a list, where it was too',
    version('Required', 'a.example', 'b.example'),
    version('Required', 'a.example'),
    [`after ${RECORD}:3 Domain list: removed b.example.`, `before ${RECORD}:5 Domain list: removed b.example.`],
  ],
  [
    'a file that is gone, as it was',
    version('Required'),
    new Map([...version('Required')].filter(([file]) => file !== RECORD)),
    [
      `before ${RECORD}:2 TLS setting: Required → not recorded.`,
      `before ${RECORD}:3 Domain list removed.`,
      `before ${RECORD}:1 File removed: ${RECORD}.`,
    ],
  ],
  ['nothing', version('Required'), version('Required'), []],
])('notes stand at %s', (_, before, after, expected) => {
  expect([...notes(before, after)].sort()).toEqual([...expected].sort());
});
