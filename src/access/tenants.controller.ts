import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ApiCreatedResponse, ApiOkResponse, ApiTags } from '../http/described.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../http/list.js';
import { AccessTrail } from './access-trail.js';
import { issuedApiKeySchema, showApiKey } from './api-keys.controller.js';
import { ApiKeyIssuer } from './issue-api-key.js';
import { CurrentPrincipal, type Principal } from './principal.js';
import { RequireScope } from './require-scope.js';
import { tenantScopes } from './scope.js';
import { type Tenant, TenantStore } from './tenant.store.js';

const tenantSchema = z
  .object({ id: z.uuid(), name: z.string(), displayName: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'Tenant' });

const createdTenantSchema = tenantSchema.extend({ apiKey: issuedApiKeySchema }).meta({ id: 'CreatedTenant' });

const newTenantSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
        'expected 1 to 63 of the characters A-Z a-z 0-9 . _ - and a letter or digit at the start',
      )
      .meta({ description: 'Stands in redirect URIs; case-sensitive, immutable.' }),
    displayName: z
      .string({ error: 'expected 1 to 200 characters' })
      .trim()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: 'Shown to signers; default: name.' }),
  })
  .meta({ id: 'NewTenant' });

const showTenant = (tenant: Tenant): z.input<typeof tenantSchema> => ({
  id: tenant.id,
  name: tenant.name,
  displayName: tenant.displayName,
  createdAt: tenant.createdAt.toISOString(),
});

@ApiTags('Access')
@Controller('v1/tenants')
export class TenantsController {
  constructor(
    private readonly tenants: TenantStore,
    private readonly issuer: ApiKeyIssuer,
    private readonly unitOfWork: UnitOfWork,
    private readonly trail: AccessTrail,
    private readonly clock: Clock,
  ) {}

  @Post()
  @RequireScope('tenants:write')
  @ApiCreatedResponse({ standardSchema: createdTenantSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: newTenantSchema }) body: z.infer<typeof newTenantSchema>,
  ) {
    const now = this.clock.now();
    const tenant: Tenant = {
      id: randomUUID(),
      name: body.name,
      displayName: body.displayName ?? body.name,
      createdAt: now,
    };
    const apiKey = await this.unitOfWork.run(async (transaction) => {
      await this.tenants.insert(transaction, tenant);
      await this.trail.record(
        transaction,
        { type: 'tenant.created', tenantId: tenant.id, name: tenant.name },
        principal.actor,
        now,
      );
      return this.issuer.issue(transaction, principal, {
        tenantId: tenant.id,
        name: 'first key',
        scopes: tenantScopes,
        expiresAt: null,
      });
    });
    return { ...showTenant(tenant), apiKey: { ...showApiKey(apiKey), key: apiKey.key } };
  }

  @Get()
  @RequireScope('tenants:read')
  @ApiOkResponse({ standardSchema: pageSchema(tenantSchema, 'TenantPage') })
  async list(@Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.tenants.list(query);
    return { items: page.items.map(showTenant), next: page.next };
  }
}
