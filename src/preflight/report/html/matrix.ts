import { OUTCOME_SETTINGS } from '../../../mail/outcome.ts';
import { type TlsSetting, tlsSettingLabel } from '../../../mail/tlsSetting.ts';
import { stackedBar } from '../../../output/chart.ts';
import { type Cell, type Column, type Html, type HtmlPart, markup, NOTHING, table } from '../../../output/html.ts';
import type { PageExtras } from './extras.ts';
import { type Placed } from './kinds.ts';
import { ownReason } from '../reason.ts';
import type { PreflightView } from '../../view.ts';
import { domainName, hasSettingOfItsOwn, isRelay, judgedUnder, kindUnder } from '../words.ts';
import { OUTCOME_KINDS, outcomesText, signed, KIND_TITLES } from '../../../output/outcomes.ts';
import { SOURCE_WORDS, judgedText } from '../../../output/judgedSetting.ts';

/** Domains against settings: the picture that people remember. */
export function matrix(placed: readonly Placed[], view: PreflightView, extras: PageExtras): Html {
  const columns: readonly Column[] = [
    { title: placed.some(({ domain }) => isRelay(domain)) ? 'Domain or relay' : 'Domain', short: '' },
    ...OUTCOME_SETTINGS.map((setting) => settingColumn(setting, view)),
    { title: 'Why', short: 'Why', kind: 'pf-why' },
  ];
  const rows = placed.map(({ domain, id }) => {
    const judged = judgedUnder(domain, view);
    const note = hasSettingOfItsOwn(domain, view)
      ? markup`<span class="pf-note">${judgedText(judged)}</span>`
      : NOTHING;
    return {
      attributes: extras.key('row', domainName(domain)),
      head: markup`<a href="#${id}">${domainName(domain)}</a>${note}`,
      cells: [
        ...OUTCOME_SETTINGS.map((setting): Cell => {
          const kind = kindUnder(domain, setting);
          const mark = setting === judged.setting ? ' pf-asked' : '';
          return { content: signed(kind, outcomesText(domain.outcomes[setting])), kind: `pf-${kind}${mark}` };
        }),
        { content: ownReason(domain, judged.setting) },
      ],
    };
  });
  return table('pf-matrix', 'What happens to mail to each domain, for each TLS setting', columns, rows);
}

function settingColumn(setting: TlsSetting, { setting: asked, settingSource }: PreflightView): Column {
  const label = tlsSettingLabel(setting);
  if (setting !== asked) {
    const title = setting === 'Off' ? markup`${label}<span class="pf-note">relays only</span>` : label;
    return { title, short: label };
  }
  const title: HtmlPart = markup`${label}<span class="pf-note">${SOURCE_WORDS[settingSource]}</span>`;
  return { title, short: label, titleKind: 'pf-asked' };
}

/** So many rows of the matrix are seen at a glance, and need no numbers beside them. */
const A_SCREENFUL = 12;

/** How many domains fare how under each setting: what a switch would change. Relays have settings of their own. */
export function overview(placed: readonly Placed[], view: PreflightView): Html {
  const domains = placed.filter(({ domain }) => !isRelay(domain));
  if (placed.length <= A_SCREENFUL || domains.length === 0) return NOTHING;
  const columns: readonly Column[] = [
    { title: 'TLS setting', short: '' },
    ...OUTCOME_KINDS.map((kind) => ({ title: KIND_TITLES[kind], short: KIND_TITLES[kind] })),
    { title: markup`<span class="pf-hidden">Share</span>`, short: '', kind: 'pf-bar' },
  ];
  const rows = OUTCOME_SETTINGS.map((setting) => {
    const kinds = domains.map(({ domain }) => kindUnder(domain, setting));
    const counts = OUTCOME_KINDS.map((kind) => ({ kind, count: kinds.filter((one) => one === kind).length }));
    const asked = setting === view.setting ? ' pf-asked' : '';
    const note = asked === '' ? NOTHING : markup`<span class="pf-note">${SOURCE_WORDS[view.settingSource]}</span>`;
    return {
      head: markup`${tlsSettingLabel(setting)}${note}`,
      cells: [
        ...counts.map(({ kind, count }) => ({
          content: count,
          kind: count === 0 ? 'pf-zero' : `pf-${kind}${asked}`,
        })),
        { content: stackedBar(counts, domains.length) },
      ],
    };
  });
  return table('pf-overview', 'Number of domains by result, for each TLS setting', columns, rows);
}
