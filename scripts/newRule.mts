// Writes the skeleton of a rule: `npm run new:rule -- <id> '<group>' <severity>`. CONTRIBUTING.md says what comes next.
import { parseArgs } from 'node:util';
import { generate } from './generate/generate.mts';
import { ruleRefusal, writeRule } from './newRule/writeRule.mts';

const [id = '', group = '', severity = '', ...rest] = parseArgs({ allowPositionals: true }).positionals;
const refusal =
  ruleRefusal(id, group, severity) ?? (rest.length > 0 ? `Too many arguments: ${rest.join(' ')}` : undefined);
if (refusal === undefined) {
  console.log(`written: ${writeRule(id, group, severity).join(', ')}`);
  process.exitCode = await generate(false);
  console.log('Replace what is marked TODO, then: UPDATE_GOLDEN=1 npx vitest run test/rules test/check');
} else {
  console.error(refusal);
  console.error("Usage: npm run new:rule -- <id> '<group>' <severity>");
  process.exitCode = 2;
}
