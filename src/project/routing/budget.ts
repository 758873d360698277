/** A bound for work that a hostile project could make endless. */
export interface Budget {
  /** @returns false, and nothing may be done any more, once all was spent */
  readonly spend: (steps: number) => boolean;
}

export function budgetOf(steps: number): Budget {
  let left = steps;
  return {
    spend(wanted) {
      if (left <= 0) return false;
      left -= wanted;
      return true;
    },
  };
}
