import type { ProjectFacts } from '../../src/project/facts.ts';
import { readProject, type ProjectText } from '../../src/project/readProject.ts';
import { projectOf } from './projects.ts';

/** A filter in one line: `priority relay from > to`, with `-` for blank, `?` for not exported, `off` for inactive. */
function filterOf(line: string): Record<string, unknown> {
  const [head = '', to = ''] = line.split('>').map((part) => part.trim());
  const [priority = '', relay = '', from = '', ...flags] = head.split(' ');
  const field = (name: string, value: string, make: (text: string) => unknown = (text) => text) =>
    value === '?' ? {} : { [name]: value === '-' ? null : make(value) };
  return {
    attributes: { type: 'EmailDomainFilter' },
    ...field('PriorityNumber', priority, Number),
    ...field('EmailRelayId', relay, (text) => (text.startsWith('@') ? text : `0cX00000000000${text}`)),
    ...field('FromDomain', from),
    ...field('ToDomain', to),
    ...(flags.includes('active?') ? {} : { IsActive: !flags.includes('off') }),
  };
}

export const RELAYS = [
  { attributes: { type: 'EmailRelay' }, Id: '0cX00000000000AQAA', Host: 'a.relay.example', TlsSetting: 'Required' },
  { attributes: { type: 'EmailRelay' }, Id: '0cX00000000000B', Host: 'b.relay.example', TlsSetting: 'RequiredVerify' },
  { attributes: { type: 'EmailRelay', referenceId: 'R1' }, Host: 'c.relay.example', TlsSetting: 'Off' },
  { attributes: { type: 'EmailRelay', referenceId: 'R2' }, Host: 'd.relay.example', TlsSetting: 'Perhaps' },
  { attributes: { type: 'EmailRelay', referenceId: 'R3' }, Host: 'e.relay.example' },
];

export interface Org {
  readonly relays?: readonly unknown[];
  readonly restrict?: boolean | 'absent';
  readonly level?: string;
  readonly list?: readonly string[];
}

/** A settings file. */
export const settingsText = (restrict: Org['restrict']): string =>
  `<EmailAdministrationSettings>${restrict === 'absent' ? '' : `<enableRestrictTlsToDomains>${restrict}</enableRestrictTlsToDomains>`}</EmailAdministrationSettings>`;

export function orgOf(lines: readonly string[], { relays = RELAYS, restrict, level, list }: Org = {}): ProjectFacts {
  const texts: ProjectText[] = [
    { file: 'data/EmailRelay.json', role: 'export', text: JSON.stringify(relays) },
    ...(lines.length > 0
      ? [{ file: 'data/EmailDomainFilter.json', role: 'export' as const, text: JSON.stringify(lines.map(filterOf)) }]
      : []),
    ...(restrict === undefined
      ? []
      : [{ file: 'x.settings', role: 'settings' as const, text: settingsText(restrict) }]),
    ...(level === undefined && list === undefined
      ? []
      : [
          {
            file: 'config/email-deliverability.json',
            role: 'record' as const,
            text: JSON.stringify({ tlsSetting: level, restrictTlsToDomains: list }),
          },
        ]),
  ];
  return readProject(projectOf(texts));
}
