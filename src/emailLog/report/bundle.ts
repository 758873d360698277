/** What the doors need to write of an Email Log, in one place: loaded as one file when a log was read. */
export { logCsv } from './csv.ts';
export { logBody, logHtml } from './html/page.ts';
export { LOG_CSS, LOG_CSS_HASH } from './html/css.ts';
export { logJson } from './json.ts';
export { logMarkdown } from './markdown.ts';
export { logText } from './text.ts';
export { judgeLog } from './view.ts';
export { logVerdict } from './words.ts';
