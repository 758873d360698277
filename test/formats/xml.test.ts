import { describe, expect, it } from 'vitest';
import { attributesOf, elementText, parseXml, type XmlElement } from '../../src/formats/xml.ts';

/** The tree with the source text of every range, so that an offset that is one off shows. */
function shown(text: string, element: XmlElement): string {
  const slice = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  const name = slice(element.nameRange);
  const end = element.endNameRange ? slice(element.endNameRange) : '-';
  const children = element.children.map((child) => shown(text, child)).join(' ');
  return `${name}|${slice(element.range)}|${slice(element.content)}|${end}${children === '' ? '' : ` [${children}]`}`;
}

describe('elements', () => {
  it.each([
    ['<a><b>true</b></a>', 'a|<a><b>true</b></a>|<b>true</b>|a [b|<b>true</b>|true|b]'],
    ['\r\n<a>\r\n <b>x</b>\r\n</a>', 'a|<a>\r\n <b>x</b>\r\n</a>|\r\n <b>x</b>\r\n|a [b|<b>x</b>|x|b]'],
    ['<?xml version="1.0"?>\n<!-- <z/> --><a q="1>2" ><b/></a >', 'a|<a q="1>2" ><b/></a >|<b/>|a [b|<b/>||-]'],
    ['\uFEFF<a>x</a>', 'a|<a>x</a>|x|a'],
    [
      '<a><b><![CDATA[</b>]]></b></a>',
      'a|<a><b><![CDATA[</b>]]></b></a>|<b><![CDATA[</b>]]></b>|a [b|<b><![CDATA[</b>]]></b>|<![CDATA[</b>]]>|b]',
    ],
    [
      '<p:a xmlns:p="u"><p:b>1</p:b></p:a>',
      'p:a|<p:a xmlns:p="u"><p:b>1</p:b></p:a>|<p:b>1</p:b>|p:a [p:b|<p:b>1</p:b>|1|p:b]',
    ],
    [
      '<a><__proto__>x</__proto__><constructor>y</constructor></a>',
      'a|<a><__proto__>x</__proto__><constructor>y</constructor></a>|<__proto__>x</__proto__><constructor>y</constructor>|a [__proto__|<__proto__>x</__proto__>|x|__proto__ constructor|<constructor>y</constructor>|y|constructor]',
    ],
    // While somebody types:
    ['<a><b>tr', 'a|<a><b>tr|<b>tr|- [b|<b>tr|tr|-]'],
    ['<a><b>true</b><', 'a|<a><b>true</b>|<b>true</b>|- [b|<b>true</b>|true|b]'],
    ['<a><b>true</b><c', 'a|<a><b>true</b>|<b>true</b>|- [b|<b>true</b>|true|b]'],
    ['<a><b>true</b', 'a|<a><b>true|<b>true|- [b|<b>true|true|-]'],
    ['<a><b>true</b><!-- ', 'a|<a><b>true</b>|<b>true</b>|- [b|<b>true</b>|true|b]'],
    ['<a><b>true</b><c d="', 'a|<a><b>true</b>|<b>true</b>|- [b|<b>true</b>|true|b]'],
  ])('of %j', (text, expected) => {
    const [root] = parseXml(text).roots;
    expect(root && shown(text, root)).toBe(expected);
  });

  it.each(['', ' ', 'x', '<', '<!--', '<a', '<?xml', '</a>', '<<<<', ']]>', '\0', '<a'.repeat(300)])(
    'of %j: none, and no throw',
    (text) => {
      expect(parseXml(text).roots.length).toBeLessThanOrEqual(1);
    },
  );

  it('has no roots where the nesting is hostile', () => {
    const document = parseXml('<a>'.repeat(5000));
    expect(document.roots).toEqual([]);
    expect(document.problem).toBeDefined();
  });
});

