import { readFileSync } from 'node:fs';

interface Setting {
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly markdownDescription?: string;
}

/** The settings of the extension, from package.json, as a Markdown table. */
export function settingsTable(): string {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
    contributes: { configuration: { properties: Record<string, Setting> } };
  };
  const rows = Object.entries(manifest.contributes.configuration.properties).map(([name, setting]) => {
    const choice = setting.enum ? ` (${setting.enum.map((one) => `\`${one}\``).join(', ')})` : '';
    return `| \`${name}\` | \`${JSON.stringify(setting.default)}\` | ${setting.markdownDescription ?? setting.description ?? ''}${choice} |`;
  });
  return `| Setting | Default | What it does |\n|---|---|---|\n${rows.join('\n')}`;
}
