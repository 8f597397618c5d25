import { createHmac, type KeyObject, sign } from 'node:crypto';

/** A secret that signs, ready for use: made once, and not for each event. */
interface HmacKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** What signs a listener's deliveries now. */
export interface SigningKeys {
  readonly standardWebhooks: readonly HmacKey[];
  /** Signs with Ed25519 as well; null: not asked for. */
  readonly asymmetric: KeyObject | null;
  readonly docusign: readonly HmacKey[];
}

/**
 * Standard Webhooks 1.0: every live secret signs `id.timestamp.body`.
 * @param at the time of this try; receivers refuse old ones
 */
function standardWebhooks(keys: SigningKeys, id: string, at: Date, body: string): Readonly<Record<string, string>> {
  if (keys.standardWebhooks.length === 0 && keys.asymmetric === null) return {};
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = `${id}.${timestamp}.${body}`;
  const signatures = keys.standardWebhooks.map(
    ({ key }) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`,
  );
  if (keys.asymmetric !== null)
    signatures.push(`v1a,${sign(null, Buffer.from(content), keys.asymmetric).toString('base64')}`);
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** DocuSign Connect: one header for each live key, with the HMAC of the body alone. */
function docusign({ docusign: keys }: SigningKeys, body: string): Readonly<Record<string, string>> {
  if (keys.length === 0) return {};
  const signed = keys.map(({ key }, index) => [
    `X-DocuSign-Signature-${index + 1}`,
    createHmac('sha256', key).update(body).digest('base64'),
  ]);
  return { 'X-Authorization-Digest': 'HMACSHA256', ...(Object.fromEntries(signed) as Record<string, string>) };
}

/** The headers that prove whose a body is. */
export function signatureHeaders(
  keys: SigningKeys,
  id: string,
  at: Date,
  body: string,
): Readonly<Record<string, string>> {
  return { ...standardWebhooks(keys, id, at, body), ...docusign(keys, body) };
}
