/** What the command line needs of the lab, in one place: it is loaded as one file, with its certificate maker. */
export { startRun } from './server/run.ts';
export { PLAYERS } from './server/salesforceSide.ts';
export { simulateModes, simulateProof } from './server/simulation.ts';
export { startLab } from '../lab/lab.ts';
