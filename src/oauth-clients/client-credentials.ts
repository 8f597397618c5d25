import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { Transaction } from '../database/transaction.js';
import { hashSecret, makeSecret } from '../secrets/lookup-secret.js';
import { type GivenKey, namedKey } from './client-keys.js';
import type { OAuthClient } from './oauth-client.js';
import { OAuthClientStore } from './oauth-client.store.js';

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

  /** @param generated whether we made the pair */
  async addKey(
    transaction: Transaction,
    client: OAuthClient,
    jwk: JWK & { readonly kid: string },
    generated: boolean,
    now: Date,
  ): Promise<void> {
    await this.store.addKey(transaction, client, { id: randomUUID(), jwk, generated }, now);
  }

  /** Those that are there already, the same whole, stay as they are; another one of the same `kid` takes its place. */
  async replaceKeys(
    transaction: Transaction,
    client: OAuthClient,
    keys: readonly GivenKey[],
    now: Date,
  ): Promise<void> {
    const named = await Promise.all(keys.map((key) => namedKey(key)));
    const stored = (await this.store.keys(transaction, client)).map(({ jwk }) => jwk);
    for (const key of stored)
      if (!named.some((one) => isDeepStrictEqual(one, key))) await this.store.removeKey(transaction, client, key.kid);
    for (const key of named)
      if (!stored.some((one) => isDeepStrictEqual(one, key))) await this.addKey(transaction, client, key, false, now);
  }
}
