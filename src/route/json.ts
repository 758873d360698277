import type { MatchCondition } from '../project/routing/filterMatch.ts';
import type { FilterRecord } from '../project/relays/records.ts';
import { decidedTls, type Step, type RouteOption, type RouteCondition } from '../project/routing/route.ts';
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
    ways: route.options.map((option) => optionJson(view, option)),
    filters: route.steps.map((step) => stepJson(view, step)),
    caveats: route.caveats.map((one) => (one.code === 'no-filters' ? one : { ...one, file: displayName(one.file) })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const optionJson = (view: RouteView, { filter, link, tls, conditions }: RouteOption) => ({
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
  doubts: conditions.map((condition) => conditionJson(view, condition)),
});

const conditionJson = (view: RouteView, condition: RouteCondition) => ({
  code: condition.code,
  ...('folder' in condition ? { folder: view.displayName(condition.folder) } : {}),
  ...('filter' in condition ? { filter: filterJson(view, condition.filter) } : {}),
  ...('because' in condition ? { because: condition.because } : {}),
  ...('conditions' in condition ? { doubts: condition.conditions.map(matchConditionJson) } : {}),
});

const matchConditionJson = (condition: MatchCondition) => ({
  code: condition.code,
  ...('side' in condition ? { side: condition.side } : {}),
  ...('item' in condition ? { entry: condition.item.text.trim() } : {}),
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
