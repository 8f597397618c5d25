import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import type { Reading } from '../database/transaction.js';
import type { OAuthClient } from './oauth-client.js';
import { type ClientKey, type ClientSecret, OAuthClientStore } from './oauth-client.store.js';

/** A client with what it authenticates by, and what a change has made: shown once. */
export interface ClientDetails {
  readonly client: OAuthClient;
  readonly secrets: readonly ClientSecret[];
  readonly keys: readonly ClientKey[];
  readonly clientSecret?: string;
  readonly privateKey?: string;
}

/** Reads clients with what they authenticate by. */
@Injectable()
export class ClientDetailsReader {
  constructor(
    private readonly store: OAuthClientStore,
    private readonly clock: Clock,
  ) {}

  /** @param made what was made just now, in clear */
  async read(
    reading: Reading,
    client: OAuthClient,
    made: { readonly clientSecret?: string | undefined; readonly privateKey?: string | undefined } = {},
  ): Promise<ClientDetails> {
    const { clientSecret, privateKey } = made;
    return {
      client,
      secrets: await this.store.secrets(reading, client, this.clock.now()),
      keys: await this.store.keys(reading, client),
      ...(clientSecret === undefined ? {} : { clientSecret }),
      ...(privateKey === undefined ? {} : { privateKey }),
    };
  }

  /** As `read`, of several clients of a tenant, in two statements. */
  async readAll(
    reading: Reading,
    tenantId: string,
    clients: readonly OAuthClient[],
  ): Promise<readonly ClientDetails[]> {
    const ids = clients.map(({ id }) => id);
    const secrets = await this.store.secretsOf(reading, tenantId, ids, this.clock.now());
    const keys = await this.store.keysOf(reading, tenantId, ids);
    return clients.map((client) => ({
      client,
      secrets: secrets.filter(({ clientId }) => clientId === client.id),
      keys: keys.filter(({ clientId }) => clientId === client.id),
    }));
  }
}
