import type { LabRecord, ZoneLine } from '../zone.ts';

/*
 * Addresses that are known by what the reverse zone says of them (RFC 1035 §3.5, RFC 3596 §2.5). Nobody listens there:
 * they are the last of each range, which the address plan leaves to the tables. The hosts of the lab have one name each.
 */

const line = (name: string, ...records: readonly LabRecord[]): ZoneLine => ({ name, records });
const ptr = (...names: readonly string[]): readonly LabRecord[] => names.map((data) => ({ type: 'PTR', data }));
const a = (data: string): LabRecord => ({ type: 'A', data });

/** By what there is to see. */
export const REVERSE_ADDRESSES = {
  several: '198.51.100.250',
  unconfirmed: '198.51.100.251',
  servfail: '198.51.100.252',
  silent: '192.0.2.252',
  hostile: '198.51.100.253',
  unnamed: '198.51.100.254',
  forwardServfail: '203.0.113.250',
  noData: '203.0.113.251',
  delegated: '203.0.113.252',
  manyNames: '203.0.113.253',
  ipv6: '2001:db8:0:1::25',
  root: '192.0.2.251',
} as const;

/** More than anybody wants to look at. */
const MANY_NAMES = Array.from({ length: 12 }, (_, index) => `crowd${String(index + 1).padStart(2, '0')}.reverse.test`);

export const REVERSE_LINES: readonly ZoneLine[] = [
  // Two names of its own, and one that is another's.
  line('250.100.51.198.in-addr.arpa', ...ptr('Two.Reverse.test', 'one.reverse.test', 'mx.good.test')),
  line('one.reverse.test', a('203.0.113.9'), a('198.51.100.250')),
  line('two.reverse.test', a('198.51.100.250')),
  // Claims to be a host of somebody else.
  line('251.100.51.198.in-addr.arpa', ...ptr('mx.good.test')),
  { name: '252.100.51.198.in-addr.arpa', trouble: { type: 'PTR', kind: 'servfail' } },
  { name: '252.2.0.192.in-addr.arpa', trouble: { type: 'PTR', kind: 'drop' } },
  // Names that want to be markup, a command, another line, or to be read backwards.
  line(
    '253.100.51.198.in-addr.arpa',
    ...ptr(
      '<img src=x onerror=alert(1)>.test',
      '[Repair](command:workbench.action.quit).test',
      '$(alert)\r\n\u202etest.moc',
      'localhost',
      'under_score.reverse.test',
    ),
  ),
  line('under_score.reverse.test', a('198.51.100.253')),
  line('250.113.0.203.in-addr.arpa', ...ptr('fails.reverse.test', 'gone.reverse.test')),
  { name: 'fails.reverse.test', trouble: { type: 'A', kind: 'servfail' } },
  line('251.113.0.203.in-addr.arpa', { type: 'TXT', data: ['no name here'] }),
  // RFC 2317 §4: a part of a network, delegated by alias.
  line('252.113.0.203.in-addr.arpa', { type: 'CNAME', data: '252.128-255.113.0.203.in-addr.arpa' }),
  line('252.128-255.113.0.203.in-addr.arpa', ...ptr('delegated.reverse.test')),
  line('delegated.reverse.test', a('203.0.113.252')),
  line('253.113.0.203.in-addr.arpa', ...ptr(...MANY_NAMES.toReversed())),
  ...MANY_NAMES.map((name) => line(name, a('203.0.113.253'))),
  line('5.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa', ...ptr('six.reverse.test')),
  line('six.reverse.test', a('198.51.100.254'), { type: 'AAAA', data: '2001:DB8:0:1:0:0:0:25' }),
  line('251.2.0.192.in-addr.arpa', ...ptr('.')),
];
