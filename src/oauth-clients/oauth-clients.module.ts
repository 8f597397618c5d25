import { Global, Module } from '@nestjs/common';
import { RegisteredClients } from './registered-client.store.js';

/** Applications that get tokens of a tenant, with their secrets and keys. May depend on audit, access and what is below. */
@Global()
@Module({ providers: [RegisteredClients], exports: [RegisteredClients] })
export class OAuthClientsModule {}
