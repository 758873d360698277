import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../../../src/editor/preflight/panel/model.ts';
import { panelContent, panelPage } from '../../../../src/editor/preflight/panel/page.ts';
import type { DomainPreflight } from '../../../../src/preflight/result.ts';
import type { PreflightView } from '../../../../src/preflight/view.ts';
import { hostileView, SECRET_MARK } from '../../../preflight/htmlViews.ts';

const TLS = ['tls'] as const;

const domain = (name: string, more: Partial<DomainPreflight> = {}): DomainPreflight => ({
  domain: name,
  outcomes: { Off: ['clear'], Preferred: TLS, Required: TLS, PreferredVerify: TLS, RequiredVerify: ['bounce'] },
  reasons: [],
  mx: [
    {
      host: `mx.${name}`,
      preference: 10,
      implicit: false,
      probes: [
        {
          address: '192.0.2.1',
          reasons: [],
          verdict: 'encrypted',
          tls: null,
          stages: [],
          transcript: [{ from: 'server', text: '220 hello' }],
        },
      ],
    },
  ],
  promises: { mtaSts: null, tlsRpt: null, dane: null },
  ...more,
});

const view = (...domains: readonly DomainPreflight[]): PreflightView => ({
  report: { version: 1, trustStore: 'mozilla', port25: 'open', domains },
  setting: 'Required',
  settingSource: 'recorded',
  notProbed: [],
  notes: [],
  generatedAt: new Date('2026-11-23T14:05:00Z'),
  surface: 'editor',
});

const RELAY = domain('relay.example', { relayPort: 587 });

const state = (more: Partial<PanelState> = {}): PanelState => ({
  view: view(domain('acme.example'), RELAY),
  targets: ['acme.example', 'relay.example:587'],
  relays: new Set(['relay.example:587']),
  isRunning: () => false,
  run: undefined,
  networkOff: undefined,
  listOff: undefined,
  listingOf: () => ({ kind: 'absent' }),
  said: undefined,
  nothing: { kind: 'empty' },
  ...more,
});

/** `Check again: acme.example [check acme.example]`, with ` off: REASON` for what does nothing now. */
function buttons(html: string): readonly string[] {
  return [...html.matchAll(/<button ([^>]*)>([^]*?)<\/button>/g)].map(([, attributes = '', words = '']) => {
    const get = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1] ?? '';
    const off = get('aria-disabled') === 'true' ? ` off: ${get('aria-describedby')}` : '';
    const action = [get('data-action'), get('data-target')].filter((one) => one !== '').join(' ');
    return `${words.replace(/<[^>]*>/g, '')} [${action}]${off}`;
  });
}

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    'require-sri': 'off',
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    'long-title': 'off',
    'element-required-attributes': 'off',
    'require-csp-nonce': 'off',
  },
});

async function faultsOf(html: string): Promise<readonly string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
}

