import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate, { type IGrammar, type IRawGrammar } from 'vscode-textmate';

/** A stretch of text and the scopes it has, outermost first. */
export interface Token {
  readonly text: string;
  readonly scopes: readonly string[];
}

const BASE_SCOPE = 'text.xml';
export const INJECTION_SCOPE = 'sf-deliverability.email-administration-settings.injection';
export const INJECTION_FILE = new URL('../../syntaxes/email-administration-settings.tmLanguage.json', import.meta.url);

const require = createRequire(import.meta.url);

/** VS Code's own XML grammar, as tm-grammars publishes it. */
const BASE_FILE = require.resolve('tm-grammars/grammars/xml.json');

const onigLib = oniguruma.loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'))).then(() => ({
  createOnigScanner: (sources: string[]) => new oniguruma.OnigScanner(sources),
  createOnigString: (text: string) => new oniguruma.OnigString(text),
}));

function rawGrammar(scopeName: string): IRawGrammar | undefined {
  if (scopeName === BASE_SCOPE) return textmate.parseRawGrammar(readFileSync(BASE_FILE, 'utf8'), 'xml.json');
  if (scopeName === INJECTION_SCOPE)
    return textmate.parseRawGrammar(readFileSync(INJECTION_FILE, 'utf8'), 'injection.json');
  // The engine drops a rule whose include it cannot find: the XML grammar's one for `<% %>`.
  if (scopeName === 'source.java')
    return textmate.parseRawGrammar('{"scopeName": "source.java", "patterns": [{"match": "new"}]}', 'java.json');
  return undefined;
}

/** The XML grammar, with the injection as VS Code applies it (`injectTo: ['text.xml']`) or without. */
export async function xmlGrammar(options: { injected: boolean }): Promise<IGrammar> {
  const registry = new textmate.Registry({
    onigLib,
    loadGrammar: (scopeName) => Promise.resolve(rawGrammar(scopeName)),
    getInjections: (scopeName) => (options.injected && scopeName === BASE_SCOPE ? [INJECTION_SCOPE] : undefined),
  });
  const grammar = await registry.loadGrammar(BASE_SCOPE);
  if (grammar === null) throw new Error('The XML grammar did not load.');
  return grammar;
}

/** Tokenizes as the editor does: line by line, without line ends. Neighbours with the same scopes are joined. */
export function tokenize(grammar: IGrammar, lines: readonly string[]): Token[][] {
  let state = textmate.INITIAL;
  return lines.map((line) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    return joined(
      result.tokens.map((token) => ({ text: line.slice(token.startIndex, token.endIndex), scopes: token.scopes })),
    );
  });
}

/** Joins neighbours with the same scopes. */
export function joined(tokens: readonly Token[]): Token[] {
  const result: Token[] = [];
  for (const token of tokens) {
    const last = result.at(-1);
    if (last?.scopes.join(' ') === token.scopes.join(' '))
      result[result.length - 1] = { text: last.text + token.text, scopes: last.scopes };
    else result.push(token);
  }
  return result;
}

/** A grammar of ours that stands by itself. */
export async function grammarOf(file: URL): Promise<IGrammar> {
  const raw = textmate.parseRawGrammar(readFileSync(file, 'utf8'), file.pathname);
  const registry = new textmate.Registry({ onigLib, loadGrammar: () => Promise.resolve(raw) });
  const grammar = await registry.loadGrammar(raw.scopeName);
  if (grammar === null) throw new Error(`${file.pathname} did not load.`);
  return grammar;
}
