import { createHash } from 'node:crypto';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CertificateFacts, DomainPreflight } from '../../src/preflight/result.ts';
import { escapeHtml, markup, toText } from '../../src/output/html.ts';
import { blocked } from '../../src/preflight/report/advice.ts';
import { preflightBody, preflightHtml } from '../../src/preflight/report/html/page.ts';
import { daysLeft } from '../../src/preflight/report/html/facts.ts';
import type { PreflightView } from '../../src/preflight/view.ts';
import { OUTCOME_SETTINGS } from '../../src/mail/outcome.ts';
import { expectGolden } from '../support/golden.ts';
import { faultsOf } from '../support/htmlFaults.ts';
import { few, hostileView, labView, SECRET_MARK, some } from './htmlViews.ts';
import { PREFLIGHT_CSS, PREFLIGHT_CSS_HASH } from '../../src/output/pageCss.ts';

const GOLDEN = path.resolve(import.meta.dirname, '../fixtures/reports/preflight.html.txt');

let view: PreflightView;
let page: string;

beforeAll(async () => {
  view = await labView();
  page = preflightHtml(view);
}, 60_000);

describe('the page', () => {
  it('is valid HTML', async () => {
    expect(await faultsOf(preflightHtml(few(view)))).toEqual([]);
  }, 30_000);

  it('would not pass for valid if it were not', async () => {
    expect(await faultsOf(page.slice(0, 4000).replace('<main ', '<main><p><table>'))).not.toEqual([]);
  });

  it('has this outline', () => {
    expectGolden(GOLDEN, outline(preflightHtml(some(view))));
  });

  it('shows every domain, its outcome under every setting, every server and every stage', () => {
    const rows = [...page.matchAll(/<tr role="row"><th role="rowheader"[^>]*><a href="#domain-\d+">.*<\/tr>/g)];
    expect(rows).toHaveLength(view.report.domains.length);
    for (const [row] of rows) expect(row.match(/<td /g)).toHaveLength(OUTCOME_SETTINGS.length + 1);
    for (const { domain, mx } of view.report.domains) {
      expect(page).toContain(`>${domain}`);
      for (const { host, probes } of mx)
        for (const { address } of probes) {
          expect(page, host).toContain(host);
          expect(page, address).toContain(address);
        }
    }
    const probes = view.report.domains.flatMap(({ mx }) => mx.flatMap((host) => host.probes));
    expect(page.match(/data-label="(DNS|STARTTLS|Handshake|Chain|Name)"/g)).toHaveLength(5 * probes.length);
  });

  it('links only within itself, and every link has an end', () => {
    for (const [, to = ''] of page.matchAll(/href="([^"]*)"/g)) {
      expect(to).toMatch(/^#/);
      expect(page, to).toContain(`id="${to.slice(1)}"`);
    }
    expect(page).not.toMatch(/<(script|img|iframe|link|object|form)\b|\ssrc=|url\(|@import/);
  });

  it('allows its own style and nothing else', () => {
    const hash = `sha256-${createHash('sha256').update(PREFLIGHT_CSS).digest('base64')}`;
    expect(PREFLIGHT_CSS_HASH).toBe(hash);
    const style = /<style>([^]*?)<\/style>/.exec(page)?.[1] ?? '';
    expect(style).toBe(PREFLIGHT_CSS);
    expect(page).toContain(`content="default-src 'none'; style-src '${hash}'; base-uri 'none'; form-action 'none'"`);
    expect(page).not.toMatch(/\sstyle=/);
  });

  it('has the same content as the body that the editor shows', () => {
    expect(page).toContain(preflightBody(view));
  });

  it('is the same for the same view', () => {
    expect(preflightHtml(view)).toBe(page);
  });
});

describe('special cases', () => {
  const empty = (more: Partial<PreflightView> = {}): PreflightView => ({
    ...view,
    report: { ...view.report, domains: [] },
    notProbed: [],
    notes: [],
    ...more,
  });

  it('nothing probed is still a page', async () => {
    const html = preflightHtml(empty());
    expect(await faultsOf(html)).toEqual([]);
    expect(html).not.toContain('<table');
  });

  it('leaves the numbers out where the matrix fits a screen', () => {
    const html = preflightHtml({ ...view, report: { ...view.report, domains: view.report.domains.slice(0, 12) } });
    expect(html).toContain('<table role="table" class="pf-matrix">');
    expect(html).not.toContain('<table role="table" class="pf-overview">');
    expect(page).toContain('<table role="table" class="pf-overview">');
  });

  it('says once that port 25 is blocked, and what to do', async () => {
    const domains = view.report.domains
      .filter(({ reasons }) => reasons.includes('connect-timeout'))
      .flatMap((domain): readonly DomainPreflight[] => [
        { ...domain, domain: `a.${domain.domain}`, reasons: ['port25-blocked'] },
        { ...domain, domain: `b.${domain.domain}`, reasons: ['port25-blocked'] },
      ]);
    expect(domains.length).toBeGreaterThan(1);
    const html = preflightHtml(empty({ report: { ...view.report, port25: 'blocked', domains } }));
    expect(html.split(escapeHtml(blocked('command line')))).toHaveLength(2);
    expect(await faultsOf(html)).toEqual([]);
  });

  it.each(OUTCOME_SETTINGS)('marks %s when the question is about it', (setting) => {
    const html = preflightHtml({ ...view, setting, settingSource: 'asked' });
    const label = setting.replace('Verify', ' Verify');
    expect(html).toContain(`class="pf-asked">${label}<span class="pf-note">--tls-setting</span></th>`);
    expect(html.match(/<th [^>]*class="pf-asked"/g)).toHaveLength(1);
  });
});

describe('text from outside', () => {
  it('never becomes markup, and nothing in it hides or reorders text', async () => {
    const html = preflightHtml(hostileView(few(view)));
    expect(html.split(SECRET_MARK).length).toBeGreaterThan(20);
    expect(html).not.toMatch(/<script|<img|onerror="|"onmouseover|<\/style><|<!--/i);
    const unsafe = new RegExp(String.raw`[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]`, 'u');
    expect(html.replaceAll('\n', '')).not.toMatch(unsafe);
    expect(await faultsOf(html)).toEqual([]);
    // The same elements as an honest report of the same shape: nothing came in and nothing broke out.
    const honest = preflightHtml(hostileView(few(view), 'honest'));
    expect(outline(html).split('\n').length).toBe(outline(honest).split('\n').length);
  }, 30_000);

  it('is escaped by the template, and markup of ours is not', () => {
    expect(toText(markup`<p title="${'"><b>'}">${"<&>'`"}${[1, markup`<b>${'x'}</b>`]}</p>`)).toBe(
      '<p title="&#34;&#62;&#60;b&#62;">&#60;&#38;&#62;&#39;&#96;1<b>x</b></p>',
    );
  });
});

describe('the days that a certificate has left', () => {
  const now = new Date('2026-06-15T12:00:00Z');
  const from = (notBefore: string, notAfter: string): CertificateFacts => ({
    subject: '',
    issuer: '',
    names: [],
    notBefore,
    notAfter,
  });
  it.each([
    ['2026-01-01T00:00:00Z', '2026-06-25T12:00:00Z', '10 days left'],
    ['2026-01-01T00:00:00Z', '2026-06-16T12:00:00Z', '1 day left'],
    ['2026-01-01T00:00:00Z', '2026-06-15T18:00:00Z', 'less than a day left'],
    ['2026-01-01T00:00:00Z', '2026-06-15T06:00:00Z', 'expired less than a day ago'],
    ['2026-01-01T00:00:00Z', '2026-06-14T06:00:00Z', 'expired 1 day ago'],
    ['2026-01-01T00:00:00Z', '2026-06-05T12:00:00Z', 'expired 10 days ago'],
    ['2026-06-20T12:00:00Z', '2027-01-01T00:00:00Z', 'valid in 5 days'],
    ['2026-06-15T18:00:00Z', '2027-01-01T00:00:00Z', 'valid in less than a day'],
    ['then', 'later', 'dates cannot be read'],
  ])('%s to %s: %s', (notBefore, notAfter, expected) => {
    expect(daysLeft(from(notBefore, notAfter), now)).toBe(expected);
  });
});

/** The elements and texts, one a line, without what changes from run to run. */
function outline(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return body
    .replace(/<details>[^]*?<\/details>/g, '<details>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replace(/\d{4}-\d\d-\d\d( at \d\d:\d\d UTC)?/g, 'DATE')
    .replace(/[\d,]+ ms/g, 'N ms')
    .replace(/\d+ days?( left| ago)/g, 'N days$1')
    .replace(/[0-9a-f]{40,}/g, 'HEX')
    .replace(/TLS_\w+/g, 'CIPHER')
    .replace('system+mozilla', 'mozilla')
    .replace(/></g, '>\n<')
    .replace(/ (data-label|role|scope)="[^"]*"/g, '');
}
