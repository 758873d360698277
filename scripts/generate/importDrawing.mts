import type { Module } from '../importGraph.mts';
import { roomOf, ROOMS } from '../rooms.mts';

/**
 * Who imports whom, room by room, as a Mermaid flowchart. An import that longer ways imply has no arrow of its own
 * (transitive reduction): nobody could read a drawing of all of them.
 */
export function importDrawing(modules: readonly Module[]): string {
  const imports = roomImports(modules);
  const lines = [...imports]
    .sort(([a], [b]) => level(b) - level(a) || (a < b ? -1 : 1))
    .map(([room, all]) => {
      const direct = [...all].filter((to) => ![...all].some((other) => reachable(imports, other).has(to)));
      const arrow = direct.length > 0 ? ` --> ${direct.sort().join(' & ')}` : '';
      return `  ${label(room)}${arrow}`;
    });
  return ['```mermaid', 'flowchart TD', ...lines, '```'].join('\n');
}

type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** The rooms that each room, and each file beside the rooms, imports. */
function roomImports(modules: readonly Module[]): Imports {
  const byFile = new Map(modules.map(({ file }) => [file, roomOf(file) ?? file]));
  const result = new Map<string, Set<string>>();
  for (const { file, imports } of modules) {
    const from = roomOf(file) ?? file;
    const to = result.get(from) ?? new Set();
    for (const { of } of imports) {
      const room = byFile.get(of);
      if (room !== undefined && room !== from) to.add(room);
    }
    result.set(from, to);
  }
  return result;
}

/** What a room imports, what that imports, and so on. */
function reachable(imports: Imports, room: string, reached = new Set<string>()): ReadonlySet<string> {
  for (const to of imports.get(room) ?? []) if (!reached.has(to)) reachable(imports, to, reached.add(to));
  return reached;
}

/** The files beside the rooms stand above all of them. */
function level(room: string): number {
  const index = (ROOMS as readonly string[]).indexOf(room);
  return index < 0 ? ROOMS.length : index;
}

/** `cli["cli/"]`, `cli.ts["cli.ts"]` */
const label = (room: string): string => `${room}["${room.endsWith('.ts') ? room : `${room}/`}"]`;
