/** What preflights take once somebody looks at a domain or asks for one: read as one file then, not on activation. */
export { knownPreflight } from '../../preflight/report/known.ts';
export { preflightCommands } from './commands.ts';
export { hostNameAction } from './hostName.ts';
export { preflightHoverPart } from './hover.ts';
export { listActions } from './listActions.ts';
export { projectSummary, recordUri } from './scope.ts';
export { lensTitles, summaryText } from '../../language/preflightLens.ts';
export { judgedSetting } from '../../language/targetAt.ts';
