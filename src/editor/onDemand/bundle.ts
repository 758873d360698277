/** What nobody needs before the first hover, completion or command: read as one file then, not on activation. */
export { askRoute } from '../route/askRoute.ts';
export { elementFact } from '../../project/settings/elements.ts';
export { settingsCompletions } from '../../language/completion.ts';
export { createRecord } from '../check/createRecord.ts';
export { elementText, hoverText } from '../../language/hover.ts';
export { routeContent, routeLinks } from '../route/routeDocument.ts';
