import { reportPreflights } from './preflight/bundle.ts';
import type { Rule } from './rule.ts';

export const preflightBounces: Rule = {
  id: 'preflight-bounces',
  group: 'Preflight',
  severity: 'warning',
  fix: 'fix',
  summary: 'A preflight found that mail to a listed domain, or through a relay, would bounce',
  check(project, report) {
    if (project.preflights.length === 0) return;
    reportPreflights(project, report, (outcomes) => outcomes.length === 1 && outcomes[0] === 'bounce', 'bounces');
  },
};
