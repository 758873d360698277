/**
 * The rooms of `src/`, in the order of docs/architecture.md: a room imports only from rooms before it.
 * ESLint, the tests and the drawing in docs/architecture.md take the order from here, and nobody has a second list.
 */
export const ROOMS = [
  'text',
  'mail',
  'formats',
  'project',
  'rules',
  'output',
  'check',
  'route',
  'preflight',
  'emailLog',
  'bounce',
  'lab',
  'enforcement',
  'review',
  'sdr',
  'files',
  'git',
  'language',
  'cli',
  'editor',
] as const;

/** The files beside the rooms: each starts one program. Nothing imports them. */
const DOORS: readonly string[] = ['extension.ts', 'web.ts', 'cli.ts'];

/** The only folders, with what is in them, that know Node. Files, clock and network reach the others as parameters. */
export const NODE_FOLDERS: readonly string[] = [
  'preflight/probe',
  'emailLog/read',
  'bounce/counts',
  'lab',
  'enforcement/server',
  'sdr',
  'files',
  'git',
  'cli',
];

/** The only folders that know Node's modules for the network. */
const NETWORK_FOLDERS: readonly string[] = ['preflight/probe', 'lab', 'enforcement/server', 'cli'];
const NETWORK_MODULE = /^node:(net|tls|dns|dns\/promises|http|https|http2|dgram)$/;

/** What a browser's extension host cannot run. */
export const isForBrowser = (file: string): boolean => !NODE_FOLDERS.some((folder) => isIn(folder, file));

/**
 * Why a module must not import another, in a sentence; undefined where it may.
 *
 * @param importer its path in `src/`, with `/`
 * @param imported a path in `src/`, or the name of a package or of a module of Node
 */
export function importFault(importer: string, imported: string): string | undefined {
  if (imported === 'vscode')
    return isIn('editor', importer) || DOORS.includes(importer)
      ? undefined
      : 'Only editor/ and the doors know VS Code.';
  if (imported.startsWith('@salesforce/'))
    return isIn('sdr', importer) ? undefined : "Only sdr/ knows Salesforce's own tools (docs/decisions/0011).";
  if (imported.startsWith('node:')) return nodeFault(importer, imported);
  return imported.endsWith('.ts') ? roomFault(importer, imported) : undefined;
}

function nodeFault(importer: string, imported: string): string | undefined {
  if (importer !== 'cli.ts' && isForBrowser(importer))
    return `Only ${NODE_FOLDERS.join('/, ')}/ know Node: side effects come in as parameters.`;
  return NETWORK_MODULE.test(imported) && !NETWORK_FOLDERS.some((folder) => isIn(folder, importer))
    ? `Only ${NETWORK_FOLDERS.join('/, ')}/ touch the network.`
    : undefined;
}

function roomFault(importer: string, imported: string): string | undefined {
  const [from, to] = [roomOf(importer), roomOf(imported)];
  if (to === undefined) return 'Nothing imports a door.';
  if (from === undefined) return undefined;
  const rooms: readonly string[] = ROOMS;
  return rooms.indexOf(to) > rooms.indexOf(from)
    ? `${from}/ imports only from the rooms before it, and ${to}/ is behind it (docs/architecture.md).`
    : undefined;
}

/** The room of a module; a door has none. */
export const roomOf = (file: string): string | undefined => (file.includes('/') ? file.split('/')[0] : undefined);

const isIn = (folder: string, file: string): boolean => file.startsWith(`${folder}/`);
