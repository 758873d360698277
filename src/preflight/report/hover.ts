import type { AddressProbe, DomainPreflight } from '../result.ts';
import { TLS_SETTINGS, tlsSettingLabel, type TlsSetting } from '../../mail/tlsSetting.ts';
import type { KeptPreflight } from '../read/parse.ts';
import { domainReason } from './reason.ts';
import { domainName, kindUnder, mailName, untestedWords } from './words.ts';
import { escapeMarkdown } from '../../output/markdown.ts';
import { type OutcomeKind, outcomesText } from '../../output/outcomes.ts';
import { SOURCE_WORDS, type Judged } from '../../output/judgedSetting.ts';
import { ageText } from '../../output/time.ts';
import { capitalized } from '../../text/words.ts';

/**
 * What is known of a domain or relay, as Markdown for a hover: the verdict, the outcomes, server by server, the age.
 *
 * @param now milliseconds since 1970
 * @param links what can be done, behind the age
 */
export function preflightHover(
  { result, at, from }: KeptPreflight,
  judged: Judged,
  now: number,
  links: readonly string[],
): string {
  const { setting } = judged;
  const parts = [
    `**${VERDICTS[kindUnder(result, setting)](result, judged)}** under ${settingWords(judged)}. ${text(domainReason(result, setting))}`,
    outcomeTable(result, setting),
    serverList(result),
    [`Checked ${ageText(at, now)}${from === undefined ? '' : `, imported from ${text(from)}`}`, ...links].join(' | '),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const VERDICTS: Readonly<Record<OutcomeKind, (result: DomainPreflight, judged: Judged) => string>> = {
  bounce: (result) => `✕ ${text(capitalized(mailName(result)))} bounces`,
  'may-bounce': (result) => `± ${text(capitalized(mailName(result)))} may bounce`,
  'may-clear': (result) => `! ${text(capitalized(mailName(result)))} may be sent unencrypted`,
  unknown: (result, { setting, source }) =>
    `? ${text(domainName(result))} ${untestedWords([result], { setting, settingSource: source })}`,
  clear: (result) => `! ${text(capitalized(mailName(result)))} is sent unencrypted`,
  tls: (result) => `✓ ${text(capitalized(mailName(result)))} gets TLS`,
};

const settingWords = ({ setting, source }: Judged): string =>
  `${tlsSettingLabel(setting)} (${source === 'default' ? 'assumed: the project has no TLS setting' : SOURCE_WORDS[source]})`;

/** The judged setting first; `Off` only where relays have it. */
function outcomeTable(result: DomainPreflight, judged: TlsSetting): string {
  const offered = TLS_SETTINGS.filter((one) => one !== 'Off' || result.relayPort !== undefined || judged === 'Off');
  const settings = [judged, ...offered.filter((one) => one !== judged)];
  const cells = settings.map((one) => outcomesText(result.outcomes[one]));
  return [
    `| ${settings.map(tlsSettingLabel).join(' | ')} |`,
    `|${':---|'.repeat(settings.length)}`,
    `| ${cells.map((cell, index) => (index === 0 ? `**${cell}**` : cell)).join(' | ')} |`,
  ].join('\n');
}

const MAX_SERVERS = 8;

function serverList({ mx, relayPort }: DomainPreflight): string {
  const probes = mx.flatMap(({ host, preference, implicit, probes: some }) =>
    some.map((probe) => {
      const place = relayPort !== undefined ? '' : implicit ? ' (no MX record)' : ` (${preference})`;
      const address = probe.address === '' ? '' : `, ${text(probe.address)}`;
      return `- \`${code(host)}\`${place}${address}: ${serverWords(probe)}`;
    }),
  );
  const shown = probes.length > MAX_SERVERS ? probes.slice(0, MAX_SERVERS - 1) : probes;
  const more = probes.length > shown.length ? [`- ${probes.length - shown.length} more in the report`] : [];
  return [...shown, ...more].join('\n');
}

/** `TLSv1.3, certificate verifies`; for what went wrong, what was seen. */
function serverWords({ verdict, tls, stages }: AddressProbe): string {
  const failed = stages.find(({ status }) => status === 'failed' || status === 'unknown');
  const detail = failed && failed.detail !== '' ? `: ${text(failed.detail)}` : '';
  switch (verdict) {
    case 'authenticated':
      return `${text(tls?.protocol ?? 'TLS')}, the certificate is valid`;
    case 'encrypted':
      return `${text(tls?.protocol ?? 'TLS')}, the certificate is not valid${detail}`;
    case 'none':
      return `no usable TLS${detail}`;
    case 'refuses':
      return `accepts no mail${detail}`;
    case 'unknown':
      return `could not be tested${detail}`;
  }
}

const text = escapeMarkdown;

/** In a code span nothing is markup but its end. */
const code = (raw: string): string => raw.replaceAll('`', "'");
