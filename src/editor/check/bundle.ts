/** Readers and rules: read as one file with the first files that can matter, not on activation. */
export { isRuleId, RULES } from '../../rules/index.ts';
export { findingActions } from './findingActions.ts';
export { projectsOf } from '../projects/readFolder.ts';
