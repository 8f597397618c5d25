import { Global, Module } from '@nestjs/common';
import { ResourceServers } from '../access/resource-servers.js';
import { OAuthResourceStore } from './oauth-resource.store.js';
import { OAuthResourcesController } from './oauth-resources.controller.js';
import { ResourceChanges } from './resource-changes.js';

/** APIs of tenants that our tokens protect. May depend on audit, access and what is below. */
@Global()
@Module({
  controllers: [OAuthResourcesController],
  providers: [OAuthResourceStore, ResourceChanges, { provide: ResourceServers, useExisting: OAuthResourceStore }],
  exports: [ResourceServers],
})
export class OAuthResourcesModule {}
