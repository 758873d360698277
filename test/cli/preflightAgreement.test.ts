/**
 * One question, one answer: which TLS setting mail for a domain gets, and whether the list is in force. Asked through
 * every command and what the editor shows, on one table of projects and domains.
 */
import { expect, it, vi } from 'vitest';
import { hoverText } from '../../src/language/hover.ts';
import { judgedSetting } from '../../src/language/targetAt.ts';
import { kindCounts } from '../../src/preflight/report/words.ts';
import { domainOutcomes } from '../../src/mail/outcome.ts';
import type { DomainPreflight } from '../../src/preflight/result.ts';
import { preflightPlan } from '../../src/preflight/plan/plan.ts';
import { projectsIn } from '../../src/cli/preflightProject.ts';
import { settingScope } from '../../src/project/routing/orgTls.ts';
import type { ListState } from '../../src/project/routing/listState.ts';
import { cli, temporaryFolder } from '../support/cli.ts';
import { repository } from '../support/git.ts';

vi.setConfig({ testTimeout: 60_000 });

const RECORD = 'config/email-deliverability.json';
const SETTINGS = 'main/default/settings/EmailAdministration.settings-meta.xml';
const SFDX = '{"packageDirectories": [{"path": "app", "default": true}, {"path": "more"}], "sourceApiVersion": "66.0"}';

const settingsFile = (inner: string): string =>
  `<EmailAdministrationSettings xmlns="http://soap.sforce.com/2006/04/metadata">${inner}</EmailAdministrationSettings>\n`;
const restrict = (value: string): string =>
  settingsFile(`<enableRestrictTlsToDomains>${value}</enableRestrictTlsToDomains>`);

interface Project {
  /** The value of the check box in each settings file; `unset`: a file that does not name it. */
  readonly boxes: readonly string[];
  readonly list: unknown;
  readonly setting?: string;
  readonly ignored?: boolean;
}

const filesOf = ({ boxes, list, setting = 'Required', ignored }: Project): Readonly<Record<string, string>> => ({
  'sfdx-project.json': SFDX,
  [RECORD]: `${JSON.stringify({ tlsSetting: setting, ...(list === undefined ? {} : { restrictTlsToDomains: list }) }, undefined, 2)}\n`,
  ...Object.fromEntries(
    boxes.map((box, index) => [
      `${index === 0 ? 'app' : 'more'}/${SETTINGS}`,
      box === 'unset' ? settingsFile('<enableHtmlEmail>true</enableHtmlEmail>') : restrict(box),
    ]),
  ),
  ...(ignored === true ? { '.forceignore': '**/EmailAdministration*\n' } : {}),
});

const REQUIRED = ['Required'];
const PREFERRED = ['Preferred'];
const EITHER = ['Preferred', 'Required'];
const ACME = ['acme.example'];