describe('the page of the panel', () => {
  const page = panelPage({ nonce: 'n0nce', script: 'start();', scope: '{"a":"<b>\\"\'"}', title: 'Report <1>' });

  it('lets in its own style and script, by nonce, and nothing else', () => {
    expect(page).toContain(
      `content="default-src 'none'; style-src 'nonce-n0nce'; script-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page.match(/<style nonce="n0nce">/g)).toHaveLength(1);
    expect(page.match(/<script nonce="n0nce">start\(\);<\/script>/g)).toHaveLength(1);
    expect(page.match(/<(style|script)\b/g)).toHaveLength(2);
    expect(page).not.toMatch(/unsafe-|\son\w+=|\sstyle=|command:|https?:/);
  });

  it('escapes the scope and the title', () => {
    expect(page).toContain('data-scope="{&#34;a&#34;:&#34;&#60;b&#62;\\&#34;&#39;&#34;}"');
    expect(page).toContain('<title>Report &#60;1&#62;</title>');
  });

  it('is valid HTML, with and without results', async () => {
    const around = (content: string): string =>
      page.replace(/(<div id="report"[^>]*>)[^]*<\/div>\n<script/, `$1${content}</div>\n<script`);
    expect(await faultsOf(page)).toEqual([]);
    for (const one of [
      state(),
      state({ view: view(), nothing: { kind: 'unlisted', record: 'config/email-deliverability.json' }, targets: [] }),
      state({ networkOff: 'Off.', listOff: 'No list.', said: { text: 'Done.', undo: true } }),
    ])
      expect(await faultsOf(around(panelContent(one)))).toEqual([]);
  }, 30_000);
});

describe('the buttons', () => {
  const CHECK = ['Check all again [check-all]', 'Export… [export]', 'Import result… [import]'];
  const DIALOGUES = (name: string, target: string): string =>
    `Open as a document: dialogue with mx.${name} (192.0.2.1) [dialogue ${target}]`;
  const ACME = DIALOGUES('acme.example', 'acme.example');
  const RELAYS = [
    'Check again: relay.example:587 [check relay.example:587]',
    DIALOGUES('relay.example', 'relay.example:587'),
  ];

  it.each<[string, Partial<PanelState>, readonly string[]]>([
    [
      'a domain that is not listed, and a relay, which no list has',
      {},
      [
        ...CHECK,
        'Check again: acme.example [check acme.example]',
        'Add to the list: acme.example [add acme.example]',
        ACME,
        ...RELAYS,
      ],
    ],
    [
      'a domain that is listed',
      { listingOf: () => ({ kind: 'listed' }) },
      [
        ...CHECK,
        'Check again: acme.example [check acme.example]',
        'Remove from the list: acme.example [remove acme.example]',
        ACME,
        ...RELAYS,
      ],
    ],
    [
      'one that a wildcard covers',
      { listingOf: () => ({ kind: 'covered', by: '*.example' }) },
      [
        ...CHECK,
        'Check again: acme.example [check acme.example]',
        'Add to the list: acme.example [add acme.example] off: why-acme.example',
        ACME,
        ...RELAYS,
      ],
    ],
    [
      'a list that cannot be changed',
      { listOff: 'The record cannot be read.' },
      [
        ...CHECK,
        'Check again: acme.example [check acme.example]',
        'Add to the list: acme.example [add acme.example] off: why-list',
        ACME,
        ...RELAYS,
      ],
    ],
    [
      'no network',
      { networkOff: 'Preflights are off.' },
      [
        'Check all again [check-all] off: why-network',
        ...CHECK.slice(1),
        'Check again: acme.example [check acme.example] off: why-network',
        'Add to the list: acme.example [add acme.example]',
        ACME,
        'Check again: relay.example:587 [check relay.example:587] off: why-network',
        RELAYS[1] ?? '',
      ],
    ],
    [
      'a run of this panel',
      { run: { total: 2, relays: 1, done: 1, host: 'mx.acme.example' }, isRunning: (one) => one === 'acme.example' },
      [
        'Cancel [cancel]',
        ...CHECK.slice(1),
        'Checking acme.example… [] off: ',
        'Add to the list: acme.example [add acme.example]',
        ACME,
        ...RELAYS,
      ],
    ],
    [
      'a run of somebody else',
      { isRunning: () => true },
      [
        'Checking… [] off: ',
        ...CHECK.slice(1),
        'Checking acme.example… [] off: ',
        'Add to the list: acme.example [add acme.example]',
        ACME,
        'Checking relay.example:587… [] off: ',
        RELAYS[1] ?? '',
      ],
    ],
    [
      'one domain alone',
      { view: view(RELAY), targets: ['relay.example:587'] },
      ['Check again [check-all]', ...CHECK.slice(1), ...RELAYS],
    ],
    [
      'nothing checked yet',
      {
        view: {
          ...view(),
          notProbed: [
            { entry: 'acme.example', reason: 'not checked yet' },
            { entry: '*', reason: 'x' },
          ],
        },
      },
      ['Check 1 domain and 1 relay [check-all]', 'Import result… [import]', 'Check: acme.example [check acme.example]'],
    ],
    [
      'nothing listed',
      { view: view(), targets: [], nothing: { kind: 'unlisted', record: 'config/x.json' } },
      ['Import result… [import]', 'Enter what Setup shows… [record]', 'Check a domain… [ask]'],
    ],
    [
      'a project that is gone',
      { view: view(), targets: [], nothing: { kind: 'gone', record: 'config/x.json' } },
      ['Import result… [import]'],
    ],
  ])('%s', (_, more, expected) => {
    const html = panelContent(state(more));
    expect(buttons(html)).toEqual(expected);
    // A reason that is named is there to be read.
    for (const [, id = ''] of html.matchAll(/aria-describedby="([^"]*)"/g)) expect(html).toContain(`id="${id}"`);
  });

  it('have keys of their own, which outlive the change from one to the other', () => {
    const keys = (more: Partial<PanelState>): readonly string[] =>
      [...panelContent(state(more)).matchAll(/data-key="([^"]*)"/g)].map(([, key = '']) => key);
    expect(new Set(keys({})).size).toBe(keys({}).length);
    expect(keys({ listingOf: () => ({ kind: 'listed' }) })).toEqual(keys({}));
    expect(keys({ isRunning: () => true })).toEqual(keys({}));
  });
});

describe('what is told', () => {
  const told = (more: Partial<PanelState>): string =>
    /role="status"[^>]*>([^<]*)</.exec(panelContent(state(more)))?.[1] ?? '';
  it.each<[string, Partial<PanelState>, string]>([
    [
      'the verdict',
      {},
      'Mail to acme.example gets TLS under Required (from your file). Mail through relay.example:587 gets TLS under Required (from your file).',
    ],
    ['a run, once', { run: { total: 2, relays: 1, done: 1, host: 'mx' } }, 'Checking 1 domain and 1 relay.'],
    ['a run, later', { run: { total: 2, relays: 1, done: 2, host: 'mx2' } }, 'Checking 1 domain and 1 relay.'],
    ['what an action did', { said: { text: 'Added.', undo: true } }, 'Added.'],
    ['nothing before there is anything', { view: view() }, ''],
  ])('%s', (_, more, expected) => {
    expect(told(more)).toBe(expected);
  });

  it('says once why the network is off', () => {
    const off = 'Preflights are off.';
    const html = panelContent(
      state({ networkOff: off, view: { ...view(domain('a.example')), notes: [off, 'Note.'] } }),
    );
    expect(html.split(off)).toHaveLength(2);
    expect(html).toContain('Note.');
  });
});

describe('text from outside', () => {
  it('becomes neither markup nor an attribute of a button', () => {
    const hostile = hostileView(view(domain('acme.example'), RELAY));
    const targets = hostile.report.domains.map(({ domain: name }) => name);
    const html = panelContent(
      state({
        view: hostile,
        targets,
        listingOf: () => ({ kind: 'covered', by: '<i>"\' onclick=x' }),
        listOff: '<i>list',
        said: { text: '<i>said', undo: true },
        run: { total: 1, relays: 0, done: 0, host: '<i>host' },
      }),
    );
    expect(html.split(SECRET_MARK).length).toBeGreaterThan(10);
    expect(html).not.toMatch(/<(script|img|i)\b|<\/style>|"\s*onmouseover/i);
    for (const [tag] of html.matchAll(/<[a-z][^>]*>/g))
      expect(tag.replaceAll(/"[^"]*"/g, '')).not.toMatch(/\son[a-z]+/i);
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u);
  });
});
