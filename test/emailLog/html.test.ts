import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { logBody, logHtml } from '../../src/emailLog/report/html/page.ts';
import { LOG_CSS, LOG_CSS_HASH } from '../../src/emailLog/report/html/css.ts';
import type { JudgedLog } from '../../src/emailLog/report/view.ts';
import { faultsOf } from '../support/htmlFaults.ts';
import { emptyLog, fullLog, hostileLog, sampleLog } from './logViews.ts';

let sample: JudgedLog;
let page: string;

beforeAll(async () => {
  sample = await sampleLog();
  page = logHtml(sample);
});

describe('the page', () => {
  it.each([
    ['of the sample', sampleLog],
    ['of everything at once', fullLog],
    ['of nothing', emptyLog],
    ['of a hostile log', hostileLog],
  ])(
    '%s is valid HTML',
    async (_, make) => {
      expect(await faultsOf(logHtml(await make()))).toEqual([]);
    },
    60_000,
  );

  it('allows its own style and nothing else', () => {
    const hash = `sha256-${createHash('sha256').update(LOG_CSS).digest('base64')}`;
    expect(LOG_CSS_HASH).toBe(hash);
    expect(/<style>([^]*?)<\/style>/.exec(page)?.[1]).toBe(LOG_CSS);
    expect(page).toContain(`content="default-src 'none'; style-src '${hash}'; base-uri 'none'; form-action 'none'"`);
    expect(page).not.toMatch(/\sstyle=|<(script|img|iframe|link|object|form)\b|\ssrc=/);
  });

  it('has the same content as the body that the editor shows', () => {
    expect(page).toContain(logBody(sample));
    expect(logHtml(sample)).toBe(page);
  });

  it('links only within itself, and every link has an end', () => {
    for (const [, to = ''] of page.matchAll(/href="([^"]*)"/g))
      expect(page, to).toContain(`id="${to.replace(/^#/, '')}"`);
  });

  it('shows every domain, every day and every text beside the drawings', () => {
    for (const { evidence } of sample.domains) expect(page).toContain(`scope="row">${evidence.domain}</th>`);
    for (const { time } of [...sample.log.days, ...sample.log.hours])
      expect(page).toContain(`scope="row">${time}</th>`);
    expect(page.match(/<svg class="pf-columns"/g)).toHaveLength(1);
    expect(page.match(/<svg /g)?.length).toBeGreaterThan(sample.domains.length);
    // Whoever does not see the drawings has their numbers.
    expect(page.match(/<svg [^>]*aria-hidden="true"/g)).toHaveLength(page.match(/<svg /g)?.length ?? 0);
  });

  it('of very many domains shows the worst of them, and says so', async () => {
    const { log } = await emptyLog();
    const many = await fullLog();
    const [one] = many.domains;
    if (!one) throw new Error('no domain');
    const domains = Array.from({ length: 700 }, () => one);
    const html = logHtml({ ...many, log: { ...log, rows: 1 }, domains });
    expect(html).toContain('And 200 more domains: the CSV and JSON formats have all.');
    expect(html.match(/scope="row">clear\.example<\/th>/g)).toHaveLength(500);
  });
});
