import type { Formats } from '../output/formats.ts';
import { routeJson } from './json.ts';
import { routeText } from './text.ts';
import type { RouteView } from './view.ts';

export const ROUTE_FORMATS = {
  text: {
    label: 'Text',
    description: 'to read on a terminal',
    extension: 'txt',
    forTerminal: true,
    render: (view, { columns, style }) => routeText(view, columns, style),
  },
  json: { label: 'JSON', description: 'for programs', extension: 'json', render: routeJson },
} as const satisfies Formats<RouteView>;
