import type { MatchDoubt } from '../project/routing/filterMatch.ts';
import type { FilterRecord } from '../project/relays/records.ts';
import { decidedTls, type Step, type Way, type WayDoubt } from '../project/routing/route.ts';
import { recordPlace, type RouteView } from './view.ts';

/** Version 1 of the shape: the same codes as in the engine, and places, 1-based. Keys are only ever added. */
export function routeJson(view: RouteView): string {
  const { route, list, displayName } = view;
  const document = {
    version: 1,
    from: route.mail.from ?? null,
    to: route.mail.to,
    tlsSetting: decidedTls(route) ?? null,
    list: list === undefined ? null : { now: list },
    ways: route.ways.map((way) => wayJson(view, way)),
    filters: route.steps.map((step) => stepJson(view, step)),
    caveats: route.caveats.map((one) => (one.code === 'no-filters' ? one : { ...one, file: displayName(one.file) })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const wayJson = (view: RouteView, { filter, link, tls, doubts }: Way) => ({
  filter: filter ? filterJson(view, filter) : null,
  relay: link
    ? {
        state: link.kind,
        ...('name' in link ? { name: link.name } : {}),
        ...(link.kind === 'relay'
          ? {
              ...recordPlace(view, link.relay),
              host: link.relay.host?.items[0]?.text ?? null,
              port: link.relay.port ?? null,
            }
          : {}),
      }
    : null,
  tls: tls.map(({ setting, because, item }) => ({
    setting: setting ?? null,
    because,
    ...(item ? { entry: item.text.trim() } : {}),
  })),
  doubts: doubts.map((doubt) => doubtJson(view, doubt)),
});

const doubtJson = (view: RouteView, doubt: WayDoubt) => ({
  code: doubt.code,
  ...('folder' in doubt ? { folder: view.displayName(doubt.folder) } : {}),
  ...('filter' in doubt ? { filter: filterJson(view, doubt.filter) } : {}),
  ...('because' in doubt ? { because: doubt.because } : {}),
  ...('doubts' in doubt ? { doubts: doubt.doubts.map(matchDoubtJson) } : {}),
});

const matchDoubtJson = (doubt: MatchDoubt) => ({
  code: doubt.code,
  ...('side' in doubt ? { side: doubt.side } : {}),
  ...('item' in doubt ? { entry: doubt.item.text.trim() } : {}),
});

const stepJson = (view: RouteView, { filter, match, reached }: Step) => ({
  ...filterJson(view, filter),
  match: match.result,
  ...(match.result === 'no' ? { because: match.because } : {}),
  reached,
});

const filterJson = (view: RouteView, filter: FilterRecord) => ({
  ...recordPlace(view, filter),
  priority: filter.priority === 'blank' ? 'blank' : (filter.priority ?? null),
});
