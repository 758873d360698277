import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ELEMENTS, ROOT_ELEMENT } from '../../src/project/settings/elements.ts';
import { INJECTION_FILE, INJECTION_SCOPE, joined, tokenize, xmlGrammar, type Token } from './engine.ts';

const injected = await xmlGrammar({ injected: true });
const plain = await xmlGrammar({ injected: false });

const SUFFIX = '.sf-deliverability';
const META = `meta.email-administration-settings${SUFFIX}`;

const KINDS = {
  known: ['support.type.property-name.sf-deliverability'],
  deprecated: ['support.type.property-name.sf-deliverability', 'invalid.deprecated.sf-deliverability'],
  boolean: ['constant.language.boolean.sf-deliverability'],
  tls: ['constant.other.tls-setting.sf-deliverability'],
  ip: ['invalid.illegal.ip-address.sf-deliverability'],
} as const;
type Kind = keyof typeof KINDS;
type Marked = readonly [text: string, kind: string];

const linesOf = (source: string): string[] => source.split(/\r\n|\n/);

/** The name of the scopes that the injection gave to a token, besides the one for the whole document. */
function kindOf(token: Token): string | undefined {
  const own = token.scopes.filter((scope) => scope.endsWith(SUFFIX) && scope !== META).join(' ');
  if (own === '') return undefined;
  return Object.entries(KINDS).find(([, scopes]) => scopes.join(' ') === own)?.[0] ?? own;
}

/** What the injection marks in a text, in order. */
function marks(source: string | readonly string[]): Marked[] {
  const lines = typeof source === 'string' ? linesOf(source) : source;
  return tokenize(injected, lines)
    .flat()
    .flatMap((token): Marked[] => {
      const kind = kindOf(token);
      return kind === undefined ? [] : [[token.text, kind]];
    });
}

/** The marks of text inside the root element. */
const marksInside = (content: string): Marked[] => marks(`<${ROOT_ELEMENT}>${content}</${ROOT_ELEMENT}>`);

/** An element's own marks: start tag, values, end tag. */
const element = (name: string, kind: Kind, ...values: readonly Marked[]): Marked[] => [
  [name, kind],
  ...values,
  [name, kind],
];

/** The tokens of the XML grammar alone, as they show through the injection. */
const withoutOwnScopes = (tokens: readonly Token[]): Token[] =>
  joined(tokens.map(({ text, scopes }) => ({ text, scopes: scopes.filter((scope) => !scope.endsWith(SUFFIX)) })));

const TRUE: Marked = ['true', 'boolean'];
const FALSE: Marked = ['false', 'boolean'];

const REAL = `<?xml version="1.0" encoding="UTF-8"?>
<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">
    <enableComplianceBcc>false</enableComplianceBcc>
    <enableEmailSpfCompliance>true</enableEmailSpfCompliance>
    <enableRestrictTlsToDomains>true</enableRestrictTlsToDomains>
    <enableSendThroughGmailPref>false</enableSendThroughGmailPref>
    <enableSetMatchingEmailsOnBounce>true</enableSetMatchingEmailsOnBounce>
    <sendTextOnlySystemEmails>false</sendTextOnlySystemEmails>
</EmailAdministrationSettings>
`;
const REAL_MARKS: Marked[] = [
  ...element('enableComplianceBcc', 'known', FALSE),
  ...element('enableEmailSpfCompliance', 'known', TRUE),
  ...element('enableRestrictTlsToDomains', 'known', TRUE),
  ...element('enableSendThroughGmailPref', 'deprecated', FALSE),
  ...element('enableSetMatchingEmailsOnBounce', 'deprecated', TRUE),
  ...element('sendTextOnlySystemEmails', 'known', FALSE),
];

