import { ACCESS_LEVELS, SEVERITIES_AND_OFF } from '../project/settings/record.ts';
import { RULES } from '../rules/index.ts';
import { settingEffect } from '../mail/settingEffect.ts';
import { ORG_TLS_SETTINGS, tlsSettingLabel, type OrgTlsSetting } from '../mail/tlsSetting.ts';

/** The JSON schema of the deliverability file: completion and hover in the editor come from it. */
export function recordSchema(): unknown {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Deliverability file',
    description: 'What only Setup > Deliverability shows, in a file that can be checked and reviewed.',
    type: 'object',
    properties: {
      $schema: { type: 'string' },
      tlsSetting: {
        description: 'The TLS setting in Setup > Deliverability.',
        enum: ORG_TLS_SETTINGS,
        enumDescriptions: ORG_TLS_SETTINGS.map(describe),
      },
      restrictTlsToDomains: {
        description:
          'The domains that the TLS setting is restricted to. In force only with enableRestrictTlsToDomains true. *.example.com covers subdomains, not example.com itself.',
        anyOf: [
          { type: 'array', items: { type: 'string' }, defaultSnippets: [{ label: '"example.com"', body: '$1' }] },
          { type: 'string', description: 'As pasted from Setup, with commas between the domains.' },
        ],
        defaultSnippets: [{ label: 'list', body: ['$1'] }],
      },
      accessLevel: {
        description: 'Access to send email, in Setup > Deliverability.',
        enum: ACCESS_LEVELS,
      },
      rules: {
        description:
          "The severity of rules in this project, for the editor and the command line; 'off' turns a rule off.",
        type: 'object',
        properties: Object.fromEntries(
          RULES.map(({ id, summary, severity }) => [
            id,
            {
              description: `${summary.replaceAll('`', '')}. Default: ${severity}.`,
              enum: SEVERITIES_AND_OFF,
            },
          ]),
        ),
        additionalProperties: false,
      },
    },
    additionalProperties: false,
  };
}

const describe = (setting: OrgTlsSetting): string => `${tlsSettingLabel(setting)}: ${settingEffect(setting)}`;
