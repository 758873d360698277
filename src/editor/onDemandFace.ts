/** What nobody needs before the first hover, completion or command: read as one file then, not on activation. */
export { askRoute } from './askRoute.ts';
export { elementFact } from '../tls/elements.ts';
export { settingsCompletions } from './completionText.ts';
export { createRecord } from './createRecord.ts';
export { elementText, hoverText } from './hoverText.ts';
export { routeContent, routeLinks } from './routeDocument.ts';