describe('text of an element', () => {
  it.each([
    ['<a>true</a>', 'true', 'true'],
    ['<a> true\r\n</a>', ' true\r\n', ' true\r\n'],
    ['<a>t<!-- no -->rue</a>', 'true', 't<!-- no -->rue'],
    ['<a><![CDATA[true]]></a>', 'true', 'true'],
    ['<a>&#116;r&#x75;e</a>', 'true', '&#116;r&#x75;e'],
    ['<a>&lt;&gt;&amp;&quot;&apos;&nope;&#0;</a>', '<>&"\'&nope;&#0;', '&lt;&gt;&amp;&quot;&apos;&nope;&#0;'],
    ['<a>x<b>no</b>y</a>', 'xy', 'x<b>no</b>y'],
    ['<a/>', '', ''],
    ['<a></a>', '', ''],
  ])('%s is %j, from %j', (text, value, source) => {
    const [root] = parseXml(text).roots;
    const decoded = root && elementText(text, root);
    expect(decoded?.value).toBe(value);
    const range = decoded?.sourceRange(0, value.length);
    expect(range && text.slice(range.start, range.end)).toBe(source);
  });
});

describe('comments', () => {
  it.each([
    ['<!--a--><x><!-- b\n --></x><!--c', ['a', ' b\n ']],
    ['<x><![CDATA[<!-- no -->]]><!--yes--></x>', ['yes']],
    ['<x a="<!--"/>', []],
    ['<!-->', []],
  ])('of %j', (text, expected) => {
    const { comments } = parseXml(text);
    expect(comments.map((comment) => comment.text)).toEqual(expected);
    for (const { range } of comments) expect(text.slice(range.start, range.end)).toMatch(/^<!--[^]*-->$/);
  });

  it('cost linear time', () => {
    // Quadratic, this takes minutes; the default test time-out is the judge.
    expect(parseXml('<!--'.repeat(250_000)).comments).toEqual([]);
    expect(parseXml('<!-- -->'.repeat(100_000)).comments).toHaveLength(100_000);
  });
});

describe('attributes', () => {
  it('have ranges', () => {
    const text = `<a  x="1"\n y = '&lt;' z:q="u/>">`;
    const [root] = parseXml(`${text}</a>`).roots;
    const found = root ? attributesOf(text, root) : [];
    expect(
      found.map(({ name, value, range, valueRange }) => [
        name,
        value,
        text.slice(range.start, range.end),
        text.slice(valueRange.start, valueRange.end),
      ]),
    ).toEqual([
      ['x', '1', 'x="1"', '1'],
      ['y', '<', "y = '&lt;'", '&lt;'],
      ['z:q', 'u/>', 'z:q="u/>"', 'u/>'],
    ]);
  });
});

describe('entities that a document type declares', () => {
  it.each(['<!ENTITY x "<script>">', '<!ENTITY a "1"><!ENTITY b "2">'])('%s: are text', (declared) => {
    const text = `<?xml version="1.1"?><!DOCTYPE a [${declared}]><a><b>&x; &lt;</b></a>`;
    const { roots, problem } = parseXml(text);
    const b = roots[0]?.children[0];
    expect(problem).toBeUndefined();
    expect(b && elementText(text, b).value).toBe('&x; <');
  });
});

describe('what is not well-formed', () => {
  it.each([
    ['<a></a>', undefined],
    ['<?xml version="1.0"?>\r\n<a/>\r\n', undefined],
    ['\uFEFF<?xml version="1.0"?><a/>', undefined],
    ['', 'the file is empty'],
    [' \n', 'the file is empty'],
    ['<a><b></a>', "expected closing tag 'b' of line 1 instead of closing tag 'a'"],
    ['<a>\n<b>', 'the file ends before <b> and <a> are closed'],
    ['<a>', "unclosed tag 'a'"],
    ['<a></a><b/>', 'there is more than one root element'],
    ['x<a/>', "char 'x' is not expected"],
  ])('%j: %s', (text, message) => {
    expect(parseXml(text).problem?.message).toBe(message);
  });

  it.each([
    ['<a>\n  <b>\n</a>', '</a>'],
    ['<a>\r\n  <b>\r\n</a>', '</a>'],
  ])('of %j is placed at %j', (text, at) => {
    expect(text.slice(parseXml(text).problem?.offset)).toBe(at);
  });
});
