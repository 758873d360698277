import { describe, expect, it } from 'vitest';
import type { AddressProbe, TranscriptLine } from '../../src/preflight/result.ts';
import type { KeptPreflight } from '../../src/preflight/read/parse.ts';
import { transcriptText } from '../../src/preflight/report/transcript.ts';

const UNKNOWN = ['unknown'] as const;

const kept = (probe: Partial<AddressProbe>, more: Partial<KeptPreflight> = {}): KeptPreflight => ({
  result: {
    domain: 'acme.example',
    outcomes: {
      Off: UNKNOWN,
      Preferred: UNKNOWN,
      Required: UNKNOWN,
      PreferredVerify: UNKNOWN,
      RequiredVerify: UNKNOWN,
    },
    reasons: [],
    mx: [
      {
        host: 'mx.acme.example',
        preference: 10,
        implicit: false,
        probes: [
          { address: '192.0.2.1', reasons: [], verdict: 'none', tls: null, stages: [], transcript: [], ...probe },
        ],
      },
    ],
    promises: { mtaSts: null, tlsRpt: null, dane: null },
  },
  at: Date.UTC(2026, 10, 23, 14, 5),
  trustStore: 'mozilla',
  port25: 'open',
  ...more,
});

const AT = { host: 'mx.acme.example', address: '192.0.2.1' };

describe('the text of an SMTP dialogue', () => {
  it('has what was said, by whom, and what came of it', () => {
    const text = transcriptText(
      kept({
        transcript: [
          { from: 'server', text: '220 mx.acme.example ESMTP' },
          { from: 'client', text: 'EHLO [127.0.0.1]' },
          { from: 'note', text: 'closed' },
        ],
        stages: [
          { stage: 'connect', status: 'ok', ms: 12, detail: '192.0.2.1' },
          { stage: 'starttls', status: 'failed', ms: 3, detail: 'not offered' },
          { stage: 'chain', status: 'skipped', ms: 0, detail: '' },
        ],
      }),
      AT,
    );
    expect(text).toBe(
      [
        '# SMTP session with mx.acme.example (192.0.2.1), preference 10',
        '# For acme.example, seen 2026-11-23 14:05 UTC, from here',
        '# Result: no TLS',
        '# < the server   > the preflight   # notes',
        '',
        '< 220 mx.acme.example ESMTP',
        '> EHLO [127.0.0.1]',
        '# closed',
        '',
        '# connect    ok              12 ms  192.0.2.1',
        '# starttls   failed           3 ms  not offered',
        '# chain      not reached',
        '',
      ].join('\n'),
    );
  });

  it('says where an imported result is from', () => {
    expect(transcriptText(kept({}, { from: 'ci.json' }), AT)).toContain('14:05 UTC, imported from ci.json\n');
  });

  it.each([[{ host: 'mx2.acme.example', address: '192.0.2.1' }], [{ host: 'mx.acme.example', address: '192.0.2.2' }]])(
    'is none for a server that is not there: %j',
    (at) => {
      expect(transcriptText(kept({}), at)).toBeUndefined();
    },
  );

  it('is bounded and printable, whatever is in the result', () => {
    const line: TranscriptLine = {
      from: 'server',
      text: `250 \u001b[31m\u202e\r\n# forged\u0000${'W'.repeat(10_000)}`,
    };
    const text = transcriptText(kept({ transcript: Array<TranscriptLine>(10_000).fill(line) }), AT) ?? '';
    expect(text.length).toBeLessThan(100_000);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
    expect(text).not.toMatch(/^# forged/m);
  });
});
