import { describe, expect, it } from 'vitest';
import { routeAt } from '../../src/language/routeAt.ts';
import { readProject } from '../../src/project/readProject.ts';
import { projectOf } from '../support/projects.ts';

const CSV = 'data/EmailDomainFilter.csv';
const RECORD = 'config/email-deliverability.json';

/** `|` marks the cursor. */
function asked(file: string, marked: string): unknown {
  const offset = marked.indexOf('|');
  const role = file === RECORD ? ('record' as const) : ('export' as const);
  return routeAt(readProject(projectOf([{ file, role, text: marked.replace('|', '') }])), file, offset);
}

describe('the mail that a place is about', () => {
  it.each([
    [RECORD, '{"restrictTlsToDomains": ["a.ex|ample", "b.example"]}', { from: '', to: 'a.example' }],
    [RECORD, '{"restrictTlsToDomains": ["*.b.|example"]}', { from: '', to: 'mail.b.example' }],
    [RECORD, '{"restrictTlsToDomains": ["*|"]}', { from: '', to: '' }],
    [RECORD, '{"tls|Setting": "Required"}', undefined],
    [CSV, 'FromDomain,ToDomain\nx.exa|mple,"a.example,b.example"\n', { from: 'x.example', to: 'a.example' }],
    [CSV, 'FromDomain,ToDomain\nx.example,"a.example,b.exa|mple"\n', { from: 'x.example', to: 'b.example' }],
    [CSV, 'FromDomain,ToDomain,IsActive\n*,"*,a.example",tr|ue\n', { from: '', to: 'a.example' }],
    [CSV, 'From|Domain,ToDomain\n*,*\n', undefined],
  ])('%s: %s', (file, marked, expected) => {
    expect(asked(file, marked)).toEqual(expected);
  });
});
