import type { Command } from './command.ts';
import { bounceCommand } from './commands/bounce.ts';
import { checkCommand } from './commands/check.ts';
import { labCommand } from './commands/lab.ts';
import { logCommand } from './commands/log.ts';
import { manifestCommand } from './commands/manifest.ts';
import { preflightCommand } from './commands/preflight.ts';
import { reviewCommand } from './commands/review.ts';
import { routeCommand } from './commands/route.ts';
import { rulesCommand } from './commands/rules.ts';
import { soqlCommand } from './commands/soql.ts';

/** All commands, in the order of help. */
export const COMMANDS: readonly Command[] = [
  checkCommand,
  preflightCommand,
  logCommand,
  manifestCommand,
  reviewCommand,
  routeCommand,
  bounceCommand,
  soqlCommand,
  labCommand,
  rulesCommand,
];

/** The word that a command is called by: `lab` for `lab serve`. */
export const firstWord = ({ name }: Command): string => name.split(' ', 1)[0] ?? name;
