import path from 'node:path';
import type { Domain } from '../../mail/domain.ts';
import { mailDomain } from '../../mail/mailDomain.ts';
import { readProject } from '../../project/readProject.ts';
import { settingScope } from '../../project/routing/orgTls.ts';
import { decidedTls, routeMail } from '../../project/routing/route.ts';
import { ROUTE_FORMATS } from '../../route/formats.ts';
import type { RouteView } from '../../route/view.ts';
import { printable } from '../../text/printable.ts';
import type { Command } from '../command.ts';
import { EXIT, UsageError, type Io } from '../io.ts';
import { formatOption, parseOptions, type Options } from '../options.ts';
import { refuseBroken } from '../preflightProject.ts';
import { stdoutMedium } from '../printing.ts';
import { openWorkspace, type DiskProject } from '../workspace.ts';

const OPTIONS = {
  project: { value: 'DIR', unset: 'this folder', help: 'the project with the exported relays and filters' },
  format: formatOption(ROUTE_FORMATS, 'text', 'how to print the route'),
} as const satisfies Options;

export const routeCommand: Command = {
  name: 'route',
  summary: 'show which filter, relay and TLS setting a message gets',
  calls: ['FROM TO'],
  about: [
    'Shows how mail is routed: which domain filter matches it, which relay and which TLS setting it gets, and why. FROM and TO are addresses or domains; FROM may be "-" for any sender. No mail is sent, and no server is contacted.',
  ],
  options: OPTIONS,
  exits: { clean: 'the route and its TLS setting are known', findings: 'something is not known' },
  run: route,
};

/** Any sender. */
const ANY = '-';

function route(args: readonly string[], io: Io): number {
  const { positionals, values } = parseOptions(args, OPTIONS);
  const [from, to, ...more] = positionals;
  if (from === undefined || to === undefined || more.length > 0)
    throw new UsageError('route needs the address or domain of the sender and of the recipient');
  const mail = { from: from === ANY ? undefined : domainOf(from), to: domainOf(to) };
  const project = projectAt(io.cwd, values.project ?? '.');
  const facts = readProject(project.input);
  refuseBroken(facts);
  const view: RouteView = {
    route: routeMail(facts, mail),
    list: settingScope([facts])?.list,
    displayName: (file) => path.relative(io.cwd, path.join(project.root, file)).split(path.sep).join('/'),
  };
  io.out(ROUTE_FORMATS[values.format].render(view, stdoutMedium(io)));
  return decidedTls(view.route) !== undefined && view.route.options.length === 1 ? EXIT.clean : EXIT.findings;
}

/** @throws UsageError */
function domainOf(text: string): Domain {
  const domain = mailDomain(text);
  if (domain === undefined) throw new UsageError(`${printable(text, 100)} is not an address or a domain`);
  return domain;
}

/**
 * The project that says where mail goes: the one with exported relays or filters, else with a record, else the only one.
 *
 * @throws UsageError if there is none, or several, or a file of it cannot be read
 */
function projectAt(cwd: string, folder: string): DiskProject {
  const { projects, problems } = openWorkspace(cwd, [folder]);
  const [problem] = problems;
  if (problem) throw new UsageError(`${path.relative(cwd, problem.file)}: ${problem.message}`);
  const having = (role: string) => projects.filter(({ input }) => input.texts.some((one) => one.role === role));
  const found = [having('export'), having('record'), projects].find((some) => some.length > 0) ?? [];
  const base = path.resolve(cwd, folder);
  const own = found.filter(({ root }) => path.relative(base, root) === '');
  const [only, second] = own.length === 1 ? own : found;
  if (!only) throw new UsageError(`${folder} has no exported relays, email settings or deliverability file`);
  if (second) {
    const roots = [...new Set(found.map(({ root }) => path.relative(cwd, root) || '.'))];
    throw new UsageError(`${folder} has several projects (${roots.slice(0, 10).join(', ')}): name one with --project`);
  }
  return only;
}
