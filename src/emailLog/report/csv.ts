import { csvTable, type CsvValue } from '../../output/csvTable.ts';
import { writtenCounts, type JudgedDomain, type JudgedLog } from './view.ts';

/** The columns, for ever in this order; new ones come last. */
const COLUMNS = [
  'domain',
  'setting',
  'tls',
  'clear',
  'bounce',
  'depends',
  'unknown',
  'seen',
  'safe',
  'listed',
  'received',
  'delivered',
  'inClear',
  'verified',
  'unverified',
  'verificationUnstated',
  'oldTls',
  'tlsUnstated',
  'versions',
  'transient',
  'permanent',
  'noTls',
  'certificate',
  'tlsDemanded',
  'tlsNamed',
  'causeUnknown',
  'first',
  'last',
  'texts',
] as const;

/** One row for each domain. */
export function logCsv(log: JudgedLog): string {
  return csvTable(
    COLUMNS,
    log.domains.map((domain) => row(domain, log)),
  );
}

function row(
  { evidence, outcomes, seen, safe, listed }: JudgedDomain,
  { setting }: JudgedLog,
): Readonly<Partial<Record<(typeof COLUMNS)[number], CsvValue>>> {
  const { domain, tls, tlsTransient, tlsPermanent } = evidence;
  return {
    domain,
    setting,
    ...writtenCounts(outcomes),
    seen,
    safe: safe.join(' '),
    listed,
    received: evidence.received,
    delivered: evidence.delivered,
    inClear: evidence.clear,
    verified: tls.verified,
    unverified: tls.unverified,
    verificationUnstated: tls.unstated,
    oldTls: evidence.oldTls,
    tlsUnstated: evidence.unstated,
    versions: Object.entries(evidence.versions)
      .map(([version, count]) => `${version}=${count}`)
      .join(' '),
    transient: evidence.transient,
    permanent: evidence.permanent,
    noTls: tlsTransient['no-tls'] + tlsPermanent['no-tls'],
    certificate: tlsTransient.certificate + tlsPermanent.certificate,
    tlsDemanded: tlsTransient.demanded + tlsPermanent.demanded,
    tlsNamed: tlsTransient.named + tlsPermanent.named,
    causeUnknown: evidence.causeUnknown,
    first: evidence.first,
    last: evidence.last,
    texts: evidence.texts.map(({ text, transient, permanent }) => `${text} (${transient + permanent})`).join(' | '),
  };
}