/** A text and all that the injection marks in it. */
const DOCUMENTS: Record<string, { source: string; expected: Marked[] }> = {
  'a retrieved file': { source: REAL, expected: REAL_MARKS },
  'the file on one line': { source: REAL.replaceAll(/\n\s*/g, ''), expected: REAL_MARKS },
  'the file with CRLF': { source: REAL.replaceAll('\n', '\r\n'), expected: REAL_MARKS },
  'a byte order mark': { source: `\uFEFF${REAL}`, expected: REAL_MARKS },
  'a start tag over several lines': {
    source: `<EmailAdministrationSettings
  xmlns="http://soap.sforce.com/2006/04/metadata"
  fqn='a>b'
>
  <enableHtmlEmail
  >true</enableHtmlEmail
  >
</EmailAdministrationSettings
>
<enableHtmlEmail>true</enableHtmlEmail>`,
    expected: element('enableHtmlEmail', 'known', TRUE),
  },
  'attributes on elements': {
    source: `<EmailAdministrationSettings a="enableHtmlEmail">
  <enableHtmlEmail xsi:nil="true" ip='192.0.2.1' tls="Preferred">true</enableHtmlEmail>
  <enableHtmlEmail a="true"></enableHtmlEmail>
  <enableHtmlEmail a="true"/>
</EmailAdministrationSettings>`,
    expected: [
      ...element('enableHtmlEmail', 'known', TRUE),
      ...element('enableHtmlEmail', 'known'),
      ['enableHtmlEmail', 'known'],
    ],
  },
  'comments, before, inside and after': {
    source: `<!-- <EmailAdministrationSettings><enableHtmlEmail>true</enableHtmlEmail> -->
<EmailAdministrationSettings>
  <!-- <enableHtmlEmail>true</enableHtmlEmail> 192.0.2.1 Preferred
  </EmailAdministrationSettings> -->
  <enableHtmlEmail><!-- on -->true<!-- 192.0.2.1 --></enableHtmlEmail>
</EmailAdministrationSettings>
<!-- <enableHtmlEmail>true</enableHtmlEmail> -->`,
    expected: element('enableHtmlEmail', 'known', TRUE),
  },
  CDATA: {
    source: `<EmailAdministrationSettings>
  <enableHtmlEmail><![CDATA[true]]></enableHtmlEmail>
  <![CDATA[ <enableHtmlEmail>
true 192.0.2.1
</EmailAdministrationSettings> ]]>
  <sendMassEmailNotification>true</sendMassEmailNotification>
</EmailAdministrationSettings>`,
    expected: [...element('enableHtmlEmail', 'known'), ...element('sendMassEmailNotification', 'known', TRUE)],
  },
  'the root inside a CDATA section, an attribute and a DOCTYPE': {
    source: `<!DOCTYPE x [ <!ENTITY e "<EmailAdministrationSettings>"> ]>
<a b="<EmailAdministrationSettings>"><![CDATA[<EmailAdministrationSettings>]]>
<enableHtmlEmail>true</enableHtmlEmail></a>`,
    expected: [],
  },
  'processing instructions and entities': {
    source: `<EmailAdministrationSettings>
  <?x enableHtmlEmail?><enableHtmlEmail>&#116;rue &amp; &</enableHtmlEmail>
</EmailAdministrationSettings>`,
    expected: element('enableHtmlEmail', 'known'),
  },
  'values over several lines': {
    source: `<EmailAdministrationSettings>
  <enableHtmlEmail>
    true
  </enableHtmlEmail>
  <note>
    Required Verify
  </note>
  <note>mail.example.com
    192.0.2.1</note>
  <note>
    true or false, Off or Required
  </note>
</EmailAdministrationSettings>`,
    expected: [...element('enableHtmlEmail', 'known', TRUE), ['Required Verify', 'tls'], ['192.0.2.1', 'ip']],
  },
  'an unfinished child start tag': {
    source: `<EmailAdministrationSettings>
  <enableHtmlEmail
  <enableComplianceBcc>true</enableComplianceBcc>
  <sendMassEmailNotification>false</sendMassEmailNotification>
</EmailAdministrationSettings>`,
    // As in the XML grammar, the first tag runs up to the next `>`.
    expected: [
      ['enableHtmlEmail', 'known'],
      TRUE,
      ['enableComplianceBcc', 'known'],
      ...element('sendMassEmailNotification', 'known', FALSE),
    ],
  },
  'an unfinished name': {
    source: `<EmailAdministrationSettings>
  <enableHtml
</EmailAdministrationSettings>`,
    expected: [],
  },
  'an element without end tag': {
    source: `<EmailAdministrationSettings>
  <enableHtmlEmail>true
</EmailAdministrationSettings>
<enableHtmlEmail>true</enableHtmlEmail>`,
    expected: [['enableHtmlEmail', 'known'], TRUE],
  },
  'an unfinished end tag': {
    source: `<EmailAdministrationSettings><enableHtmlEmail>true</enableHtmlEmail
</EmailAdministrationSettings>`,
    expected: element('enableHtmlEmail', 'known', TRUE),
  },
  'a root without end tag': {
    source: `<EmailAdministrationSettings>
  <enableHtmlEmail>true</enableHtmlEmail>
  <`,
    expected: element('enableHtmlEmail', 'known', TRUE),
  },
  'an unfinished root': { source: '<EmailAdministrationSettings', expected: [] },
  'an empty root': {
    source:
      '<EmailAdministrationSettings xmlns="x"></EmailAdministrationSettings><enableHtmlEmail>true</enableHtmlEmail>',
    expected: [],
  },
  'an empty root with a blank in its end tag': {
    source: '<EmailAdministrationSettings></EmailAdministrationSettings ><enableHtmlEmail>true</enableHtmlEmail>',
    expected: [],
  },
  'a self-closing root': {
    source: '<EmailAdministrationSettings xmlns="x"/><enableHtmlEmail>true</enableHtmlEmail>',
    expected: [],
  },
  'a self-closing root over two lines': {
    source: '<EmailAdministrationSettings\n/><enableHtmlEmail>true</enableHtmlEmail>',
    expected: [],
  },
  'text after the root': {
    source: '<EmailAdministrationSettings> </EmailAdministrationSettings> true 192.0.2.1\n<enableHtmlEmail>',
    expected: [],
  },
  'two roots': {
    source:
      '<EmailAdministrationSettings><enableHtmlEmail/></EmailAdministrationSettings>\n<EmailAdministrationSettings><enableHtmlEmail/></EmailAdministrationSettings><EmailAdministrationSettings><enableHtmlEmail/></EmailAdministrationSettings>',
    expected: [
      ['enableHtmlEmail', 'known'],
      ['enableHtmlEmail', 'known'],
      ['enableHtmlEmail', 'known'],
    ],
  },
  'the root inside another element': {
    source: '<x><EmailAdministrationSettings><enableHtmlEmail/></EmailAdministrationSettings><enableHtmlEmail/></x>',
    expected: [['enableHtmlEmail', 'known']],
  },
};

