import { placeOf } from '../project/facts.ts';
import type { Rule } from './rule.ts';

/**
 * Only the user name is judged: the password is written in Setup, is in no export, and belongs into none.
 */
export const relayAuthIncomplete: Rule = {
  id: 'relay-auth-incomplete',
  group: 'Relays and filters',
  severity: 'error',
  fix: 'none',
  summary: '`IsRequireAuth` is true, and `Username` is empty',
  check(project, report) {
    for (const { relays } of project.exports) {
      // A field that no record of the file has was not exported.
      const exported = relays.some(({ fields }) => fields.has('Username'));
      for (const { source, fields, requiresAuth } of relays) {
        const name = fields.get('Username');
        const place = name ?? fields.get('IsRequireAuth');
        if (requiresAuth !== true || !exported || !place || (name && name.state !== 'empty')) continue;
        report({
          at: placeOf(source, place.shownRange),
          message:
            'Mail through this relay is expected to fail: Salesforce must log in to it (IsRequireAuth is true), and Username is empty. Enter the user name here, and the password only in Setup.',
        });
      }
    }
  },
};
