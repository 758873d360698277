import { parseJson, property } from '../../formats/json.ts';
import { elementText, parseXml } from '../../formats/xml.ts';

/** What `sfdx-project.json` says; undefined where it says nothing that can be read. */
export const sourceApiVersion = (projectFile: string): number | undefined =>
  versionNumber(property(parseJson(projectFile).root, 'sourceApiVersion')?.value?.value);

/** `"66.0"`, `"66"` and the number 66 -> 66 */
export function versionNumber(value: unknown): number | undefined {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const match = /^(\d{2,3})(\.\d)?$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** package.xml's `<version>`: the API version of an mdapi folder. */
export function packageVersion(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [root] = parseXml(text).roots;
  const version = root?.children.find(({ name }) => name === 'version');
  return version && versionNumber(elementText(text, version).value.trim());
}
