import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeManifest, mergeSummary } from '../../src/project/layout/packageXml.ts';
import { parseXml } from '../../src/formats/xml.ts';
import { mutated } from '../support/mutations.ts';

const wanted = { type: 'Settings', members: ['EmailAdministration', 'EmailAuthorization'], version: '66.0' };

const lines = (...all: readonly string[]): string => all.map((line) => `${line}\n`).join('');
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const ROOT = '<Package xmlns="http://soap.sforce.com/2006/04/metadata">';
const packageXml = (...inner: readonly string[]): string => HEAD + lines(ROOT, ...inner, '</Package>');

const SETTINGS = [
  '    <types>',
  '        <members>EmailAdministration</members>',
  '        <members>EmailAuthorization</members>',
  '        <name>Settings</name>',
  '    </types>',
];
const classes = ['    <types>', '        <members>*</members>', '        <name>ApexClass</name>', '    </types>'];
const tabs = ['    <types>', '        <members>Mail</members>', '        <name>WebLink</name>', '    </types>'];
const VERSION = '    <version>60.0</version>';

describe('a manifest', () => {
  it.each<[string, string, string]>([
    [
      'that names other types',
      packageXml(...classes, ...tabs, VERSION),
      packageXml(...classes, ...SETTINGS, ...tabs, VERSION),
    ],
    ['whose types all come later', packageXml(...tabs, VERSION), packageXml(...SETTINGS, ...tabs, VERSION)],
    ['whose types all come before', packageXml(...classes, VERSION), packageXml(...classes, ...SETTINGS, VERSION)],
    ['of a version alone', packageXml(VERSION), packageXml(...SETTINGS, VERSION)],
    ['without a version', packageXml(...classes), packageXml(...classes, ...SETTINGS, '    <version>66.0</version>')],
    [
      'with an empty version',
      packageXml(...SETTINGS, '    <version/>'),
      packageXml(...SETTINGS, '    <version>66.0</version>'),
    ],
    [
      'with a comment for a version',
      packageXml(...SETTINGS, '    <version><!-- ours --></version>'),
      packageXml(...SETTINGS, '    <version>66.0<!-- ours --></version>'),
    ],
    [
      'that is empty',
      `${ROOT}</Package>`,
      lines(ROOT, ...SETTINGS, '    <version>66.0</version>', '</Package>').trimEnd(),
    ],
    ['that closes itself', HEAD + ROOT.replace('>', ' />\n'), packageXml(...SETTINGS, '    <version>66.0</version>')],
    [
      'of a comment alone',
      packageXml('  <!-- mail -->'),
      packageXml(
        '  <!-- mail -->',
        ...SETTINGS.map((line) => line.replaceAll('    ', '  ')),
        '  <version>66.0</version>',
      ),
    ],
    [
      'with other settings, in their order',
      packageXml(
        '  <types>',
        '    <members>Case</members>',
        '    <members>Zone</members>',
        '    <name>Settings</name>',
        '  </types>',
        VERSION,
      ),
      packageXml(
        '  <types>',
        '    <members>Case</members>',
        '    <members>EmailAdministration</members>',
        '    <members>EmailAuthorization</members>',
        '    <members>Zone</members>',
        '    <name>Settings</name>',
        '  </types>',
        VERSION,
      ),
    ],
    [
      'with one of them, and comments',
      packageXml(
        '<!-- keep -->',
        '    <types>',
        '        <!-- mail --><members>EmailAuthorization</members> <!-- since 66 -->',
        '        <name> Settings </name>',
        '    </types>',
        VERSION,
      ),
      packageXml(
        '<!-- keep -->',
        '    <types>',
        '        <!-- mail --><members>EmailAdministration</members><members>EmailAuthorization</members> <!-- since 66 -->',
        '        <name> Settings </name>',
        '    </types>',
        VERSION,
      ),
    ],
    [
      'whose type is named first, and has no members',
      packageXml('\t<types>', '\t\t<name>Settings</name>', '\t</types>', VERSION),
      packageXml(
        '\t<types>',
        '\t\t<members>EmailAdministration</members>',
        '\t\t<members>EmailAuthorization</members>',
        '\t\t<name>Settings</name>',
        '\t</types>',
        VERSION,
      ),
    ],
    [
      'on one line',
      `${ROOT}<types><members>*</members><name>ApexClass</name></types><version>60.0</version></Package>`,
      `${ROOT}<types><members>*</members><name>ApexClass</name></types><types><members>EmailAdministration</members><members>EmailAuthorization</members><name>Settings</name></types><version>60.0</version></Package>`,
    ],
    [
      'with Windows line ends',
      packageXml(...classes, VERSION).replaceAll('\n', '\r\n'),
      packageXml(...classes, ...SETTINGS, VERSION).replaceAll('\n', '\r\n'),
    ],
    [
      'without a namespace',
      '<Package>\n    <version>60.0</version>\n</Package>',
      lines('<Package>', ...SETTINGS, VERSION, '</Package>').trimEnd(),
    ],
  ])('%s gets them, and keeps all else', (_, before, after) => {
    const merged = mergeManifest(before, wanted);
    expect(merged.ok && merged.text).toBe(after);
    expect(mergeManifest(after, wanted)).toMatchObject({ ok: true, text: after, added: [], versionAdded: false });
  });

  it.each([
    ['that names them', packageXml(...SETTINGS, VERSION)],
    [
      'that names all settings',
      packageXml(...SETTINGS.slice(3, 3), '<types><members>*</members><name>Settings</name></types>', VERSION),
    ],
    [
      'that names them in two places',
      packageXml(
        '<types><members>EmailAuthorization</members><name>Settings</name></types>',
        '<types><name>Settings</name><members><![CDATA[EmailAdministration]]></members></types>',
        VERSION,
      ),
    ],
  ])('%s is left as it is', (_, text) => {
    expect(mergeManifest(text, wanted)).toEqual({ ok: true, text, added: [], versionAdded: false });
  });

  it.each([
    ['an empty file', '', 'not well-formed XML: the file is empty'],
    ['half a manifest', packageXml(...SETTINGS).slice(0, 150), /^not well-formed XML: /],
    ['two roots', '<Package/><Package/>', /^not well-formed XML: /],
    ['merge markers', packageXml('<<<<<<< HEAD', ...classes), /^not well-formed XML: /],
    ['JSON', '{}', /^not well-formed XML: /],
    ['another root', '<Profile/>', 'not a package.xml: its root is not Package in the metadata namespace'],
    [
      'another namespace',
      '<Package xmlns="urn:x"/>',
      'not a package.xml: its root is not Package in the metadata namespace',
    ],
    [
      'a prefix',
      '<m:Package xmlns:m="urn:x"/>',
      'not a package.xml: its root is not Package in the metadata namespace',
    ],
  ])('%s is refused', (_, text, message) => {
    const merged = mergeManifest(text, wanted);
    expect(merged).toEqual({ ok: false, message: expect.stringMatching(message) as string });
  });

  it('says what was added', () => {
    const said = (text: string): string => {
      const merged = mergeManifest(text, wanted);
      return merged.ok ? mergeSummary(merged, wanted.version) : merged.message;
    };
    expect(said('<Package/>')).toBe('added EmailAdministration and EmailAuthorization and version 66.0');
    expect(said(packageXml(...SETTINGS))).toBe('added version 66.0');
    expect(said(packageXml(...SETTINGS, VERSION))).toBe('already complete');
  });
});

it('loses nothing of any text, and names them in the end', () => {
  const text = packageXml(
    '<!-- all -->',
    ...classes,
    ...SETTINGS.toSpliced(1, 2, '<members>Case</members>'),
    ...tabs,
    VERSION,
  );
  fc.assert(
    fc.property(mutated(text), (before) => {
      const merged = mergeManifest(before, wanted);
      if (!merged.ok) return;
      const { roots, problem } = parseXml(merged.text);
      expect(problem).toBeUndefined();
      expect(roots).toHaveLength(1);
      expect(mergeManifest(merged.text, wanted)).toMatchObject({ text: merged.text, added: [], versionAdded: false });
      // What was there stands there still, in its order.
      expect(merged.versionAdded || isWithin(before, merged.text)).toBe(true);
    }),
    { numRuns: 1000, seed: 20261123 },
  );
});

/** Whether all of `part` stands in `whole`, in its order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const char of whole.split('')) if (char === part[at]) at++;
  return at === part.length;
}
