import type { DomainPreflight } from '../../../preflight/result.ts';
import { type Html, markup, NOTHING, toText } from '../../../output/html.ts';
import { notProbed, preflightBody } from '../../../preflight/report/html/page.ts';
import type { PageExtras } from '../../../preflight/report/html/extras.ts';
import { countedTargets, domainName, verdictLine } from '../../../preflight/report/words.ts';
import { button as anyButton, buttonKey, classes, type ButtonOptions } from '../../panel/button.ts';
import { PANEL_CSS } from '../../panel/css.ts';
import { shellPage, type ShellPage } from '../../panel/shell.ts';
import { PREFLIGHT_CSS } from '../../../output/pageCss.ts';
import type { PanelAction } from './messages.ts';
import { withoutNetworkNote, type PanelState } from './model.ts';

/** A button with an action that the panel knows. */
const button: (action: PanelAction, words: string, options: ButtonOptions) => Html = anyButton;

/** The page that the content is put into. */
export const panelPage = (page: Omit<ShellPage, 'css'>): string =>
  shellPage({ ...page, css: PREFLIGHT_CSS + PANEL_CSS });

/** The content: everything in it is escaped, and nothing in it runs. */
export function panelContent(state: PanelState): string {
  const extras = extrasOf(state);
  return state.view.report.domains.length > 0
    ? preflightBody(withoutNetworkNote(state), extras)
    : emptyBody(state, extras);
}

const extrasOf = (state: PanelState, targets = new Set(state.targets)): PageExtras => ({
  header: markup`${toolbar(state)}${announcements(state)}`,
  domain: (domain) => domainActions(domain, state),
  dialogue: (domain, { host }, { address }) =>
    markup`<p>${button('dialogue', 'Open as a document', {
      target: targetOf(domain),
      host,
      address,
      about: `dialogue with ${host} (${address})`,
    })}</p>\n`,
  notProbed: (entry) => (targets.has(entry) ? entryAction(entry, state) : NOTHING),
  key: (...parts) => markup` data-key="${parts.join(' ')}"`,
});

const targetOf = ({ domain, relayPort }: DomainPreflight): string =>
  relayPort === undefined ? domain : `${domain}:${relayPort}`;

/** `12 domains and 2 relays`: these of the targets. */
function countedIn({ relays }: PanelState, targets: readonly string[]): string {
  const some = targets.filter((target) => relays.has(target)).length;
  return countedTargets(targets.length - some, some);
}

function toolbar(state: PanelState): Html {
  const { view, targets, networkOff, listOff } = state;
  const checked = view.report.domains.length;
  const unchecked = checked === 0 ? `Check ${countedIn(state, targets)}` : 'Check all again';
  const check = targets.length === 1 && checked > 0 ? 'Check again' : unchecked;
  const all = targets.length === 0 ? NOTHING : checkButton('check-all', check, state, { primary: true });
  const cancel = state.run ? button('cancel', 'Cancel', { primary: true }) : NOTHING;
  const out = checked > 0 ? button('export', 'Export…', {}) : NOTHING;
  const reasons = [
    networkOff === undefined ? NOTHING : markup`<p class="pf-remark" id="why-network">${networkOff}</p>\n`,
    listOff === undefined ? NOTHING : markup`<p class="pf-remark" id="why-list">${listOff}</p>\n`,
  ];
  return markup`<div class="pf-toolbar" role="group" aria-label="Report">
${state.run ? cancel : all}${out}${button('import', 'Import result…', {})}</div>
${reasons}`;
}

/** What changes is told to those who do not see it, once: not with every server that answers. */
function announcements(state: PanelState): Html {
  const { view, run, said, targets, isRunning } = state;
  const running = targets.filter(isRunning);
  const checking = run ? run.total : running.length;
  const what = run ? countedTargets(run.total - run.relays, run.relays) : countedIn(state, running);
  const finished = view.report.domains.length > 0 ? verdictLine(view) : '';
  const spoken = checking > 0 ? `Checking ${what}.` : (said?.text ?? finished);
  const host = run && run.host !== '' ? `, ${run.host}` : '';
  const progress = run ? `Checking: ${run.done} of ${run.total} done${host}` : `Checking ${what}…`;
  const undo = said?.undo === true ? button('undo', 'Undo', {}) : NOTHING;
  return markup`<div class="pf-now" data-key="now">${checking > 0 ? markup`<p>${progress}</p>` : NOTHING}${
    said ? markup`<p>${said.text} ${undo}</p>` : NOTHING
  }</div>
<p class="pf-hidden" role="status" data-key="status">${spoken}</p>
`;
}

