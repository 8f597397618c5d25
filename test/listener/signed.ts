import { Webhook } from 'standardwebhooks';

export const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
export const EVENT = {
  type: 'signer_authentication.succeeded',
  timestamp: '2026-11-28T03:45:00.000Z',
  data: { id: 'event-1', tenant: 'default', envelopeId: 'env-1' },
};
/** White space that parsing and writing again would lose. */
export const BODY = JSON.stringify(EVENT, null, 1);

/** Headers of a delivery as another implementation signs it. */
export function signed(body = BODY, { id = 'event-1', at = new Date(), secret = SECRET } = {}): Record<string, string> {
  return {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, body),
  };
}
