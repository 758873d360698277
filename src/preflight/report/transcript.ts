import type { AddressProbe, MxResult, StageStatus, TranscriptLine } from '../result.ts';
import { printable } from '../../text/printable.ts';
import type { KeptPreflight } from '../read/parse.ts';
import { VERDICT_WORDS } from './html/kinds.ts';
import { domainName } from './words.ts';
import { timeText } from '../../output/time.ts';

/** Where a dialogue is found among the results. */
export interface DialogueOf {
  readonly host: string;
  readonly address: string;
}

/**
 * The dialogue with one server as a text document: what was said as `<` and `>`, all else behind `#`. Undefined if the
 * result has no such server any more.
 */
export function transcriptText(kept: KeptPreflight, { host, address }: DialogueOf): string | undefined {
  const mx = kept.result.mx.find((one) => one.host === host && one.probes.some((probe) => probe.address === address));
  const probe = mx?.probes.find((one) => one.address === address);
  if (!mx || !probe) return undefined;
  const lines = [
    ...heading(kept, mx, probe),
    '',
    ...probe.transcript.slice(0, MAX_LINES).map(spoken),
    '',
    ...stages(probe),
  ];
  return `${lines.join('\n')}\n`;
}

/** In UTF-16 units; the engine writes 300. */
const MAX_LINE_LENGTH = 400;
const MAX_LINES = 200;

function heading({ result, at, from }: KeptPreflight, mx: MxResult, probe: AddressProbe): readonly string[] {
  const origin = from === undefined ? 'from here' : `imported from ${from}`;
  const rank = result.relayPort !== undefined ? '' : mx.implicit ? ', no MX record' : `, preference ${mx.preference}`;
  return [
    `SMTP session with ${mx.host} (${probe.address})${rank}`,
    `For ${domainName(result)}, seen ${timeText(at)}, ${origin}`,
    `Result: ${VERDICT_WORDS[probe.verdict]}`,
    '< the server   > the preflight   # notes',
  ].map(note);
}

const MARKS: Readonly<Record<TranscriptLine['from'], string>> = { server: '<', client: '>', note: '#' };

const spoken = ({ from, text }: TranscriptLine): string => `${MARKS[from]} ${safe(text)}`;

const STATUS: Readonly<Record<StageStatus, string>> = {
  ok: 'ok',
  failed: 'failed',
  skipped: 'not reached',
  unknown: 'unknown',
};

const stages = ({ stages: all }: AddressProbe): readonly string[] =>
  all.slice(0, MAX_LINES).map(({ stage, status, ms, detail }) => {
    const time = status === 'skipped' ? '' : `${ms} ms`;
    return note(`${stage.padEnd(10)} ${STATUS[status].padEnd(12)} ${time.padStart(8)}  ${detail}`.trimEnd());
  });

const note = (text: string): string => `# ${safe(text)}`;

const safe = (text: string): string => printable(text, MAX_LINE_LENGTH, 'escape');
