import { closeSync, openSync, writeSync } from 'node:fs';

const HEADER =
  'Date/Time,Internal Message ID,Mail Event,Recipient,Sender,Remote Host,Bytes Transferred,User ID,Message ID Header,Retry Count,Seconds in Queue,Delivery Stage,Relay Address,TLS_Cipher,TLS_Verified\n';
const DOMAINS = 2000;
const MINUTES = 7 * 24 * 60;
const AT_ONCE = 20_000;

/** Writes an Email Log of so many rows, about 200 bytes each, always the same: a week, the busiest domains far ahead. */
export function writeEmailLog(file: string, rows: number): void {
  const random = randomNumbers(20261123);
  const domains = Array.from(
    { length: DOMAINS },
    (_, index) => `mail${index}.${index % 4 === 0 ? 'acme' : 'globex'}-${index % 97}.example`,
  );
  const handle = openSync(file, 'w');
  try {
    writeSync(handle, HEADER);
    for (let done = 0; done < rows; done += AT_ONCE) {
      let text = '';
      for (let index = done; index < Math.min(done + AT_ONCE, rows); index++) {
        const domain = domains[Math.floor(DOMAINS * random() * random() * random())] ?? '';
        text += row(index, Math.floor((index / rows) * MINUTES), domain, random);
      }
      writeSync(handle, text);
    }
  } finally {
    closeSync(handle);
  }
}

function row(index: number, minute: number, domain: string, random: () => number): string {
  const time = `11/${1 + Math.floor(minute / 1440)}/2026 ${Math.floor(minute / 60) % 24}:${String(minute % 60).padStart(2, '0')}`;
  const id = `16/A4-${20_000 + (index % 70_000)}-${(Math.imul(index, 2654435761) >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
  const kind = random();
  const event = kind < 0.35 ? 'R' : kind < 0.95 ? 'D' : kind < 0.99 ? 'T' : 'P';
  const user = `user${index % 100_000}`;
  return `${time},${id},${event},${user}@${domain},sender@corp.example,10.0.0.1,${1000 + (index % 50_000)},00540000000rSXT,<${index}.${index * 7}.JavaMail.sfdc@sfdc.net>,${event === 'T' ? 1 : 0},3,${stage(event, user, domain, random())},,${tls(event, random())}\n`;
}

function stage(event: string, user: string, domain: string, kind: number): string {
  if (event === 'T')
    return kind < 0.5
      ? '451 4.7.5 [internal] TLS negotiation failed'
      : `"450 4.2.1 <${user}@${domain}> is busy, try again later"`;
  if (event === 'P')
    return kind < 0.5 ? '554 5.4.7 [internal] exceeded max time without delivery' : '550 5.1.1 user unknown';
  return '';
}

function tls(event: string, kind: number): string {
  if (event !== 'D') return ',';
  if (kind < 0.05) return 'None,';
  if (kind < 0.15) return ':,';
  const cipher = kind < 0.6 ? 'TLSv1.2:ECDHE-RSA-AES256-GCM-SHA384' : 'TLSv1.3:TLS_AES_256_GCM_SHA384';
  return `${cipher},${kind < 0.9 ? 'Verified' : 'Unverified'}`;
}

/** Marsaglia's xorshift: the same numbers everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
