import type { LabRecord, ZoneLine } from './zone.ts';
import type { MxSpec, DomainSpec, RelaySpec } from './catalogue/spec.ts';

/*
 * Stand-ins for names from outside: a project's own domains, so that its preflight can be shown without asking
 * anybody's real mail servers. Each gets servers of its own, which behave like those of a domain of the lab.
 */

export interface StandIn {
  /** In lower case, as A-labels; not below `test.`, which is the lab's own. */
  readonly name: string;
  /** A domain of the lab, or a relay. */
  readonly like: string;
}

/** Every server needs an address of the documentation ranges, and the lab needs some of them itself. */
const MAX_STAND_INS = 200;

/** @throws RangeError if there are too many, a name is the lab's own, or the lab has no such domain */
export function standInDomains(standIns: readonly StandIn[], catalogue: readonly DomainSpec[]): readonly DomainSpec[] {
  refuseTooMany(standIns, 'domains');
  return standIns.map(({ name, like }) => {
    const spec = catalogue.find((one) => one.name === like);
    if (!spec || isLabName(name)) throw new RangeError(`${name} cannot be played like ${like}`);
    return renamed(name, spec);
  });
}

/** The same for relays: hosts, or addresses. @throws RangeError as above */
export function standInRelays(standIns: readonly StandIn[], catalogue: readonly RelaySpec[]): readonly RelaySpec[] {
  refuseTooMany(standIns, 'relays');
  return standIns.map(({ name, like }) => {
    const spec = catalogue.find((one) => one.name === like);
    if (!spec || isLabName(name)) throw new RangeError(`${name} cannot be played like ${like}`);
    return { ...spec, name, about: `plays ${spec.name}: ${spec.about}` };
  });
}

function refuseTooMany({ length }: readonly StandIn[], what: string): void {
  if (length > MAX_STAND_INS) throw new RangeError(`the lab has room for ${MAX_STAND_INS} ${what} more`);
}

/** RFC 6761 §6.2: nothing real is below `test.` */
const isLabName = (name: string): boolean => name === 'test' || name.endsWith('.test');

function renamed(name: string, spec: DomainSpec): DomainSpec {
  const rename = (text: string): string =>
    text === spec.name || text.endsWith(`.${spec.name}`) ? text.slice(0, -spec.name.length) + name : text;
  const host = (mx: MxSpec): MxSpec => ({
    ...mx,
    host: rename(mx.host),
    ...(mx.alias === undefined ? {} : { alias: rename(mx.alias) }),
  });
  return {
    ...spec,
    name,
    about: `plays ${spec.name}: ${spec.about}`,
    mx: spec.mx.map(host),
    ...(spec.lines === undefined ? {} : { lines: spec.lines.map((line) => renamedLine(line, rename)) }),
  };
}

const renamedLine = (line: ZoneLine, rename: (text: string) => string): ZoneLine => ({
  ...line,
  name: rename(line.name),
  ...(line.records === undefined ? {} : { records: line.records.map((record) => renamedRecord(record, rename)) }),
});

function renamedRecord(record: LabRecord, rename: (text: string) => string): LabRecord {
  switch (record.type) {
    case 'CNAME':
    case 'PTR':
      return { ...record, data: rename(record.data) };
    case 'MX':
      return { ...record, data: { ...record.data, exchange: rename(record.data.exchange) } };
    default:
      return record;
  }
}
