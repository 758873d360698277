import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { GROUPS, type Severity } from '../../src/rules/rule.ts';
import { exportName, RULE_ID } from '../generate/ruleIndex.mts';

/** The rule that this folder holds as a template, checked by the compiler like every other. */
const TEMPLATE = {
  folder: 'scripts/newRule/template',
  id: 'rule-id',
  group: 'Settings file and scratch definition',
  severity: 'warning',
} as const;

const SEVERITIES: readonly string[] = ['error', 'warning', 'info', 'hint'] satisfies readonly Severity[];

/** Why there can be no such rule, in a sentence that says what there can be; undefined if there can. */
export function ruleRefusal(id: string, group: string, severity: string): string | undefined {
  if (!RULE_ID.test(id))
    return `"${id}" is not an id. Use two or more words of lower-case letters with hyphens between, such as relay-port.`;
  const existing = places(id).find((place) => existsSync(place));
  if (existing !== undefined) return `${existing} already exists. Choose another id.`;
  if (!GROUPS.some((one) => one === group))
    return `"${group}" is not a group. Use one of: ${GROUPS.map((one) => `'${one}'`).join(', ')}.`;
  return SEVERITIES.includes(severity)
    ? undefined
    : `"${severity}" is not a severity. Use one of: ${SEVERITIES.join(', ')}.`;
}

const places = (id: string): readonly [rule: string, page: string, fixtures: string] => [
  `src/rules/${id}.ts`,
  `docs/rules/${id}.md`,
  `test/fixtures/rules/${id}`,
];

/**
 * Writes the rule, its page and its fixtures from the template. The folders are those of the working directory.
 *
 * @returns the files and folders that were written
 */
export function writeRule(id: string, group: string, severity: string): readonly string[] {
  const [rule, page, fixtures] = places(id);
  write(rule, ruleText(id, group, severity));
  write(page, template('rule-id.md').replaceAll(TEMPLATE.id, id));
  for (const file of filesBelow(`${TEMPLATE.folder}/fixtures`))
    write(`${fixtures}/${file}`, template(`fixtures/${file}`));
  return [rule, page, `${fixtures}/`];
}

const ruleText = (id: string, group: string, severity: string): string =>
  template('rule-id.ts')
    .replaceAll('../../../src/rules/', './')
    .replaceAll('../../../src/', '../')
    .replace(exportName(TEMPLATE.id), exportName(id))
    .replace(`'${TEMPLATE.id}'`, `'${id}'`)
    .replace(`'${TEMPLATE.group}'`, `'${group}'`)
    .replace(`severity: '${TEMPLATE.severity}'`, `severity: '${severity}'`);

const template = (file: string): string => readFileSync(`${TEMPLATE.folder}/${file}`, 'utf8');

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.split(path.sep).join('/'))
    .filter((file) => statSync(`${folder}/${file}`).isFile());

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { flag: 'wx' });
}
