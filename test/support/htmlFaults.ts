import { HtmlValidate } from 'html-validate';

/** Sound HTML, sound tables and sound landmarks; how it is laid out is nobody's business. */
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'long-title': 'off',
    // One style is the page's own, and its policy names it.
    'require-sri': 'off',
    'no-inline-style': 'error',
    // Some browsers drop the meaning of a table that is stacked.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
  },
});

/** `line: rule: message` for each fault. */
export async function faultsOf(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line }) => `${line}: ${ruleId}: ${message}`),
  );
}
