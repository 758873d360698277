import { rulesJson, rulesMarkdown } from '../../check/ruleTable.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { oneOf, parseOptions } from '../options.ts';

export const rulesUsage = `sf-deliverability rules

Lists the rules.

  --format json|markdown   (markdown)
`;

export function rules(args: readonly string[], io: Io): number {
  const { positionals, values } = parseOptions(args, { format: { type: 'string' } });
  if (positionals.length > 0) throw new UsageError('rules takes no arguments');
  const format = oneOf('--format', values.format ?? 'markdown', ['json', 'markdown'] as const);
  io.out(format === 'json' ? rulesJson() : rulesMarkdown());
  return EXIT.clean;
}
