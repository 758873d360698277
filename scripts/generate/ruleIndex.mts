import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { GROUPS, type Rule } from '../../src/rules/rule.ts';
import { textOf, type GeneratedText } from './text.mts';

const RULES_FOLDER = 'src/rules';
export const RULE_INDEX = `${RULES_FOLDER}/index.ts`;

/** The form of a rule's id. Other files of the folder have names without hyphens. */
export const RULE_ID = /^[a-z]+(-[a-z]+)+$/;

/** `relay-port` is exported as `relayPort`. */
export const exportName = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/**
 * The list of all rules, made from the folder. The order of the tables is the only thing that its text decides: rules
 * stay in the order of the list as it is, and a new one goes to the end of its group.
 */
export async function ruleIndex(): Promise<GeneratedText> {
  const ids = readdirSync(RULES_FOLDER)
    .map((file) => path.parse(file))
    .filter(({ name, ext }) => ext === '.ts' && RULE_ID.test(name))
    .map(({ name }) => name)
    .sort();
  const read = await Promise.all(ids.map(readRule));
  const faults = read.filter((one) => typeof one === 'string');
  if (faults.length > 0) return { faults };
  const rules = read.filter((one) => typeof one !== 'string');
  return { text: indexText(inOrder(rules, namesInOrder(textOf(RULE_INDEX) ?? ''))) };
}

type ListedRule = Pick<Rule, 'id' | 'group'>;

/** The rule, or what is wrong with its file. */
async function readRule(id: string): Promise<ListedRule | string> {
  const file = `${RULES_FOLDER}/${id}.ts`;
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, ListedRule | undefined>>;
  const rule = module[exportName(id)];
  if (rule === undefined) return `${file} does not export "${exportName(id)}", which is the name of its rule.`;
  if (rule.id !== id) return `${file} has a rule with the id "${rule.id}". Use the name of the file.`;
  return rule;
}

const namesInOrder = (text: string): readonly string[] => /\[\s*(\w+,\s*)+\]/.exec(text)?.[0].match(/\w+/g) ?? [];

function inOrder<T extends ListedRule>(rules: readonly T[], names: readonly string[]): readonly T[] {
  const place = ({ id }: T): number => {
    const index = names.indexOf(exportName(id));
    return index < 0 ? names.length : index;
  };
  return rules.toSorted(
    (a, b) => GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) || place(a) - place(b) || (a.id < b.id ? -1 : 1),
  );
}

function indexText(rules: readonly ListedRule[]): string {
  const imports = [
    ...rules.map(({ id }) => `import { ${exportName(id)} } from './${id}.ts';`),
    "import type { Rule } from './rule.ts';",
  ].sort((a, b) => (specifier(a) < specifier(b) ? -1 : 1));
  return `// npm run generate writes this file from the names of the others. Only the order within a group is written by hand.
${imports.join('\n')}

/** Every rule, in the order of the tables. */
export const RULES: readonly Rule[] = [${rules.map(({ id }) => exportName(id)).join(', ')}];
`;
}

const specifier = (line: string): string => line.slice(line.indexOf('./'));

/** What is imported from now on sees this list, before it is written: the other files follow from the rules there are. */
export function useRuleIndex(text: string): void {
  const index = pathToFileURL(RULE_INDEX).href;
  registerHooks({
    load: (url, context, nextLoad) =>
      url === index ? { format: 'module-typescript', source: text, shortCircuit: true } : nextLoad(url, context),
  });
}
