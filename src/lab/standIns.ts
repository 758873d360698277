import type { LabRecord, ZoneLine } from './zone.ts';
import type { MxSpec, DomainSpec, RelaySpec } from './catalogue/spec.ts';

/*
 * Names from outside that move into the lab for a while: a project's own domains, so that its preflight can be shown
 * without asking anybody's real mail servers. Each gets servers of its own, which behave like those of a domain of the
 * world.
 */

export interface Resident {
  /** In lower case, as A-labels; not below `test.`, which is the lab's own. */
  readonly name: string;
  /** A domain of the world, or a relay. */
  readonly like: string;
}

/** Every server needs an address of the documentation ranges, and the world needs some of them itself. */
export const MOST_RESIDENTS = 200;

/** @throws RangeError if there are too many, a name is the lab's own, or the world has no such domain */
export function residentsOf(residents: readonly Resident[], world: readonly DomainSpec[]): readonly DomainSpec[] {
  refuseTooMany(residents, 'domains');
  return residents.map(({ name, like }) => {
    const spec = world.find((one) => one.name === like);
    if (!spec || isLabName(name)) throw new RangeError(`${name} cannot be played like ${like}`);
    return movedTo(name, spec);
  });
}

/** The same for relays: hosts, or addresses. @throws RangeError as above */
export function relaysOf(residents: readonly Resident[], world: readonly RelaySpec[]): readonly RelaySpec[] {
  refuseTooMany(residents, 'relays');
  return residents.map(({ name, like }) => {
    const spec = world.find((one) => one.name === like);
    if (!spec || isLabName(name)) throw new RangeError(`${name} cannot be played like ${like}`);
    return { ...spec, name, about: `plays ${spec.name}: ${spec.about}` };
  });
}

function refuseTooMany({ length }: readonly Resident[], what: string): void {
  if (length > MOST_RESIDENTS) throw new RangeError(`the lab has room for ${MOST_RESIDENTS} ${what} more`);
}

/** RFC 6761 §6.2: nothing real is below `test.` */
export const isLabName = (name: string): boolean => name === 'test' || name.endsWith('.test');

function movedTo(name: string, spec: DomainSpec): DomainSpec {
  const moved = (text: string): string =>
    text === spec.name || text.endsWith(`.${spec.name}`) ? text.slice(0, -spec.name.length) + name : text;
  const host = (mx: MxSpec): MxSpec => ({
    ...mx,
    host: moved(mx.host),
    ...(mx.alias === undefined ? {} : { alias: moved(mx.alias) }),
  });
  return {
    ...spec,
    name,
    about: `plays ${spec.name}: ${spec.about}`,
    mx: spec.mx.map(host),
    ...(spec.lines === undefined ? {} : { lines: spec.lines.map((line) => movedLine(line, moved)) }),
  };
}

const movedLine = (line: ZoneLine, moved: (text: string) => string): ZoneLine => ({
  ...line,
  name: moved(line.name),
  ...(line.records === undefined ? {} : { records: line.records.map((record) => movedRecord(record, moved)) }),
});

function movedRecord(record: LabRecord, moved: (text: string) => string): LabRecord {
  switch (record.type) {
    case 'CNAME':
    case 'PTR':
      return { ...record, data: moved(record.data) };
    case 'MX':
      return { ...record, data: { ...record.data, exchange: moved(record.data.exchange) } };
    default:
      return record;
  }
}
