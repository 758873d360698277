import fc from 'fast-check';

/** What people, merges and broken tools put into files. */
const SNIPPETS = [
  '<',
  '>',
  '</',
  '/>',
  '"',
  "'",
  '&',
  '&amp;',
  '&#0;',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?',
  '\0',
  '\r',
  '\n',
  '\r\n',
  '\t',
  '\uFEFF',
  '\u2028',
  '😀',
  '\ud800',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\\',
  '\\u12',
  '//',
  '/*',
  'null',
  'true',
  'True',
  'yes',
  '1e999',
  '<<<<<<< HEAD\n',
  '=======\n',
  '>>>>>>> main\n',
  '*',
  '*.',
  '..',
  '@',
  ' ',
  '192.0.2.1',
  '[::1]',
  'RequiredVerify',
  'Required Verify',
  'müller.example',
  '*.co.uk',
  'a@b.example',
  'https://x.example/',
  '<tlsSetting>Required</tlsSetting>',
  '<tlsDomains>a.example, *.b.example,,</tlsDomains>',
  '<enableHtmlEmail/>',
  '<enableHtmlEmail>on</enableHtmlEmail>',
  '<x><y/></x>',
  '"tlsSetting": "required",',
  '"restrictTlsToDomains": "a.example,,192.0.2.1",',
  '"restrictTlsToDomains": ["a.example", "a.example"],',
  '"rules": {"domain-form": "off"},',
];

interface Mutation {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof({ weight: 4, arbitrary: fc.nat(3) }, fc.nat(300)),
  insert: fc.oneof(fc.constant(''), fc.constantFrom(...SNIPPETS), fc.string({ unit: 'binary', maxLength: 6 })),
});

/** One to four small changes anywhere in the text. */
export const mutated = (text: string): fc.Arbitrary<string> =>
  fc.array(mutation, { minLength: 1, maxLength: 4 }).map((mutations) =>
    mutations.reduce((now, { at, remove, insert }) => {
      const start = Math.floor(at * now.length);
      return now.slice(0, start) + insert + now.slice(start + remove);
    }, text),
  );
