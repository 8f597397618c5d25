import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { TenantRanges } from '../outbound/tenant-ranges.js';
import { AccessGuard } from './access.guard.js';
import { ActorOrigins } from './actor-origins.js';
import { ApiKeyAuthenticator } from './api-key.authenticator.js';
import { ApiKeyStore } from './api-key.store.js';
import { ApiKeysController } from './api-keys.controller.js';
import { Authenticators } from './authenticator.js';
import { BootstrapAccess } from './bootstrap-access.js';
import { DefaultTenant } from './default-tenant.js';
import { ForgetAllowancesJob } from './forget-allowances.job.js';
import { ForgetGuessesJob } from './forget-guesses.job.js';
import { GuessStore } from './guess.store.js';
import { GuessLimits } from './guess-limits.js';
import { ApiKeyIssuer } from './issue-api-key.js';
import { ListedTenants } from './listed-tenants.js';
import { OperatorKey } from './operator-key.js';
import { SharedAllowanceStore } from './shared-allowance.store.js';
import { SharedAllowances } from './shared-allowances.js';
import { TenantStore } from './tenant.store.js';
import { TenantAdministration } from './tenant-administration.js';
import { TenantsController } from './tenants.controller.js';
import { WithinLimits } from './within-limits.js';

/** Tenants, API keys and scopes, and who makes a request. May depend on secrets, database, http, errors, config; the audit feature gives it its trail. */
@Global()
@Module({
  controllers: [ApiKeysController, TenantsController],
  providers: [
    Authenticators,
    ApiKeyStore,
    ActorOrigins,
    ApiKeyAuthenticator,
    TenantStore,
    { provide: TenantRanges, useClass: ListedTenants },
    ApiKeyIssuer,
    DefaultTenant,
    OperatorKey,
    BootstrapAccess,
    TenantAdministration,
    WithinLimits,
    GuessStore,
    GuessLimits,
    ForgetGuessesJob,
    SharedAllowanceStore,
    SharedAllowances,
    ForgetAllowancesJob,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [ActorOrigins, TenantStore, WithinLimits, TenantRanges, Authenticators, GuessLimits, SharedAllowances],
})
export class AccessModule {}
