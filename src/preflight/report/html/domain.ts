import type { TranscriptLine } from '../../result.ts';
import type { AddressProbe, DomainPreflight, MxResult, Stage, StageName, StageStatus } from '../../result.ts';
import { STAGES } from '../../result.ts';
import { TLS_SETTINGS, tlsSettingLabel } from '../../../mail/tlsSetting.ts';
import { type Cell, type Column, type Html, markup, NOTHING, table } from '../../../output/html.ts';
import type { PageExtras } from './extras.ts';
import { certificates, promises } from './facts.ts';
import { VERDICT_KINDS, VERDICT_WORDS } from './kinds.ts';
import { domainReason } from '../reason.ts';
import type { PreflightView } from '../../view.ts';
import { domainName, hasSettingOfItsOwn, judgedUnder, kindUnder } from '../words.ts';
import { outcomesText, signed } from '../../../output/outcomes.ts';
import { judgedText } from '../../../output/judgedSetting.ts';

/** All that is known of one domain or relay. `id` is what the matrix links to. */
export function domainSection(domain: DomainPreflight, id: string, view: PreflightView, extras: PageExtras): Html {
  const judged = judgedUnder(domain, view);
  const { setting } = judged;
  const kind = kindUnder(domain, setting);
  const under = hasSettingOfItsOwn(domain, view) ? `${judgedText(judged)}: ` : '';
  return markup`<section class="pf-domain pf-${kind}" id="${id}" aria-labelledby="${id}-title"${extras.key('domain', domainName(domain))}>
<div class="pf-title"><h3 id="${id}-title">${domainName(domain)}</h3> <span class="pf-chip">${signed(kind, outcomesText(domain.outcomes[setting]))}</span></div>
${extras.domain(domain)}<p>${under}${domainReason(domain, setting)}</p>
<ul class="pf-settings" aria-label="Under each setting">${TLS_SETTINGS.map(
    (one) => markup`<li>${tlsSettingLabel(one)}: <b>${outcomesText(domain.outcomes[one])}</b></li>`,
  )}</ul>
${servers(domain)}<div class="pf-pair">
${certificates(domain, view.generatedAt)}${promises(domain)}</div>
${dialogues(domain, extras)}</section>
`;
}

const STAGE_TITLES: Readonly<Record<StageName, string>> = {
  dns: 'DNS',
  connect: 'Connect',
  banner: 'Greeting',
  ehlo: 'EHLO',
  starttls: 'STARTTLS',
  handshake: 'Handshake',
  chain: 'Chain',
  name: 'Name',
};

const STATUS_WORDS: Readonly<Record<StageStatus, string>> = {
  ok: 'ok',
  failed: 'failed',
  skipped: 'not reached',
  unknown: 'unknown',
};
const STATUS_KINDS: Readonly<Record<StageStatus, string>> = {
  ok: 'pf-tls',
  failed: 'pf-bounce',
  skipped: 'pf-skipped',
  unknown: 'pf-unknown',
};
const STATUS_SIGNS: Readonly<Record<StageStatus, string>> = { ok: '✓', failed: '✕', skipped: '–', unknown: '?' };

interface HostProbe {
  readonly mx: MxResult;
  readonly probe: AddressProbe;
}

const probesOf = (domain: DomainPreflight): readonly HostProbe[] =>
  domain.mx.flatMap((mx) => mx.probes.map((probe) => ({ mx, probe })));

function servers(domain: DomainPreflight): Html {
  const probes = probesOf(domain);
  if (probes.length === 0) return NOTHING;
  const columns: readonly Column[] = [
    { title: domain.relayPort === undefined ? 'MX host' : 'Relay host', short: '' },
    ...STAGES.map((stage) => ({ title: STAGE_TITLES[stage], short: STAGE_TITLES[stage] })),
    { title: 'Result', short: 'Result', kind: 'pf-end' },
  ];
  const rows = probes.map(({ mx, probe }) => ({
    head: markup`${mx.host}<span class="pf-note">${hostNote(mx, probe, domain)}</span>`,
    cells: [
      ...STAGES.map((stage) => stageCell(probe, stage)),
      { content: VERDICT_WORDS[probe.verdict], kind: `pf-${VERDICT_KINDS[probe.verdict]}` },
    ],
  }));
  const caption = markup`<span class="pf-hidden">${domainName(domain)}: </span>Servers, stage by stage`;
  return markup`${table('pf-stages', caption, columns, rows)}${remarks(probes)}`;
}

function hostNote(mx: MxResult, { address }: AddressProbe, domain: DomainPreflight): string {
  const place = address === '' ? 'no address' : address;
  if (domain.relayPort !== undefined) return `${place}, port ${domain.relayPort}`;
  return mx.implicit ? `${place}, no MX record` : `${place}, preference ${mx.preference}`;
}

const SKIPPED: Stage = { stage: 'dns', status: 'skipped', ms: 0, detail: '' };

function stageCell({ stages }: AddressProbe, stage: StageName): Cell {
  const { status, ms } = stages.find((one) => one.stage === stage) ?? SKIPPED;
  const time = status === 'skipped' ? NOTHING : markup`<span class="pf-ms">${milliseconds(ms)}</span>`;
  const sign = markup`<span class="pf-sign" aria-hidden="true">${STATUS_SIGNS[status]}</span>`;
  return { content: markup`${sign}&nbsp;${STATUS_WORDS[status]}${time}`, kind: STATUS_KINDS[status] };
}

/** What the stages that did not go well have to say; the rest is in the dialogue. */
function remarks(probes: readonly HostProbe[]): Html {
  const lines = probes.flatMap(({ mx, probe }) =>
    probe.stages
      .filter(({ status, detail }) => (status === 'failed' || status === 'unknown') && detail !== '')
      .map(
        ({ stage, status, detail }) =>
          markup`<li>${mx.host}, ${STAGE_TITLES[stage]} ${STATUS_WORDS[status]}: <code>${detail}</code></li>\n`,
      ),
  );
  return lines.length === 0 ? NOTHING : markup`<ul class="pf-seen">\n${lines}</ul>\n`;
}

const SPEAKERS: Readonly<Record<TranscriptLine['from'], readonly [mark: string, name: string, kind: string]>> = {
  server: ['<', 'Server', 'pf-server'],
  client: ['>', 'We', 'pf-client'],
  note: ['#', 'Note', 'pf-remark'],
};

function dialogues(domain: DomainPreflight, extras: PageExtras): Html {
  const shown = probesOf(domain).filter(({ probe }) => probe.transcript.length > 0);
  return markup`${shown.map(
    ({
      mx,
      probe,
    }) => markup`<details${extras.key('dialogue', domainName(domain), mx.host, probe.address)}><summary>SMTP session with ${mx.host} (${probe.address})</summary>
${extras.dialogue(domain, mx, probe)}<ul class="pf-dialogue">
${probe.transcript.map(spoken)}</ul></details>
`,
  )}`;
}

function spoken({ from, text }: TranscriptLine): Html {
  const [mark, name, kind] = SPEAKERS[from];
  return markup`<li class="${kind}"><b aria-hidden="true">${mark}</b><span class="pf-hidden">${name}: </span>${text}</li>\n`;
}

const milliseconds = (ms: number): string => `${ms.toLocaleString('en-US')} ms`;