const ROWS: readonly (readonly [string, Project, ListState, string, readonly string[]])[] = [
  ['on, listed', { boxes: ['true'], list: ACME }, 'in-force', 'acme.example', REQUIRED],
  ['on, not listed', { boxes: ['true'], list: ACME }, 'in-force', 'other.example', PREFERRED],
  ['off, listed', { boxes: ['false'], list: ACME }, 'not-in-force', 'acme.example', REQUIRED],
  ['off, not listed', { boxes: ['false'], list: ACME }, 'not-in-force', 'other.example', REQUIRED],
  ['no settings file, listed', { boxes: [], list: ACME }, 'in-force', 'acme.example', REQUIRED],
  ['no settings file, not listed', { boxes: [], list: ACME }, 'in-force', 'other.example', PREFERRED],
  ['not set, not listed', { boxes: ['unset'], list: ACME }, 'in-force', 'other.example', PREFERRED],
  ['not set beside off', { boxes: ['unset', 'false'], list: ACME }, 'not-in-force', 'other.example', REQUIRED],
  ['ignored off', { boxes: ['false'], list: ACME, ignored: true }, 'in-force', 'other.example', PREFERRED],
  ['files that differ, listed', { boxes: ['true', 'false'], list: ACME }, 'unknown', 'acme.example', REQUIRED],
  ['files that differ, not listed', { boxes: ['true', 'false'], list: ACME }, 'unknown', 'other.example', EITHER],
  ['a value that is none', { boxes: ['{{RESTRICT}}'], list: ACME }, 'unknown', 'other.example', EITHER],
  ['on, empty list', { boxes: ['true'], list: [] }, 'in-force', 'acme.example', PREFERRED],
  ['on, blank list', { boxes: ['true'], list: '' }, 'in-force', 'acme.example', PREFERRED],
  ['off, empty list', { boxes: ['false'], list: [] }, 'none', 'acme.example', REQUIRED],
  ['not set, empty list', { boxes: ['unset'], list: [] }, 'none', 'acme.example', REQUIRED],
  ['no list', { boxes: [], list: undefined }, 'none', 'acme.example', REQUIRED],
  ['off, no list', { boxes: ['false'], list: undefined }, 'none', 'acme.example', REQUIRED],
  ['on, no list', { boxes: ['true'], list: undefined }, 'unknown', 'acme.example', EITHER],
  ['on, no list but a number', { boxes: ['true'], list: 3 }, 'unknown', 'acme.example', EITHER],
  ['an address', { boxes: ['true'], list: ['jo@acme.example', 'good.example'] }, 'in-force', 'acme.example', EITHER],
  ['an @ in front', { boxes: ['true'], list: ['@acme.example', 'good.example'] }, 'in-force', 'acme.example', EITHER],
  [
    'its other domain',
    { boxes: ['true'], list: ['jo@acme.example', 'good.example'] },
    'in-force',
    'other.example',
    PREFERRED,
  ],
  [
    'two with a semicolon',
    { boxes: ['true'], list: ['acme.example; good.example'] },
    'in-force',
    'acme.example',
    EITHER,
  ],
  ['two with a blank', { boxes: ['true'], list: ['acme.example good.example'] }, 'in-force', 'acme.example', EITHER],
  ['a URL', { boxes: ['true'], list: ['https://acme.example/'] }, 'in-force', 'acme.example', EITHER],
  ['a * before an @', { boxes: ['true'], list: ['*@acme.example'] }, 'in-force', 'acme.example', EITHER],
  ['a * in a label', { boxes: ['true'], list: ['*acme.example'] }, 'in-force', 'acme.example', EITHER],
  ['a trailing dot', { boxes: ['true'], list: ['acme.example.'] }, 'in-force', 'acme.example', REQUIRED],
  ['capitals', { boxes: ['true'], list: ['ACME.example'] }, 'in-force', 'acme.example', REQUIRED],
  ['a wildcard', { boxes: ['true'], list: ['*.acme.example'] }, 'in-force', 'sample.acme.example', REQUIRED],
  ['a wildcard, further down', { boxes: ['true'], list: ['*.acme.example'] }, 'in-force', 'a.b.acme.example', EITHER],
  ['Preferred', { boxes: ['true'], list: ACME, setting: 'Preferred' }, 'in-force', 'acme.example', PREFERRED],
];

type Json = Readonly<Record<string, never>>;

const json = async (
  folder: string,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly err: string; readonly value: Json }> => {
  const { code, out, err } = await cli(folder, [...args, '--format', 'json']);
  if (out === '') throw new Error(err);
  return { code, err, value: JSON.parse(out) as Json };
};

const sorted = (settings: Iterable<string>): readonly string[] => [...new Set(settings)].sort();

/** As each command tells it; undefined where the command does not speak of such a domain. */
const ASKED: Readonly<
  Record<string, (folder: string, domain: string) => Promise<readonly string[] | undefined> | readonly string[]>
> = {
  route: async (folder, domain) => {
    const { value } = await json(folder, 'route', '-', domain);
    const { ways } = value as unknown as { readonly ways: readonly { readonly tls: readonly { setting: string }[] }[] };
    return sorted(ways.flatMap(({ tls }) => tls.map(({ setting }) => setting)));
  },
  'preflight --lab': async (folder, domain) => {
    const { value } = await json(folder, 'preflight', domain, '--project', '.', '--lab');
    const { judged, notes } = value as unknown as {
      readonly judged: readonly { readonly name: string; readonly setting: string }[];
      readonly notes: readonly string[];
    };
    const setting = judged.find(({ name }) => name === domain)?.setting ?? 'none';
    const open = notes.some((note) => note.includes(domain) && /not known|do not show/.test(note));
    return open ? sorted([setting, 'Preferred']) : [setting];
  },
  review: async (folder, domain) => {
    const { value } = await json(folder, 'review', '--base', 'HEAD~1', '--head', 'HEAD');
    const { projects } = value as unknown as {
      readonly projects: readonly {
        readonly effects: readonly {
          readonly class: string;
          readonly domains: readonly string[];
          readonly after: readonly { readonly setting: string }[];
        }[];
      }[];
    };
    // Deeper below a wildcard is no class of its own.
    if (domain === 'a.b.acme.example') return undefined;
    const effects = projects.flatMap((one) => one.effects);
    const isEntry = (one: string): boolean => domain.includes('acme') && one.toLowerCase().includes('acme');
    const found =
      effects.find(({ domains }) => domains.some(isEntry)) ??
      (hasEntry(folder) && domain.includes('acme') ? undefined : effects.find((one) => one.class === 'others'));
    // What is not told has not changed: before, Preferred was recorded.
    return found ? sorted(found.after.map(({ setting }) => setting)) : PREFERRED;
  },
};

