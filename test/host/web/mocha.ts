/** Mocha's build for browsers leaves its classes in a global variable. */
import type Mocha from 'mocha';
import 'mocha/mocha.js';

const { Mocha: classes } = globalThis as unknown as { Mocha: typeof Mocha };
export default classes;
