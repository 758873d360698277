import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filterReach } from '../../src/project/routing/filterReach.ts';
import { routeMail } from '../../src/project/routing/route.ts';
import { filters } from '../../src/project/select.ts';
import { routeJson } from '../../src/route/json.ts';
import { routeText } from '../../src/route/text.ts';
import type { RouteView } from '../../src/route/view.ts';
import { mailWords } from '../../src/route/words.ts';
import { PROJECT_ROOT } from '../support/cli.ts';
import { expectGolden } from '../support/golden.ts';
import { orgOf, RELAYS, type Org } from '../support/relays.ts';
import { knownDomain } from '../../src/mail/domain.ts';

const viewOf = (lines: readonly string[], from: string | undefined, to: string, more?: Org): RouteView => ({
  route: routeMail(orgOf(lines, more), {
    from: from === undefined ? undefined : knownDomain(from),
    to: knownDomain(to),
  }),
  list: undefined,
  displayName: (file) => file,
});

/** Every reason and every doubt, once. */
const CASES: readonly (readonly [readonly string[], string | undefined, string, Org?])[] = [
  [['1 A s.example > b.example', '2 B - off > -', '3 B - > -'], 's.example', 'b.example'],
  [['1 A s.example > -'], undefined, 'b.example'],
  [['1 A - active? > -'], 's.example', 'b.example'],
  [['1 A ? > ?'], 's.example', 'b.example'],
  [['1 A *.s.example > *.b.example'], 'y.x.s.example', 'y.x.b.example'],
  [['1 A - > b*.example'], 's.example', 'b.example'],
  [['1 A - > @b.example'], 's.example', 'b.example'],
  [['1 A - > -', '1 B - > -'], 's.example', 'b.example'],
  [['- A - > -', '- B - > -'], 's.example', 'b.example'],
  [['? A - > -', '? B - > -'], 's.example', 'b.example'],
  [['1 X - > -'], 's.example', 'b.example'],
  [['1 X - > -'], 's.example', 'b.example', { relays: [] }],
  [['1 - - > -'], 's.example', 'b.example'],
  [['1 ? - > -'], 's.example', 'b.example'],
  [['1 A - > -'], 's.example', 'b.example', { relays: [...RELAYS, { ...RELAYS[0], Host: 'other.example' }] }],
  [['1 @R2 - > -'], 's.example', 'b.example'],
  [['1 @R3 - > a.example,b.example,c.example,d.example,e.example,f.example,g.example'], 's.example', 'b.example'],
  [[], 's.example', 'b.example'],
  [[], 's.example', 'b.example', { restrict: false, level: 'PreferredVerify' }],
  [[], 's.example', 'b.example', { restrict: true, level: 'Required', list: ['b.example'] }],
  [[], 's.example', 'b.example', { restrict: true, level: 'Required', list: ['c.example'] }],
  [[], 's.example', 'b.example', { restrict: true, level: 'Required', list: [] }],
  [[], 's.example', 'y.x.b.example', { restrict: true, level: 'Required', list: ['*.b.example'] }],
  [[], 's.example', 'b.example', { restrict: true, level: 'Required' }],
  [[], 's.example', 'b.example', { level: 'Required', list: ['c.example'] }],
  [[], 's.example', 'b.example', { restrict: false, level: 'Strict' }],
  [[], 's.example', 'b.example', { level: 'Preferred' }],
];

describe('a route', () => {
  it('has words for every reason and every doubt', () => {
    const text = CASES.map((one) => routeText(viewOf(...one), 100)).join('\n----\n\n');
    expectGolden(path.join(PROJECT_ROOT, 'test/fixtures/reports/route/words.text'), text);
  });

  it('as JSON has a code for each', () => {
    const document = CASES.map((one) => JSON.parse(routeJson(viewOf(...one))) as unknown);
    expectGolden(
      path.join(PROJECT_ROOT, 'test/fixtures/reports/route/words.json'),
      `${JSON.stringify(document, undefined, 1)}\n`,
    );
  });

  it('of hostile files shows nothing that a terminal obeys', () => {
    const view = viewOf(['1 A - > \u001b]0;x\u0007@b.example, \u202eb.example'], 's.example', 'b.example', {
      relays: [{ ...RELAYS[0], Host: 'a\u001b[31m\u202e.example', TlsSetting: '\u001b[2J' }],
    });
    expect(routeText(view, 80)).not.toMatch(/[^\P{C}\n]/u);
  });

  it('has examples that read as mail', () => {
    const project = orgOf(['1 A - > *.b.example']);
    const [filter] = filters(project);
    const mail = filter && filterReach(project, filter).catches;
    expect(mail && mailWords(mail)).toBe('mail from example.com to mail.b.example');
  });
});