const hasEntry = (folder: string): boolean =>
  settingScope(projectsIn(folder, '.'))?.entries.some(({ text }) => text.trim() !== '') ?? false;

/** A domain whose only server has no TLS. */
const withoutTls = (domain: string): DomainPreflight => ({
  domain,
  outcomes: domainOutcomes(['none']),
  reasons: [],
  mx: [],
  promises: { mtaSts: null, tlsRpt: null, dane: null },
});

/** The state of the list that a sentence names. */
function stateNamed(text: string): ListState {
  if (text.includes('not known')) return 'unknown';
  if (text.includes('not in force')) return 'not-in-force';
  if (/list is empty|not on the list is sent with Preferred|that are not on the list/.test(text)) return 'in-force';
  if (/not restricted to domains|applies to mail to every domain/.test(text)) return 'none';
  throw new Error(`no state in: ${text}`);
}

const LOG_HEAD =
  'Date/Time,Message ID,Mail Event,Recipient,Sender,Remote Host,Bytes Transferred,User ID,Retry Count,Internal Message ID,Remote Reply,TLS_Cipher,TLS_Verified';

it.each(ROWS)('%s', async (_name, project, state, domain, expected) => {
  const repo = repository({ 'sfdx-project.json': SFDX, [RECORD]: '{ "tlsSetting": "Preferred" }\n' });
  repo.write(filesOf(project));
  repo.commit('second');
  const { folder } = repo;
  const mayBounce = expected.includes('Required');

  for (const [command, ask] of Object.entries(ASKED))
    expect([command, (await ask(folder, domain)) ?? expected]).toEqual([command, expected]);
  expect(['route, list', await routeState(folder, domain)]).toEqual(['route, list', state]);
  // The one delivery was unencrypted: under Required it may bounce, under Preferred it does not.
  expect(['log', await logOf(folder, domain, state)]).toEqual(['log', { code: mayBounce ? 1 : 0, state }]);
  expect(['check', await statesInCheck(folder, state)]).toEqual(['check', state]);

  const [facts] = projectsIn(folder, '.');
  if (!facts) throw new Error('no project');
  const { setting, source } = judgedSetting(facts);
  const { settingByName } = preflightPlan([facts], [domain], { setting, source });
  const view = { report: { domains: [withoutTls(domain)] }, setting, settingSource: source, settingByName };
  expect(['lens', kindCounts(view).bounce]).toEqual(['lens', mayBounce ? 1 : 0]);
  const item = facts.record?.list?.items.find(({ pattern }) => pattern.kind === 'domain');
  const hover = item && hoverText(facts, RECORD, item.range.start + 1);
  expect(['hover', hover ? stateNamed(hover.markdown) : state]).toEqual(['hover', state]);
});

async function routeState(folder: string, domain: string): Promise<string | undefined> {
  const { value } = await json(folder, 'route', '-', domain);
  return (value as unknown as { readonly list: { readonly now: string } | null }).list?.now;
}

/** What the log says of a delivery without TLS; where there is no list, it has no word for the state. */
async function logOf(folder: string, domain: string, state: ListState) {
  const row = `11/16/2026 10:00,<1@x>,D,a@${domain},b@ours.example,mx.example,100,005,0,<1>,250 ok,:,`;
  const at = temporaryFolder({ 'log.csv': `${LOG_HEAD}\n${row}\n` });
  const { code, err, value } = await json(folder, 'log', `${at}/log.csv`, '--project', '.');
  const { list } = value as unknown as { readonly list: { readonly now: string } | null };
  // Where the setting is for none of the log's domains, that is what the exit code says.
  const concernsNone = err.includes('has no data about TLS for these domains');
  return { code: concernsNone ? 0 : code, state: list ? list.now : state };
}

const RULES_ABOUT_STATE = ['domains-not-restricted', 'restrict-without-domains', 'tls-required-unrestricted'];

/** The state that findings name. A list in force is no finding; one that is not, or none at all, must be one. */
async function statesInCheck(folder: string, state: ListState): Promise<string> {
  const { value } = await json(folder, 'check');
  const { findings } = value as unknown as {
    readonly findings: readonly { readonly rule: string; readonly message: string }[];
  };
  const named = new Set(
    findings.filter(({ rule }) => RULES_ABOUT_STATE.includes(rule)).map(({ message }) => stateNamed(message)),
  );
  if (named.size === 0) return state === 'none' || state === 'not-in-force' ? 'not said' : state;
  return [...named].join();
}
