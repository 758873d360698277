/** Puts a style on a text, or not: colour is for terminals. */
export type Style = (name: StyleName, text: string) => string;

export type StyleName = 'red' | 'yellow' | 'blue' | 'cyan' | 'green' | 'dim' | 'bold';

export const plain: Style = (_name, text) => text;
