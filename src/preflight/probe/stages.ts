import { evidenceText } from './untrustedText.ts';
import { type Stage, type StageName, STAGES, type StageStatus } from '../result.ts';

/** Collects the stages of a probe with their times. */
export interface StageLog {
  readonly done: readonly Stage[];
  /** Begins to measure; a stage lasts from here to its `end`. */
  begin(): void;
  end(stage: StageName, status: StageStatus, detail: string): void;
  /** Takes back the judgement of a stage when more is known; its time stays. */
  amend(stage: StageName, status: StageStatus, detail: string): void;
}

export function stageLog(): StageLog {
  const done: Stage[] = [];
  let since = performance.now();
  return {
    done,
    begin() {
      since = performance.now();
    },
    end(stage, status, detail) {
      done.push({ stage, status, ms: Math.round(performance.now() - since), detail: evidenceText(detail) });
      since = performance.now();
    },
    amend(stage, status, detail) {
      const at = done.findIndex((one) => one.stage === stage);
      const known = done[at];
      if (known) done[at] = { ...known, status, detail: evidenceText(`${detail}: ${known.detail}`) };
    },
  };
}

/** All stages in order; those that were never reached are `skipped`. */
export function allStages(done: readonly Stage[]): readonly Stage[] {
  return STAGES.map(
    (stage) => done.find((one) => one.stage === stage) ?? { stage, status: 'skipped', ms: 0, detail: '' },
  );
}
