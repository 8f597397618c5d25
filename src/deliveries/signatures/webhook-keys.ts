import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { boundedCache } from '../../caches/bounded-cache.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { Sealing } from '../../secrets/sealing.js';
import { webhookKeyContext } from '../sealed-deliveries.js';
import { WebhookKeyStore } from './webhook-key.store.js';

/** Of the 44 bytes of a SubjectPublicKeyInfo with an Ed25519 key (RFC 8410), the key is the last 32. */
const KEY_BYTES = 32;

/** The key pair with which a tenant's events are signed, Ed25519, for receivers that are to know no secret. */
@Injectable()
export class WebhookKeys {
  private readonly known = boundedCache<string, KeyObject>(1000, { ttl: 60_000 });

  constructor(
    private readonly store: WebhookKeyStore,
    private readonly sealing: Sealing,
  ) {}

  /** Makes the key of a tenant that has none. */
  async ensure(transaction: Transaction, tenantId: string, now: Date): Promise<void> {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = {
      sealed: this.sealing.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), webhookKeyContext(tenantId)),
      publicKey: publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES),
    };
    await this.store.insertFirst(transaction, tenantId, key, now);
  }

  async privateKey(reading: Reading, tenantId: string): Promise<KeyObject | null> {
    const known = this.known.get(tenantId);
    if (known !== undefined) return known;
    const stored = await this.store.find(reading, tenantId);
    if (stored === null) return null;
    const der = this.sealing.open(stored.sealed, webhookKeyContext(tenantId));
    const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
    this.known.set(tenantId, key);
    return key;
  }

  /** The 32 bytes of the public key; null while the tenant has none. */
  async publicKey(reading: Reading, tenantId: string): Promise<Buffer | null> {
    return (await this.store.find(reading, tenantId))?.publicKey ?? null;
  }
}

/** The public key as JWK (RFC 8037). */
export function jwkOf(publicKey: Buffer) {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') } as const;
  return jwk;
}
