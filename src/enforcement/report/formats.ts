import type { Format, Formats } from '../../output/formats.ts';
import type { CheckEvent, SimulatedCell } from '../event.ts';
import { enforcementJson, simulationJson } from './json.ts';
import { enforcementText, simulationText } from './text.ts';

/** An event of a check of test mail to this domain. */
export interface CheckEventView {
  readonly event: CheckEvent;
  readonly domain: string;
}

/** Of what happens, as it happens. */
export const ENFORCEMENT_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: ({ event, domain }, { columns, style }) => enforcementText(event, { domain, width: columns, style }),
  },
  json: {
    label: 'JSON lines',
    description: 'one object a line',
    extension: 'jsonl',
    render: ({ event, domain }) => enforcementJson(event, domain),
  },
} as const satisfies Formats<CheckEventView>;

/** Of a simulation: every mode under every setting. It can be had in the same formats. */
export const SIMULATION_FORMATS = {
  text: { ...ENFORCEMENT_FORMATS.text, render: simulationText },
  json: { ...ENFORCEMENT_FORMATS.json, render: simulationJson },
} as const satisfies Record<keyof typeof ENFORCEMENT_FORMATS, Format<readonly SimulatedCell[]>>;
