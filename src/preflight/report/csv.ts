import type { AddressProbe, DomainPreflight, MxResult } from '../result.ts';
import { TLS_SETTINGS } from '../../mail/tlsSetting.ts';
import { writtenOutcome } from '../../output/outcomes.ts';
import { csvTable, type CsvValue } from '../../output/csvTable.ts';
import { domainReason } from './reason.ts';
import type { NotProbed, PreflightView } from '../view.ts';
import { domainName, judgedUnder } from './words.ts';

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], CsvValue>>>;

/** The columns, for ever in this order; new ones come last. */
const COLUMNS = [
  'domain',
  'setting',
  'outcome',
  'why',
  ...TLS_SETTINGS,
  'mxHost',
  'preference',
  'implicit',
  'address',
  'verdict',
  'reasons',
  'stage',
  'detail',
  'protocol',
  'cipher',
  'subject',
  'issuer',
  'names',
  'notBefore',
  'notAfter',
  'mtaSts',
  'tlsRpt',
  'dane',
] as const;

/** One row for each address of each MX host; one for a domain without any, and for what was not probed. */
export function preflightCsv(view: PreflightView): string {
  const rows = [
    ...view.report.domains.flatMap((domain) => domainRows(domain, view)),
    ...view.notProbed.map(notProbedRow),
  ];
  return csvTable(COLUMNS, rows);
}

function domainRows(domain: DomainPreflight, view: PreflightView): readonly Row[] {
  const { outcomes, promises, mx, reasons } = domain;
  const { setting } = judgedUnder(domain, view);
  const common: Row = {
    domain: domainName(domain),
    setting,
    outcome: writtenOutcome(domain.outcomes[setting]),
    why: domainReason(domain, setting),
    ...Object.fromEntries(TLS_SETTINGS.map((one) => [one, outcomes[one].join(' ')])),
    reasons: reasons.join(' '),
    mtaSts: promises.mtaSts?.policy?.mode ?? promises.mtaSts?.status ?? '',
    tlsRpt: promises.tlsRpt?.status ?? '',
    dane: promises.dane?.status ?? '',
  };
  const rows = mx.flatMap((host) => host.probes.map((probe): Row => ({ ...common, ...probeRow(host, probe) })));
  return rows.length > 0 ? rows : [common];
}

function probeRow({ host, preference, implicit }: MxResult, probe: AddressProbe): Row {
  const { tls, stages } = probe;
  // The stage that decided: the first that did not go well.
  const decided = stages.find(({ status }) => status === 'failed' || status === 'unknown');
  return {
    mxHost: host,
    preference,
    implicit,
    address: probe.address,
    verdict: probe.verdict,
    reasons: probe.reasons.join(' '),
    stage: decided?.stage ?? '',
    detail: decided?.detail ?? '',
    protocol: tls?.protocol ?? '',
    cipher: tls?.cipher ?? '',
    subject: tls?.certificate?.subject ?? '',
    issuer: tls?.certificate?.issuer ?? '',
    names: tls?.certificate?.names.join(' ') ?? '',
    notBefore: tls?.certificate?.notBefore ?? '',
    notAfter: tls?.certificate?.notAfter ?? '',
  };
}

const notProbedRow = ({ entry, reason }: NotProbed): Row => ({ domain: entry, outcome: 'not probed', why: reason });
