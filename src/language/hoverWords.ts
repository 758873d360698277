import type { Range } from '../text/source.ts';
import type { DomainPattern } from '../mail/domain.ts';
import { outcomes, type Outcome, type ServerTls } from '../mail/outcome.ts';
import { isPublicSuffix } from '../mail/publicSuffix.ts';
import { tlsSettingLabel, type TlsSetting } from '../mail/tlsSetting.ts';

/** What a hover says, as Markdown. `linksToRecord`: it ends with a way to the record. */
export interface HoverText {
  readonly range: Range;
  readonly markdown: string;
  readonly linksToRecord: boolean;
}

const SERVERS: readonly (readonly [ServerTls, string])[] = [
  ['none', 'has no usable TLS (1.2 or newer)'],
  ['unverified', 'has TLS, but its certificate is not valid'],
  ['verified', 'has TLS, and its certificate is valid'],
];

const WORDS: Readonly<Record<Outcome, string>> = {
  tls: 'sent with TLS',
  clear: 'sent unencrypted',
  bounce: '**bounces**',
  unknown: 'unknown',
};

/** A setting's row of the outcome table. */
export function settingText(setting: TlsSetting, server = "The recipient's server"): string {
  const rows = SERVERS.map(([seen, words]) => {
    const possible = outcomes(setting, seen).map((outcome) => WORDS[outcome]);
    return `| ${words} | ${possible.join(' or ')} |`;
  });
  const text = `**TLS setting ${tlsSettingLabel(setting)}**\n\n| ${server} | Mail |\n|---|---|\n${rows.join('\n')}`;
  return setting === 'PreferredVerify' ? `${text}\n\n${DISAGREEMENT}` : text;
}

const DISAGREEMENT =
  "Salesforce's documents disagree on a certificate that is not valid: Help says that mail is sent unencrypted, the EmailRelay reference says that the session ends and the mail is not delivered.";

type Domain = Extract<DomainPattern, { readonly kind: 'domain' }>;

/** What an entry of the domain list, or of a filter's field, covers. */
export function coverageText({ base, wildcard }: Domain, mail: 'mail to' | 'mail from' = 'mail to'): string {
  switch (wildcard) {
    case 'none':
      return `Covers ${mail} \`name@${base}\`. Does not cover its subdomains: \`*.${base}\` covers those directly below it.`;
    case 'subdomains':
      return `Covers ${mail} subdomains such as \`name@mail.${base}\`. Does **not** cover \`name@${base}\`${isPublicSuffix(base) ? '' : ': list it too'}.\n\nNot documented: whether it covers more levels, such as \`name@a.b.${base}\`.`;
    case 'all':
      return 'Not documented: what a bare `*` does.';
    case 'elsewhere':
      return 'Not documented: what a `*` covers that is not the entire first label, as in `*.example.com`.';
  }
}
