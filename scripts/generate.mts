// Writes what follows from the rules and from package.json: tables, page headers, the record's schema.
// With `--check`, fails where a file is stale instead.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { recordSchema } from '../src/check/recordSchema.ts';
import { rulesMarkdown } from '../src/check/ruleTable.ts';
import { RULES } from '../src/rules/index.ts';

const { values } = parseArgs({ options: { check: { type: 'boolean' } } });
const stale: string[] = [];

async function write(file: string, text: string): Promise<void> {
  const options = { filepath: file, singleQuote: true, printWidth: 120 };
  const formatted = await format(text, options);
  if (readOrEmpty(file) === formatted) return;
  stale.push(file);
  if (values.check !== true) writeFileSync(file, formatted);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Replaces what stands between `<!-- name: generated -->` and `<!-- /name -->`. */
function between(text: string, name: string, content: string, file: string): string {
  const pattern = new RegExp(`(<!-- ${name}: generated -->)[^]*?(<!-- /${name} -->)`);
  if (!pattern.test(text)) throw new Error(`${file} has no place for "${name}"`);
  return text.replace(pattern, (_, start: string, end: string) => `${start}\n\n${content.trim()}\n\n${end}`);
}

interface Setting {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

function settingsTable(): string {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { configuration: { properties: Record<string, Setting> } };
  };
  const rows = Object.entries(manifest.contributes.configuration.properties).map(([name, setting]) => {
    const choice = setting.enum ? ` (${setting.enum.map((one) => `\`${one}\``).join(', ')})` : '';
    return `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${setting.markdownDescription ?? setting.description ?? ''}${choice} |`;
  });
  return `| Setting | Default | What it does |\n|---|---|---|\n${rows.join('\n')}`;
}

const FIX = { none: 'no fix', fix: 'fix offered', safe: 'fix offered, part of fix-all' } as const;

await write('schemas/email-deliverability.schema.json', JSON.stringify(recordSchema()));
for (const { id, group, severity, fix } of RULES) {
  const file = `docs/rules/${id}.md`;
  const header = `Group: ${group}. Default severity: **${severity}**. ${FIX[fix].charAt(0).toUpperCase()}${FIX[fix].slice(1)}.`;
  await write(file, between(readFileSync(file, 'utf8'), 'header', header, file));
}
const readme = readFileSync('README.md', 'utf8');
const withRules = between(readme, 'rules', rulesMarkdown(), 'README.md');
await write('README.md', between(withRules, 'settings', settingsTable(), 'README.md'));

if (stale.length > 0) console.log(`${values.check === true ? 'stale' : 'written'}: ${stale.join(', ')}`);
if (values.check === true && stale.length > 0) process.exitCode = 1;
