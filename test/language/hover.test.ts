import { describe, expect, it } from 'vitest';
import { hoverText } from '../../src/language/hover.ts';
import { readProject } from '../../src/project/readProject.ts';
import { projectOf } from '../support/projects.ts';

const SETTINGS = 'settings/EmailAdministration.settings-meta.xml';
const RECORD = 'config/email-deliverability.json';

/** Hovers where the `|` stands, in one file beside others. */
function hover(file: string, marked: string, others: Readonly<Record<string, string>> = {}) {
  const offset = marked.indexOf('|');
  const texts = { ...others, [file]: marked.replace('|', '') };
  const input = projectOf(
    Object.entries(texts).map(([name, text]) => ({
      file: name,
      role: name === RECORD ? 'record' : name === SETTINGS ? 'settings' : 'scratch',
      text,
    })),
  );
  const found = hoverText(readProject(input), file, offset);
  return (
    found && {
      shown: texts[file]?.slice(found.range.start, found.range.end),
      markdown: found.markdown,
      linksToRecord: found.linksToRecord,
    }
  );
}

const settings = (inner: string): string => `<EmailAdministrationSettings>${inner}</EmailAdministrationSettings>`;
const restrict = settings('<enableRestrict|TlsToDomains>true</enableRestrictTlsToDomains>');

describe('hover', () => {
  it('on an element tells meaning, mail, default, dependency and versions', () => {
    const found = hover(SETTINGS, settings('<enableResend|BouncedEmails>true</enableResendBouncedEmails>'));
    expect(found?.shown).toBe('enableResendBouncedEmails>true');
    expect(found?.markdown).toBe(
      [
        '**enableResendBouncedEmails**',
        "Forwards a copy of the bounce message to the sender ('return to sender').",
        '**Mail:** Off: if bounce management is on, the sender usually gets no notice of a bounce.  \n**Default:** `false`  \n**Requires:** `enableHandleBouncedEmails` is `true`.  \n**API:** since 47.0',
      ].join('\n\n'),
    );
  });

  it.each([
    ['its value', SETTINGS, settings('<enableHtmlEmail>fa|lse</enableHtmlEmail>'), '**enableHtmlEmail**'],
    ['a removed element', SETTINGS, settings('<enableSet|MatchingEmailsOnBounce/>'), 'since 47.0, removed in 50.0'],
    [
      'a deprecated element',
      SETTINGS,
      settings('<enableSend|ThroughGmailPref/>'),
      '**Deprecated:** deploying it has failed since API 47.0.',
    ],
    [
      'a key of a scratch definition',
      'config/x-scratch-def.json',
      '{"settings": {"emailAdministrationSettings": {"enable|HtmlEmail": true}}}',
      '**enableHtmlEmail**',
    ],
    [
      'a domain',
      RECORD,
      '{"restrictTlsToDomains": ["exa|mple.com"]}',
      'Covers mail to `name@example.com`. Does not cover its subdomains: `*.example.com` covers those directly below it.',
    ],
    [
      'a wildcard',
      RECORD,
      '{"restrictTlsToDomains": "a.example, *.exa|mple.com"}',
      'Does **not** cover `name@example.com`: list it too.\n\nNot documented: whether it covers more levels',
    ],
    ['a wildcard over a suffix', RECORD, '{"restrictTlsToDomains": ["*.c|om"]}', 'Does **not** cover `name@com`.'],
    ['a bare wildcard', RECORD, '{"restrictTlsToDomains": ["|*"]}', 'Not documented: what a bare `*` does.'],
    [
      'a wildcard elsewhere',
      RECORD,
      '{"restrictTlsToDomains": ["a.*.exam|ple.com"]}',
      'Not documented: what a `*` covers',
    ],
    [
      'an unlisted domain',
      RECORD,
      '{"restrictTlsToDomains": ["exa|mple.com"]}',
      'Mail to domains that are not on the list is sent with Preferred.',
    ],
  ])('on %s', (_, file, marked, expected) => {
    expect(hover(file, marked)?.markdown).toContain(expected);
  });

  it.each([
    ['Preferred', ['sent unencrypted', 'sent with TLS', 'sent with TLS']],
    ['Required', ['**bounces**', 'sent with TLS', 'sent with TLS']],
    ['PreferredVerify', ['sent unencrypted', '**bounces** or sent unencrypted', 'sent with TLS']],
    ['Required Verify', ['**bounces**', '**bounces**', 'sent with TLS']],
  ])('on %s is its row of the outcome table', (setting, expected) => {
    const found = hover(RECORD, `{"tlsSetting": "|${setting}"}`);
    expect(found?.shown).toBe(`"${setting}"`);
    const cells = found?.markdown
      .split('\n')
      .filter((line) => line.startsWith('| has'))
      .map((line) => line.split(' | ')[1]?.replace(' |', ''));
    expect(cells).toEqual(expected);
    expect(found?.markdown.includes('documents disagree')).toBe(setting === 'PreferredVerify');
  });

  it.each([
    [{}, 'exist only in Setup > Deliverability; this project has no deliverability file.'],
    [
      { [RECORD]: '{"tlsSetting": "Required", "restrictTlsToDomains": ["a.example", "b.example"]}' },
      'TLS setting **Required**, domains listed: **2**.',
    ],
    [{ [RECORD]: '{"restrictTlsToDomains": [""]}' }, 'TLS setting **not in your file**, domains listed: **none**.'],
  ])('on the check box tells what the record says: %j', (others, expected) => {
    const found = hover(SETTINGS, restrict, others);
    expect(found?.markdown).toContain(expected);
    expect(found?.linksToRecord).toBe(true);
  });

  it.each([
    ['an unknown element', SETTINGS, settings('<no|pe>1</nope>')],
    ['white space', SETTINGS, settings(' | ')],
    ['an IP address', RECORD, '{"restrictTlsToDomains": ["192.0|.2.1"]}'],
    ['a setting that is none', RECORD, '{"tlsSetting": "Of|f"}'],
    ['another key', RECORD, '{"acc|essLevel": "AllEmail"}'],
  ])('on %s says nothing', (_, file, marked) => {
    expect(hover(file, marked)).toBeUndefined();
  });
});
