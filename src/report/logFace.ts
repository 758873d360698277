/** What the doors need to write of an Email Log, in one place: loaded as one file when a log was read. */
export { logCsv } from './logCsv.ts';
export { logBody, logHtml } from './logHtml.ts';
export { LOG_CSS, LOG_CSS_HASH } from './logHtmlCss.ts';
export { logJson } from './logJson.ts';
export { logMarkdown } from './logMarkdown.ts';
export { logText } from './logText.ts';
export { judgeLog } from './logView.ts';
export { logVerdict } from './logWords.ts';
