/** VS Code without a server: static files for a browser, whose worker is the extension host. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { bundleWebSuite, webSuiteOf } from './bundle.mts';
import { environment, type FromSuite } from './protocol.mts';
import { quietSettings } from './settings.mts';
import type { HostRun, Start, Workbench } from './vscode.mts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};

/** Relative to VS Code's server build, which holds the workbench too. */
const WORKBENCH = 'out/vs/code/browser/workbench/workbench.js';

/** VS Code looks for the extension host of the extension that the tests are part of. */
const SUITE = '/extension/web-suite.js';

export async function startWeb({ runtime, run, answer, log }: Start): Promise<Workbench> {
  const vscode = path.resolve(path.dirname(runtime.server), '..');
  const folders = new Map([
    ['build', vscode],
    ['extension', run.extension],
    ...run.besides.map((folder): [string, string] => [path.basename(folder), folder]),
  ]);
  const workbench = await workbenchWithoutServer(path.join(vscode, WORKBENCH));
  let page = '';
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    if (request.method === 'POST') {
      const given = await answer(JSON.parse(await bodyOf(request)) as FromSuite);
      response.end(given && JSON.stringify(given));
    } else if (url.pathname === '/') send(response, '.html', page);
    else if (url.pathname === `/build/${WORKBENCH}`) send(response, '.js', workbench);
    else if (url.pathname === SUITE) send(response, '.js', await readFile(webSuiteOf(run.scenario)));
    else await sendFile(response, folders, url.pathname);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      log(`[server] ${request.url ?? ''}: ${String(error)}`);
      response.writeHead(404).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await bundleWebSuite(run.scenario, {
    [environment.port]: String(port),
    [environment.scenario]: run.scenario,
    [environment.driver]: 'yes',
  });
  page = workbenchPage(`127.0.0.1:${port}`, run);
  return {
    url: `http://127.0.0.1:${port}/?folder=${encodeURIComponent(run.open)}`,
    ended: new Promise<never>(() => undefined),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** All that binds this build to a server: it takes its own for the remote one, and keeps the user's settings there. */
const OF_SERVER: readonly (readonly [there: string, instead: string])[] = [
  ['remoteAuthority:location.host', 'remoteAuthority:void 0'],
  [
    'this.userDataPath).with({scheme:J.vscodeRemote}),"User")',
    'this.userDataPath).with({scheme:J.vscodeUserData}),"User")',
  ],
];

async function workbenchWithoutServer(file: string): Promise<string> {
  let script = await readFile(file, 'utf8');
  for (const [there, instead] of OF_SERVER) {
    if (script.split(there).length !== 2) throw new Error(`${file} no longer says "${there}" once`);
    script = script.replace(there, instead);
  }
  return script;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, extension: string, content: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': TYPES[extension] ?? 'application/octet-stream' }).end(content);
}

/** `/build/out/x.js` is `out/x.js` in the folder of that name. */
async function sendFile(response: ServerResponse, folders: ReadonlyMap<string, string>, url: string): Promise<void> {
  const [, name = '', rest = ''] = /^\/([^/]+)\/(.+)$/.exec(decodeURIComponent(url)) ?? [];
  const folder = folders.get(name);
  if (folder === undefined || rest.split('/').includes('..')) throw new Error('no such file');
  send(response, path.extname(rest), await readFile(path.join(folder, rest)));
}

function workbenchPage(authority: string, run: HostRun): string {
  const at = (file: string) => ({ scheme: 'http', authority, path: file });
  const configuration = {
    developmentOptions: {
      extensions: [at('/extension')],
      extensionTestsPath: at(SUITE),
      enableSmokeTestDriver: true,
    },
    additionalBuiltinExtensions: run.besides.map((one) => at(`/${path.basename(one)}`)),
    productConfiguration: {
      enableTelemetry: false,
      extensionEnabledApiProposals: { 'test.memory-files': ['fileSearchProvider'] },
      webviewContentExternalBaseUrlTemplate: `http://${authority}/build/out/vs/workbench/contrib/webview/browser/pre/`,
    },
    userDataPath: '/',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
    configurationDefaults: { ...quietSettings, ...run.settings },
  };
  const settings = JSON.stringify(configuration).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const workbench = `/build/${path.dirname(WORKBENCH)}`;
  return `<!doctype html>
<html>
  <head>
    <meta charset="utf-8">
    <meta id="vscode-workbench-web-configuration" data-settings="${settings}">
    <link rel="stylesheet" href="${workbench}/workbench.css">
  </head>
  <body aria-label=""></body>
  <script>globalThis._VSCODE_FILE_ROOT = new URL('/build/out/', location).href;</script>
  <script type="module" src="/build/out/nls.messages.js"></script>
  <script type="module" src="${workbench}/workbench.js"></script>
</html>
`;
}