const OTHER_XML: Record<string, string> = {
  'a profile': '<Profile xmlns="http://soap.sforce.com/2006/04/metadata"><enabled>true</enabled></Profile>',
  'known names elsewhere':
    '<Profile>\n<enableHtmlEmail>true</enableHtmlEmail>\n<ip>192.0.2.1</ip>Preferred\n</Profile>',
  'a longer root name':
    '<EmailAdministrationSettingsX><enableHtmlEmail>true</enableHtmlEmail></EmailAdministrationSettingsX>',
  'a dotted root name':
    '<EmailAdministrationSettings.x><enableHtmlEmail>true</enableHtmlEmail></EmailAdministrationSettings.x>',
  'the root name in another case': '<emailAdministrationSettings><enableHtmlEmail/></emailAdministrationSettings>',
  'the root name as text': '<a>EmailAdministrationSettings &lt;EmailAdministrationSettings> <enableHtmlEmail/></a>',
  'an end tag only': '</EmailAdministrationSettings><enableHtmlEmail>true</enableHtmlEmail>',
  'a namespace prefix':
    '<m:EmailAdministrationSettings><m:enableHtmlEmail>true</m:enableHtmlEmail></m:EmailAdministrationSettings>',
  'a package manifest':
    '<?xml version="1.0"?>\n<Package>\n<types>\n<members>EmailAdministration</members><name>Settings</name>\n</types>\n</Package>',
  'an embedded script': '<%= <EmailAdministrationSettings> %><enableHtmlEmail/>',
};

