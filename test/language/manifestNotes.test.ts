import { expect, it } from 'vitest';
import { manifestNotes } from '../../src/language/manifestNotes.ts';

const UNSET = 'sfdx-project.json has no sourceApiVersion such as 66.0: a manifest without a version gets 67.0.';
const EMPTY = 'The project has no email settings yet: use the manifest to retrieve them.';

it.each([
  [true, true, []],
  [true, false, [UNSET]],
  [false, true, [EMPTY]],
  [false, false, [EMPTY, UNSET]],
])('settings %s, version %s', (present, versionGiven, expected) => {
  expect(manifestNotes({ present, versionGiven, version: '67.0' })).toEqual(expected);
});
