import { reportPreflights } from './preflight/bundle.ts';
import type { Rule } from './rule.ts';

export const preflightBounces: Rule = {
  id: 'preflight-bounces',
  group: 'Preflight',
  severity: 'warning',
  fix: 'fix',
  summary:
    'A preflight saw that mail to a listed domain, or through a relay, bounces under the TLS setting that it gets',
  check(project, report) {
    if (project.preflights.length === 0) return;
    reportPreflights(project, report, (outcomes) => outcomes.length === 1 && outcomes[0] === 'bounce', 'bounces');
  },
};
