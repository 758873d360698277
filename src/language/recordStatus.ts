import type { ProjectFacts } from '../project/facts.ts';
import { recordedPolicy } from '../project/settings/tlsPolicy.ts';
import { tlsSettingLabel } from '../mail/tlsSetting.ts';
import { counted } from '../output/words.ts';

/** What a project records: `TLS: Required, 3 domains` */
export function recordStatus(facts: ProjectFacts): string {
  const { recordedTls, list } = recordedPolicy(facts);
  if (recordedTls?.setting === undefined) return 'TLS setting not known';
  const count = list?.items.filter(({ text }) => text.trim() !== '').length ?? 0;
  return `TLS: ${tlsSettingLabel(recordedTls.setting)}, ${count === 0 ? 'no domains' : counted(count, 'domain')}`;
}
