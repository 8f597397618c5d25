import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeysController } from './api-keys.controller.js';
import { BootstrapAccess } from './bootstrap-access.js';
import { DefaultTenant } from './default-tenant.js';
import { ApiKeyIssuer } from './issue-api-key.js';
import { OperatorKey } from './operator-key.js';
import { TenantStore } from './tenant.store.js';
import { TenantsController } from './tenants.controller.js';

/** Tenants, API keys and scopes. May depend on secrets, database, http, errors, config; the audit feature gives it its trail. */
@Global()
@Module({
  controllers: [ApiKeysController, TenantsController],
  providers: [
    ApiKeyStore,
    TenantStore,
    ApiKeyIssuer,
    DefaultTenant,
    OperatorKey,
    BootstrapAccess,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [TenantStore],
})
export class AccessModule {}
