import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { grammarOf, tokenize } from './engine.ts';

const FILE = new URL('../../syntaxes/smtp-transcript.tmLanguage.json', import.meta.url);
const grammar = await grammarOf(FILE);

/** `text: scopes`, without what all have and without the language's own ending. */
const marks = (line: string): string[] =>
  tokenize(grammar, [line])
    .flat()
    .map(({ text, scopes }) => `${text}: ${scopes.slice(1).join(' ').replaceAll('.smtp-transcript', '')}`);

describe('the grammar of SMTP dialogues', () => {
  it.each([
    ['# a note', ['#: comment.line.number-sign punctuation.definition.comment', ' a note: comment.line.number-sign']],
    [
      '< 250-STARTTLS',
      [
        '<: meta.reply punctuation.definition.reply',
        ' : meta.reply',
        '250: meta.reply constant.numeric.reply',
        '-: meta.reply punctuation.separator.reply',
        'STARTTLS: meta.reply entity.name.function.extension',
      ],
    ],
    [
      '< 421 too many',
      [
        '<: meta.reply punctuation.definition.reply',
        ' : meta.reply',
        '421: meta.reply constant.numeric.reply invalid.illegal.reply',
        ' : meta.reply punctuation.separator.reply',
        'too many: meta.reply',
      ],
    ],
    [
      '> EHLO [127.0.0.1]',
      [
        '>: meta.command punctuation.definition.command',
        ' : meta.command',
        'EHLO: meta.command keyword.control.command',
        ' [127.0.0.1]: meta.command string.unquoted.argument',
      ],
    ],
    [
      '< nonsense \\x1b\\u{202e}',
      [
        '<: meta.reply punctuation.definition.reply',
        ' nonsense : meta.reply',
        '\\x1b\\u{202e}: meta.reply constant.character.escape',
      ],
    ],
    ['plain', ['plain: ']],
  ])('%s', (line, expected) => {
    expect(marks(line)).toEqual(expected);
  });

  it('is the one that package.json names', () => {
    const { contributes } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      contributes: { grammars: { language?: string; scopeName: string; path: string }[] };
    };
    expect(contributes.grammars.find(({ language }) => language === 'smtp-transcript')).toMatchObject({
      scopeName: 'source.smtp-transcript',
      path: './syntaxes/smtp-transcript.tmLanguage.json',
    });
  });
});
