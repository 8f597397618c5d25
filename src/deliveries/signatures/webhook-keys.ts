import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Reading, Transaction } from '../../database/transaction.js';
import { Sealing } from '../../secrets/sealing.js';
import { webhookKeyContext } from '../sealed-deliveries.js';

/** Of the 44 bytes of a SubjectPublicKeyInfo with an Ed25519 key (RFC 8410), the key is the last 32. */
const KEY_BYTES = 32;

/** The key pair with which a tenant's events are signed, Ed25519, for receivers that are to know no secret. */
@Injectable()
export class WebhookKeys {
  private readonly known = new LRUCache<string, KeyObject>({ max: 1000, ttl: 60_000 });

  constructor(private readonly sealing: Sealing) {}

  /** Makes the key of a tenant that has none. */
  async ensure(transaction: Transaction, tenantId: string, now: Date): Promise<void> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await transaction.query(
      `INSERT INTO webhook_key (tenant_id, sealed, public_key, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [
        tenantId,
        this.sealing.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), webhookKeyContext(tenantId)),
        publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES),
        now,
      ],
    );
  }

  async privateKey(reading: Reading, tenantId: string): Promise<KeyObject | null> {
    const known = this.known.get(tenantId);
    if (known !== undefined) return known;
    const rows: { sealed: Buffer }[] = await reading.query('SELECT sealed FROM webhook_key WHERE tenant_id = $1', [
      tenantId,
    ]);
    if (rows[0] === undefined) return null;
    const der = this.sealing.open(rows[0].sealed, webhookKeyContext(tenantId));
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.known.set(tenantId, key);
    return key;
  }

  /** The 32 bytes of the public key; null while the tenant has none. */
  async publicKey(reading: Reading, tenantId: string): Promise<Buffer | null> {
    const rows: { public_key: Buffer }[] = await reading.query(
      'SELECT public_key FROM webhook_key WHERE tenant_id = $1',
      [tenantId],
    );
    return rows[0]?.public_key ?? null;
  }
}

/** The public key as JWK (RFC 8037). */
export function jwkOf(publicKey: Buffer) {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') } as const;
  return jwk;
}
