/** What a person does, and VS Code's API cannot: keys, mouse, a look at the window. */
import { environment, type CallName, type DriverCalls } from '../protocol.mts';
import { ask, report } from './channel.ts';
import { until } from './until.ts';

function caller<Name extends CallName>(name: Name) {
  return async (...args: Parameters<DriverCalls[Name]>): Promise<ReturnType<DriverCalls[Name]>> =>
    (await ask(name, args)) as ReturnType<DriverCalls[Name]>;
}

/** Writes `<name>.png` into the folder of the run's screenshots; answers with its path. */
export const screenshot = caller('screenshot');
/** A key as Playwright names it: `Enter`, `Control+Space`, `F8`. */
export const press = caller('press');
export const type = caller('type');
/** Moves the mouse onto the first place in the active editor that shows this text. */
export const hoverText = caller('hoverText');
/** Clicks the first thing in the window that shows this text. */
export const clickText = caller('clickText');
/** Waits until something in the window shows this text. */
export const waitForText = caller('waitForText');
/** Whether something in the window shows this text now. */
export const isVisible = caller('isVisible');
/** The menu of the light bulb, by its key. Where the focus was still on its way, VS Code closes the menu at once. */
export const openLightBulb = (entry: string): Promise<true> =>
  until(`"${entry}" in the menu of the light bulb`, async () => {
    await press('Escape');
    await press('Control+.');
    return until(entry, async () => ((await isVisible(entry)) ? true : undefined), 3000).catch(() => undefined);
  });
/** For what has no text of its own: a CSS selector. */
export const hoverElement = caller('hoverElement');
export const clickElement = caller('clickElement');
export const resize = caller('resize');
/** What the window and its workers have asked of any place but this machine, since its start. */
export const requestsOutside = caller('requestsOutside');
/** The value of an expression in the webview that has such an element. */
export const inWebview = caller('inWebview');
export const axeInWebview = caller('axeInWebview');
export const reload = caller('reload');

/** A test that uses the functions above. Where there is no driver it is not registered, and the run says so. */
export function itWithDriver(title: string, test: () => Promise<void>, patienceMs = 60_000): void {
  if (process.env[environment.driver] === 'yes') it(title, test).timeout(patienceMs);
  else report({ kind: 'withheld', title });
}
