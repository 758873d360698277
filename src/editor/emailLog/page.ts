import { markup, NOTHING, toText } from '../../output/html.ts';
import { button } from '../panel/button.ts';

const ACTIONS = ['ready', 'list', 'analyze', 'export', 'clear'] as const;
export type LogAction = (typeof ACTIONS)[number];

/** What comes out of the page is input from outside: one of these, or nothing. */
export function logMessage(value: unknown): LogAction | undefined {
  if (typeof value !== 'object' || value === null || !('action' in value)) return undefined;
  return ACTIONS.find((action) => action === value.action);
}

/** The buttons below the title, and what the last one has done. */
export function logActions({
  listOff,
  said,
}: {
  /** Why no list can be made; undefined: one can. */
  readonly listOff: string | undefined;
  readonly said: string | undefined;
}): string {
  const why = listOff === undefined ? NOTHING : markup`<p class="pf-remark" id="why-list">${listOff}</p>\n`;
  return toText(markup`<div class="pf-toolbar" role="group" aria-label="Report">
${button('list', 'Create the domain list from this log…', {
  primary: true,
  ...(listOff === undefined ? {} : { off: 'why-list' }),
})}${button('export', 'Export…', {})}${button('analyze', 'Analyze other files…', {})}${button('clear', 'Clear', {})}</div>
${why}<div class="pf-now" data-key="now">${said === undefined ? NOTHING : markup`<p>${said}</p>`}</div>
<p class="pf-hidden" role="status" data-key="status">${said ?? ''}</p>
`);
}
