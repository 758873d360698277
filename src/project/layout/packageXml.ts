import { applyEdits, insert, replace, type TextEdit } from '../../text/edit.ts';
import { attributesOf, elementText, parseXml, type XmlElement } from '../../formats/xml.ts';
import { insertChild } from '../../formats/xmlEdits.ts';
import { METADATA_NAMESPACE } from '../settings/elements.ts';

/** What a package.xml shall name. */
export interface ManifestEntries {
  /** A metadata type. */
  readonly type: string;
  readonly members: readonly string[];
  /** Such as `66.0`; written only where the manifest has none. */
  readonly version: string;
}

/** A manifest with the entries in it, or why it is left as it is. */
export type MergedManifest =
  | { readonly ok: true; readonly text: string; readonly added: readonly string[]; readonly versionAdded: boolean }
  | { readonly ok: false; readonly message: string };

/** Manifests of a whole org grow far beyond settings files. */
export const MAX_MANIFEST_BYTES = 16 * 1024 * 1024;

/**
 * Adds to a package.xml what it does not name yet, each in its alphabetical place. Everything else stays as it is, to the
 * character: order, comments, line ends, other types and members, an existing version.
 */
export function mergeManifest(text: string, { type, members, version }: ManifestEntries): MergedManifest {
  const { roots, problem } = parseXml(text);
  const [root] = roots;
  if (problem || !root)
    return { ok: false, message: `not well-formed XML: ${problem?.message ?? 'there is no element'}` };
  const namespace = attributesOf(text, root).find(({ name }) => name === 'xmlns')?.value;
  if (root.name !== 'Package' || (namespace !== undefined && namespace !== METADATA_NAMESPACE))
    return { ok: false, message: 'not a package.xml: its root is not Package in the metadata namespace' };
  const blocks = childrenNamed(root, 'types').filter((types) => typeName(text, types) === type);
  const named = new Set(blocks.flatMap((types) => childrenNamed(types, 'members').map((one) => valueOf(text, one))));
  // A wildcard names them all.
  const added = named.has('*') ? [] : members.filter((member) => !named.has(member)).sort();
  const given = childrenNamed(root, 'version').find((one) => valueOf(text, one) !== '');
  const withMembers = applyEdits(text, added.length > 0 ? addMembers(text, root, blocks[0], type, added) : []);
  return {
    ok: true,
    text: given ? withMembers : withVersion(withMembers, version),
    added,
    versionAdded: given === undefined,
  };
}

/** What a merge did, for people. */
export function mergeSummary({ added, versionAdded }: MergedManifest & { ok: true }, version: string): string {
  const news = [...added, ...(versionAdded ? [`version ${version}`] : [])];
  return news.length > 0 ? `added ${news.join(' and ')}` : 'already complete';
}

const valueOf = (text: string, element: XmlElement): string => elementText(text, element).value.trim();

const childrenNamed = (element: XmlElement, wanted: string): readonly XmlElement[] =>
  element.children.filter(({ name }) => name === wanted);

const typeName = (text: string, types: XmlElement): string =>
  childrenNamed(types, 'name')
    .map((name) => valueOf(text, name))
    .join();

const xml = (name: string, value: string): string => `<${name}>${value}</${name}>`;

function addMembers(
  text: string,
  root: XmlElement,
  block: XmlElement | undefined,
  type: string,
  members: readonly string[],
): readonly TextEdit[] {
  if (block) {
    const there = childrenNamed(block, 'members');
    return members.map((member) => {
      const after = there.findLast((one) => valueOf(text, one) < member);
      return insertChild(text, block, { after, before: there[0] ?? block.children[0] }, xml('members', member));
    });
  }
  const types = childrenNamed(root, 'types');
  const after = types.findLast((one) => typeName(text, one) < type);
  const children = [...members.map((member) => xml('members', member)), xml('name', type)];
  const before = types[0] ?? childrenNamed(root, 'version')[0];
  return [insertChild(text, root, { after, before }, { name: 'types', children })];
}

function withVersion(text: string, version: string): string {
  const [root] = parseXml(text).roots;
  if (!root) return text;
  const [empty] = childrenNamed(root, 'version');
  const edit = empty
    ? fill(text, empty, version)
    : insertChild(text, root, { after: root.children.at(-1) }, xml('version', version));
  return applyEdits(text, [edit]);
}

function fill(text: string, { name, range, content, selfClosing }: XmlElement, value: string): TextEdit {
  if (selfClosing) return replace(range, xml(name, value));
  const blank = text.slice(content.start, content.end).trim() === '';
  return blank ? replace(content, value) : insert(content.start, value);
}
