import { type Html, markup, NOTHING } from '../../output/html.ts';

export interface ButtonOptions {
  readonly target?: string;
  readonly host?: string;
  readonly address?: string;
  /** What the words of the button leave out, for those who hear it by itself. */
  readonly about?: string;
  readonly primary?: boolean;
  /** The id of the text that says why the button does nothing now. */
  readonly off?: string;
  /** Outlives a change of the action, so that the keyboard stays where it is. */
  readonly key?: string;
}

/** `aria-disabled` and not `disabled`: the keyboard gets there, and the reason is read out. */
export function button(action: string, words: string, options: ButtonOptions): Html {
  const { target, host, address, about, off } = options;
  const data = Object.entries({ target, host, address }).map(([name, value]) =>
    value === undefined ? NOTHING : markup` data-${name}="${value}"`,
  );
  const state = off === undefined ? NOTHING : markup` aria-disabled="true" aria-describedby="${off}"`;
  const name = about === undefined ? NOTHING : markup`<span class="pf-hidden">: ${about}</span>`;
  return markup`<button type="button" class="${classes(options)}" data-action="${action}"${data}${state} data-key="${buttonKey(action, options)}">${words}${name}</button>`;
}

export const classes = ({ primary }: ButtonOptions): string =>
  primary === true ? 'pf-button pf-primary' : 'pf-button';

export const buttonKey = (action: string, { key, target, host, address }: ButtonOptions): string =>
  key ?? ['button', action, target, host, address].filter((part) => part !== undefined).join(' ');
