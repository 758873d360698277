// Writes what follows from other files: the list of rules, tables, page headers, the record's schema, a drawing.
// With `--check`, fails where one of them is stale instead.
import { parseArgs } from 'node:util';
import { generate } from './generate/generate.mts';

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
process.exitCode = await generate(values.check);