describe('names', () => {
  interface GrammarFile {
    readonly scopeName: string;
    readonly repository: Readonly<Record<string, { readonly match?: string }>>;
  }
  const file = JSON.parse(readFileSync(INJECTION_FILE, 'utf8')) as GrammarFile;
  const namesIn = (rule: string): string[] =>
    /\(\?:(\w+(?:\|\w+)*)\)/.exec(file.repository[rule]?.match ?? '')?.[1]?.split('|') ?? [];
  const isGone = (name: string): boolean =>
    ELEMENTS.some((fact) => fact.name === name && (fact.deprecated !== undefined || fact.removedIn !== undefined));
  const names = ELEMENTS.map((fact) => fact.name);

  it('has the scope name that package.json gives', () => {
    expect(file.scopeName).toBe(INJECTION_SCOPE);
  });

  it('equal the table of elements', () => {
    expect(namesIn('known-element')).toEqual(names.filter((name) => !isGone(name)).sort());
    expect(namesIn('deprecated-element')).toEqual(names.filter(isGone).sort());
  });

  it.each(ELEMENTS)('marks $name', ({ name }) => {
    const kind = isGone(name) ? 'deprecated' : 'known';
    expect(marksInside(`<${name}>true</${name}><${name}/><${name}></${name}>`)).toEqual([
      ...element(name, kind, TRUE),
      [name, kind],
      ...element(name, kind),
    ]);
  });

  it.each([
    'enablehtmlemail',
    'EnableHtmlEmail',
    'ENABLEHTMLEMAIL',
    'enableHtmlEmails',
    'xenableHtmlEmail',
    'enableHtmlEmail.x',
    'enableHtmlEmail-x',
    'm:enableHtmlEmail',
    'enableHtmlEmail:m',
    'enableÄ',
    'enableNewThing',
    'EmailAdministrationSettingsX',
    'a',
  ])('leaves %s unmarked', (name) => {
    expect(marksInside(`<${name}>x</${name}><${name}/><${name}></${name}>`)).toEqual([]);
  });
});

describe('documents', () => {
  it.each(Object.entries(DOCUMENTS))('%s', (_name, { source, expected }) => {
    expect(marks(source)).toEqual(expected);
  });

  it('takes lines that still carry their line end', () => {
    expect(marks(REAL.split('\n').map((line) => `${line}\r`))).toEqual(REAL_MARKS);
    expect(marks(REAL.split('\n').map((line) => `${line}\r\n`))).toEqual(REAL_MARKS);
  });

  it('gives the exact scopes of a line', () => {
    const [tokens] = tokenize(injected, [
      '<EmailAdministrationSettings><enableSendThroughGmailPref>true</enableSendThroughGmailPref>',
    ]);
    const within = ['text.xml', META];
    const punctuation = [...within, 'meta.tag.xml', 'punctuation.definition.tag.xml'];
    const name = [...within, 'meta.tag.xml', 'entity.name.tag.localname.xml'];
    expect(tokens).toEqual([
      { text: '<', scopes: punctuation },
      { text: 'EmailAdministrationSettings', scopes: name },
      { text: '><', scopes: punctuation },
      { text: 'enableSendThroughGmailPref', scopes: [...name, ...KINDS.deprecated] },
      { text: '>', scopes: punctuation },
      { text: 'true', scopes: [...within, ...KINDS.boolean] },
      { text: '</', scopes: punctuation },
      { text: 'enableSendThroughGmailPref', scopes: [...name, ...KINDS.deprecated] },
      { text: '>', scopes: punctuation },
    ]);
  });

  it('spans the root element and nothing else', () => {
    const tokens = tokenize(injected, [
      '<a/><EmailAdministrationSettings> x </EmailAdministrationSettings> <b/>',
    ]).flat();
    const inside = tokens.filter((token) => token.scopes.includes(META)).map((token) => token.text);
    expect(inside.join('')).toBe('<EmailAdministrationSettings> x </EmailAdministrationSettings>');
  });
});

