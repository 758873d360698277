/** What comes out of the webview is input from outside: a message or a state is taken as one of these, or not at all. */
import * as v from 'valibot';
import { hostNameFault } from '../../../mail/domain.ts';
import { ipAddress } from '../../../mail/ipAddress.ts';
import type { DialogueOf } from '../../../preflight/report/transcript.ts';
import type { ReportScope } from '../scope.ts';

/** In UTF-16 units: as long as a result's texts may be. */
const NAME = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
/** As many as are kept. */
const MAX_TARGETS = 2000;

const DIALOGUE_FIELDS = { target: NAME, host: NAME, address: v.pipe(v.string(), v.maxLength(300)) };

const plain = <A extends string>(action: A) => v.object({ action: v.literal(action) });
const ofTarget = <A extends string>(action: A) => v.object({ action: v.literal(action), target: NAME });

/** What the buttons of the page send; the page itself sends `ready`. */
const MESSAGE = v.variant('action', [
  plain('ready'),
  plain('check-all'),
  plain('cancel'),
  plain('import'),
  plain('export'),
  plain('record'),
  plain('ask'),
  plain('undo'),
  ofTarget('check'),
  ofTarget('add'),
  ofTarget('remove'),
  v.object({ action: v.literal('dialogue'), ...DIALOGUE_FIELDS }),
]);
export type PanelMessage = v.InferOutput<typeof MESSAGE>;
export type PanelAction = PanelMessage['action'];

export function panelMessage(value: unknown): PanelMessage | undefined {
  const { success, output } = v.safeParse(MESSAGE, value);
  return success ? output : undefined;
}

const DOMAIN = v.pipe(
  NAME,
  v.check((name) => hostNameFault(name) === undefined),
);
const HOST = v.pipe(
  NAME,
  v.check((name) => hostNameFault(name) === undefined || ipAddress(name) !== undefined),
);
const PORT = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const RECORD = v.pipe(v.string(), v.maxLength(4000));

const SCOPE = v.variant('kind', [
  v.object({ kind: v.literal('project'), record: RECORD }),
  v.object({
    kind: v.literal('targets'),
    targets: v.pipe(
      v.array(
        v.variant('kind', [
          v.object({ kind: v.literal('domain'), domain: DOMAIN }),
          v.object({ kind: v.literal('relay'), host: HOST, port: PORT }),
        ]),
      ),
      v.maxLength(MAX_TARGETS),
    ),
    record: v.exactOptional(RECORD),
  }),
]);
const STATE = v.object({ scope: SCOPE });

/** The scope that a panel was about before the window was closed. */
export function restoredScope(state: unknown): ReportScope | undefined {
  const { success, output } = v.safeParse(STATE, state);
  return success ? output.scope : undefined;
}

const DIALOGUE = v.object(DIALOGUE_FIELDS);
export interface Dialogue extends DialogueOf {
  /** `acme.com`, `relay.acme.com:587` */
  readonly target: string;
}

/** Which dialogue the address of a document names. */
export function dialogueOf(query: string): Dialogue | undefined {
  try {
    const { success, output } = v.safeParse(DIALOGUE, JSON.parse(query));
    return success ? output : undefined;
  } catch {
    return undefined;
  }
}
