/** What the command line needs of the lab, in one place: it is loaded as one file, with its certificate maker. */
export { startRun } from './enforcement/run.ts';
export { PLAYERS } from './enforcement/salesforceSide.ts';
export { simulateModes, simulateProof } from './enforcement/simulation.ts';
export { startLab } from './lab.ts';