describe('values', () => {
  const marksOf = (value: string): Marked[] => marksInside(`<x>${value}</x>`);

  it.each(['true', 'false', ' true ', '\ttrue\n', '\n true'])('marks the boolean %j', (value) => {
    expect(marksOf(value)).toEqual([[value.trim(), 'boolean']]);
  });

  it.each([
    ['Preferred'],
    ['Required'],
    ['PreferredVerify'],
    ['RequiredVerify'],
    ['Preferred Verify'],
    ['Required Verify'],
    ['Off'],
    [' Off '],
  ])('marks the TLS setting %j', (value) => {
    expect(marksOf(value)).toEqual([[value.trim(), 'tls']]);
  });

  it.each([
    'TRUE',
    'True',
    'truetrue',
    'true false',
    'not true',
    'true.',
    '1',
    'off',
    'preferred',
    'Offline',
    'Required  Verify',
    'Verify',
    'OffVerify',
    'Off Verify',
    'Preferred or Required',
    '',
    ' ',
  ])('leaves %j unmarked', (value) => {
    expect(marksOf(value)).toEqual([]);
  });

  it.each([
    ['192.0.2.1'],
    ['0.0.0.0'],
    ['255.255.255.255'],
    ['::1'],
    ['2001:db8::'],
    ['2001:db8::1'],
    ['2001:DB8:0:0:0:0:0:1'],
    ['::2:3:4:5:6:7:8'],
    ['1:2:3:4:5:6:7::'],
    ['::ffff:192.0.2.1'],
    ['64:ff9b::192.0.2.1'],
    ['1:2:3:4:5:6:192.0.2.1'],
  ])('marks the address %s', (value) => {
    expect(marksOf(value)).toEqual([[value, 'ip']]);
    expect(marksOf(` ${value} `)).toEqual([[value, 'ip']]);
  });

  it.each([
    ['192.0.2.1:25', ['192.0.2.1']],
    ['192.0.2.0/24', ['192.0.2.0']],
    ['2001:db8::/32', ['2001:db8::']],
    ['fe80::1%eth0', ['fe80::1']],
    ['[192.0.2.1]', ['192.0.2.1']],
    ['[IPv6:2001:db8::1]', ['2001:db8::1']],
    ['[2001:db8::1]:25', ['2001:db8::1']],
    ['192.0.2.1, mail.example.com; 192.0.2.2.', ['192.0.2.1', '192.0.2.2']],
  ])('marks the addresses in %s', (value, expected) => {
    expect(marksOf(value)).toEqual(expected.map((address) => [address, 'ip']));
  });

  it.each([
    'mail.example.com',
    '*.example.com',
    '192.0.2.1.example.com',
    'ip-192.0.2.1.example.com',
    'a192.0.2.1',
    '192.0.2.1-x',
    '192.0.2',
    '192.0.2.256',
    '1.2.3.4.5',
    '12:34:56',
    '::',
    'std::string',
    '1::2::3',
    'http://example.com',
    '00:1A:2B:3C:4D:5E',
  ])('leaves %s unmarked', (value) => {
    expect(marksOf(value)).toEqual([]);
  });
});

describe('the XML grammar', () => {
  it.each(Object.entries(OTHER_XML))('is untouched in %s', (_name, source) => {
    expect(tokenize(injected, linesOf(source))).toEqual(tokenize(plain, linesOf(source)));
  });

  const inside = Object.entries(DOCUMENTS).map(([name, { source }]): [string, string] => [name, source]);
  const cut = inside.map(([name, source]): [string, string] => [
    `${name}, cut off`,
    source.slice(0, Math.floor(source.length / 2)),
  ]);
  const odd: [string, string][] = [
    '<m:enableHtmlEmail a:b="c">x</m:enableHtmlEmail>',
    '<m:enableHtmlEmail></m:enableHtmlEmail>',
    '<enableHtmlEmail.x></enableHtmlEmail.x><a-b/><a:b:c/><é>x</é><enableHtmlEmailé/>',
    '<enableHtmlEmail a="b" ></enableHtmlEmail><enableHtmlEmail></enableHtmlEmail ><enableHtmlEmail></x>',
    '< enableHtmlEmail>true</ enableHtmlEmail><>true</><1/>',
    '<%-- x --%> <% y %>',
    '-- ]]> <!-- a -- b -->',
  ].map((content): [string, string] => [content, `<${ROOT_ELEMENT}>${content}</${ROOT_ELEMENT}>\n<z/>`]);

  it.each([...inside, ...cut, ...odd])('still shows inside: %s', (_name, source) => {
    const lines = linesOf(source);
    expect(tokenize(injected, lines).map(withoutOwnScopes)).toEqual(tokenize(plain, lines));
  });
});
