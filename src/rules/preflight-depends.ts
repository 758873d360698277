import { reportPreflights } from './preflight/bundle.ts';
import type { Rule } from './rule.ts';

export const preflightDepends: Rule = {
  id: 'preflight-depends',
  group: 'Preflight',
  severity: 'info',
  fix: 'fix',
  summary: 'A preflight found that mail to a listed domain, or through a relay, may bounce',
  check(project, report) {
    if (project.preflights.length === 0) return;
    reportPreflights(project, report, (outcomes) => outcomes.length > 1 && outcomes.includes('bounce'), 'may bounce');
  },
};
