import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ActorOrigins } from '../access/actor-origins.js';
import { OAuthClientStore } from './oauth-client.store.js';

/** Tells who has registered a client: they saw its secret, or chose its key. */
@Injectable()
export class ClientOrigins implements OnModuleInit {
  constructor(
    private readonly origins: ActorOrigins,
    private readonly store: OAuthClientStore,
  ) {}

  onModuleInit(): void {
    this.origins.register('oauth_client', async (reading, tenantId, id) => {
      const client = await this.store.find(reading, tenantId, id);
      return client === null ? null : { madeBy: client.createdBy, inPlaceOf: null };
    });
  }
}
