import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { calculateJwkThumbprint, type JWK } from 'jose';
import type { Transaction } from '../database/transaction.js';
import { hashSecret, makeSecret } from '../secrets/lookup-secret.js';
import { type GivenKey, namedKey } from './client-keys.js';
import type { OAuthClient } from './oauth-client.js';
import { OAuthClientStore } from './oauth-client.store.js';

interface AddedKey {
  readonly jwk: JWK & { readonly kid: string };
  /** Whether we made the pair. */
  readonly generated: boolean;
  readonly path: string;
}

/** A key as the trail names it: a `kid` is chosen by whoever enters it, the thumbprint (RFC 7638) is the key's own. */
export interface KeyInTrail {
  readonly [member: string]: string | boolean;
  readonly kid: string;
  readonly thumbprint: string;
  readonly generated: boolean;
}

/** What clients authenticate by: secrets that we make, and public keys. */
@Injectable()
export class ClientCredentials {
  constructor(private readonly store: OAuthClientStore) {}

  /** @returns a new secret in clear; its hash is stored */
  async newSecret(transaction: Transaction, client: OAuthClient, now: Date): Promise<string> {
    const secret = makeSecret(256);
    const stored = { id: randomUUID(), createdAt: now, expiresAt: null };
    await this.store.addSecret(transaction, client, stored, hashSecret(secret));
    return secret;
  }

  /**
   * @param path of the key in the request, for faults
   * @returns how the trail names it
   */
  async addKey(
    transaction: Transaction,
    client: OAuthClient,
    { jwk, generated, path }: AddedKey,
    now: Date,
  ): Promise<KeyInTrail> {
    await this.store.addKey(transaction, client, { id: randomUUID(), jwk, generated, path }, now);
    return { kid: jwk.kid, thumbprint: await calculateJwkThumbprint(jwk), generated };
  }

  /** Those that are there already, the same whole, stay as they are; another one of the same `kid` takes its place. */
  async replaceKeys(
    transaction: Transaction,
    client: OAuthClient,
    keys: readonly GivenKey[],
    now: Date,
  ): Promise<{ readonly added: readonly KeyInTrail[]; readonly removed: readonly string[] }> {
    const named = await Promise.all(keys.map((key) => namedKey(key)));
    const stored = (await this.store.keys(transaction, client)).map(({ jwk }) => jwk);
    const gone = stored.filter((key) => !named.some((one) => isDeepStrictEqual(one, key)));
    for (const { kid } of gone) await this.store.removeKey(transaction, client, kid);
    const added: KeyInTrail[] = [];
    for (const [index, jwk] of named.entries())
      if (!stored.some((one) => isDeepStrictEqual(one, jwk)))
        added.push(await this.addKey(transaction, client, { jwk, generated: false, path: `$.keys[${index}]` }, now));
    return { added, removed: gone.map(({ kid }) => kid) };
  }
}
