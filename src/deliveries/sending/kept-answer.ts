import type { OutboundAnswer } from '../../outbound/outbound-call.js';

/** Bytes of an answer's body that are kept. */
const KEPT_BYTES = 2048;

/** What of an answer is read: enough that no secret of ours is cut in two where the kept part ends. */
export const READ_BYTES = KEPT_BYTES + 4096;

/** Headers that say something about why; all others are dropped. */
const chosen = ['content-type', 'date', 'location', 'retry-after', 'server', 'www-authenticate', 'webhook-receipt'];

const LONGEST_HEADER = 500;

/** An answer as it is kept, sealed, with each try. */
export interface KeptAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Shorter values are part of too many words. */
const LEAST_REDACTED = 6;

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);

/** A secret as an answer may repeat it. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
  ];
}

/** What finds secrets in a text; null: there are none worth looking for. */
function finderOf(secrets: readonly string[]): RegExp | null {
  const all = [...new Set(secrets.filter((secret) => secret.length >= LEAST_REDACTED).flatMap(spellings))];
  if (all.length === 0) return null;
  const longestFirst = all.sort((one, other) => other.length - one.length).map(escaped);
  return new RegExp(longestFirst.join('|'), 'g');
}

/** Puts `[redacted]` in the place of every secret. */
const redactedBy = (finder: RegExp | null, text: string): string =>
  finder === null || text === '' ? text : text.replace(finder, '[redacted]');

/** Cuts an answer to what is kept. @param secrets what it must not repeat: our own secrets, signatures and tokens */
export function keptAnswer(answer: Pick<OutboundAnswer, 'headers' | 'body'>, secrets: readonly string[]): KeptAnswer {
  const finder = finderOf(secrets);
  const headers = chosen.flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, redactedBy(finder, value).slice(0, LONGEST_HEADER)]];
  });
  const text = redactedBy(finder, Buffer.from(answer.body).toString('utf8'));
  const bytes = Buffer.from(text, 'utf8').subarray(0, KEPT_BYTES);
  // The last character may have been cut in two.
  const body = bytes.toString('utf8').replace(/\ufffd$/, '');
  return { headers: Object.fromEntries(headers) as Record<string, string>, body: body.replaceAll('\0', '\ufffd') };
}
