import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { scenarios, type Scenario } from './scenarios.mts';

/** The long ones come first: what runs beside the last should not have to wait for it. */
export function chooseScenarios(only: string | undefined, apart: boolean): [name: string, scenario: Scenario][] {
  const all = Object.entries(scenarios).sort(([, a], [, b]) => Number(b.long ?? false) - Number(a.long ?? false));
  if (only === undefined) return all.filter(([, scenario]) => (scenario.apart ?? false) === apart);
  const chosen = all.filter(([name]) => name === only);
  if (chosen.length === 0) throw new Error(`no scenario "${only}"; there are ${Object.keys(scenarios).join(', ')}`);
  return chosen;
}

export function requireBuilt(extension: string): void {
  const { main } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8')) as { main: string };
  if (!existsSync(path.join(extension, main))) throw new Error(`${main} is missing: build the extension first`);
}