function domainActions(domain: DomainPreflight, state: PanelState): Html {
  const target = targetOf(domain);
  const name = domainName(domain);
  const check = checkButton('check', 'Check again', state, { target, about: name });
  if (domain.relayPort !== undefined) return markup`<div class="pf-actions">${check}</div>\n`;
  const listing = state.listingOf(domain.domain);
  const why = listing.kind === 'covered' ? `why-${domain.domain}` : 'why-list';
  const off = state.listOff !== undefined || listing.kind === 'covered';
  const change = button(
    listing.kind === 'listed' ? 'remove' : 'add',
    listing.kind === 'listed' ? 'Remove from the list' : 'Add to the list',
    { target, about: name, key: `list ${target}`, ...(off ? { off: why } : {}) },
  );
  const covered =
    listing.kind === 'covered'
      ? markup` <span class="pf-muted" id="${why}">${listing.by} in the list covers it.</span>`
      : NOTHING;
  return markup`<div class="pf-actions">${check}${change}${covered}</div>\n`;
}

const entryAction = (entry: string, state: PanelState): Html =>
  markup` ${checkButton('check', 'Check', state, { target: entry, about: entry })}`;

function checkButton(action: PanelAction, words: string, state: PanelState, options: ButtonOptions): Html {
  const { target, about } = options;
  const busy = target === undefined ? state.targets.some(state.isRunning) : state.isRunning(target);
  if (busy) {
    const key = buttonKey(action, options);
    const name = about === undefined ? NOTHING : markup`<span class="pf-hidden"> ${about}</span>`;
    return markup`<button type="button" class="${classes(options)}" aria-disabled="true" data-key="${key}">Checking${name}…</button>`;
  }
  return button(action, words, { ...options, ...(state.networkOff === undefined ? {} : { off: 'why-network' }) });
}

function emptyBody(state: PanelState, extras: PageExtras): string {
  return toText(markup`<div class="pf">
<header>
<h1>Preflight report</h1>
${extras.header}</header>
<main id="results" tabindex="-1">
${guidance(state)}${notProbed(state.view, extras)}</main>
</div>
`);
}

/** What to do where there is nothing to see yet. */
function guidance(state: PanelState): Html {
  const { targets, relays, nothing, networkOff } = state;
  if (targets.length > 0) {
    const start =
      networkOff === undefined
        ? `Check them to see what happens to mail when the TLS setting changes.`
        : 'You can import results from another machine: sf-deliverability preflight --format json writes them.';
    return markup`<p class="pf-lead">There is no result yet for ${countedIn(state, targets)}. ${start}</p>
<p class="pf-muted">A check asks the DNS, connects to the mail servers on port 25 and to their MTA-STS policy hosts${relays.size > 0 ? ', to relays on their own ports' : ''}, and to gmail.com and outlook.com to detect a blocked port. No message is sent.</p>
`;
  }
  if (nothing.kind === 'gone')
    return markup`<p class="pf-lead">The project with ${nothing.record} is not open here. Open its folder to see its report.</p>
`;
  if (nothing.kind === 'empty') return markup`<p class="pf-lead">The imported result contains no domain.</p>\n`;
  return markup`<p class="pf-lead">${nothing.record} lists no domain, so there is nothing to check.</p>
<p>Enter the TLS setting and the domains that Setup &gt; Deliverability shows, or check a domain that is not listed yet.</p>
<div class="pf-toolbar" role="group" aria-label="Begin">
${button('record', 'Enter what Setup shows…', {})}${button('ask', 'Check a domain…', {
    ...(networkOff === undefined ? {} : { off: 'why-network' }),
  })}</div>
`;
}
