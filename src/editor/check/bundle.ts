/** Readers and rules: read as one file with the first files that can matter, not on activation. */
export { RULES } from '../../rules/index.ts';
export { isRuleId } from '../../rules/ruleIds.ts';
export { findingActions } from './findingActions.ts';
export { projectsOf } from '../projects/readFolder.ts';
