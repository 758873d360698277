import { shareColumns, type BarPart } from '../../../output/chart.ts';
import { type Html, markup, NOTHING, table } from '../../../output/html.ts';
import { legend } from './domains.ts';
import { timeline, timeTable } from '../tables.ts';
import type { JudgedLog } from '../view.ts';
import type { TimeCounts } from '../../model.ts';

/** The share of TLS over time as a drawing, and its numbers below; the hours of many days are folded away. */
export function overTime(log: JudgedLog): Html {
  const { times, title } = timeline(log);
  const [first] = times;
  const last = times.at(-1);
  if (!first || !last) return NOTHING;
  const hours =
    times === log.log.days
      ? markup`<details><summary>Every hour</summary>
${numbers(log.log.hours, 'Hour (GMT)')}</details>
`
      : NOTHING;
  return markup`<section aria-labelledby="time">
<h2 id="time">Over time</h2>
<div class="pf-chart">
${shareColumns(times.map(partsOf))}<p class="pf-axis"><span>${first.time}</span>${first === last ? NOTHING : markup`<span>${last.time}</span>`}</p>
${legend([
  ['tls', 'with TLS'],
  ['clear', 'unencrypted'],
  ['unknown', 'not stated'],
  ['bounce', 'failures that name TLS'],
])}</div>
${numbers(times, title)}${hours}</section>
`;
}

const partsOf = ({ tls, clear, unstated, tlsFailures }: TimeCounts): readonly BarPart[] => [
  { kind: 'bounce', count: tlsFailures },
  { kind: 'unknown', count: unstated },
  { kind: 'clear', count: clear },
  { kind: 'tls', count: tls },
];

function numbers(times: readonly TimeCounts[], title: string): Html {
  const { head, rows } = timeTable(times, title);
  const columns = head.map((one) => ({ title: one, short: one }));
  return table(
    'pf-log',
    'Deliveries and failed attempts',
    columns,
    rows.map(([first = '', ...rest]) => ({
      head: first,
      cells: rest.map((content) => ({ content, ...(content === '0' ? { kind: 'pf-zero' } : {}) })),
    })),
  );
}
