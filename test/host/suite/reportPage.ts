/** The page in the report panel, and what is done in it. */
import { inWebview } from './driver.ts';
import { until } from './until.ts';

export const REPORT = '#report[data-scope]';

/** The value of an expression in the page. */
export const inPage = (expression: string): Promise<unknown> => inWebview(REPORT, expression);

/** Waits until a condition holds in the page. */
export const untilPage = (what: string, condition: string): Promise<true> =>
  until(what, async () => ((await inPage(condition)) === true ? true : undefined));

const element = (selector: string): string => `document.querySelector(${JSON.stringify(selector)})`;

export const isThere = (selector: string): string => `${element(selector)} !== null`;

export const textOf = async (selector: string): Promise<string> =>
  String(await inPage(`${element(selector)}?.textContent ?? ''`));

export const clickOn = (selector: string): Promise<unknown> => inPage(`${element(selector)}.click()`);

export const count = (selector: string): Promise<unknown> =>
  inPage(`document.querySelectorAll(${JSON.stringify(selector)}).length`);

/** The button of an action, of a domain if one is named. */
export const button = (action: string, target?: string): string =>
  `button[data-action="${action}"]${target === undefined ? '' : `[data-target="${target}"]`}`;

/** How much of the page cannot be seen without scrolling sideways. */
export const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
