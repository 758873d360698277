import { RULES } from './index.ts';

const IDS: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

/** Whether there is a rule of this id: records and links may name others. */
export const isRuleId = (id: string): boolean => IDS.has(id);
