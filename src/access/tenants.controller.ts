import { randomUUID } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { entityTag } from '../http/entity-tag.js';
import { HonoursIfMatch } from '../http/if-match.js';
import { listQueryShape, pageSchema } from '../http/list.js';
import { WithoutBody } from '../http/without-body.js';
import { AccessTrail } from './access-trail.js';
import { issuedApiKeySchema, showApiKey } from './api-keys.controller.js';
import { ApiKeyIssuer } from './issue-api-key.js';
import { CurrentPrincipal, type Principal } from './principal.js';
import { RequireScope } from './require-scope.js';
import { tenantScopes } from './scope.js';
import { type AdministeredTenant, type Tenant, TenantStore } from './tenant.store.js';
import { TenantAdministration } from './tenant-administration.js';
import { revisionOf, tenantLimitsRequestSchema, tenantLimitsSchema } from './tenant-limits.js';

const tenantSchema = z
  .object({ id: z.uuid(), name: z.string(), displayName: z.string(), createdAt: z.iso.datetime() })
  .meta({ id: 'Tenant' });

const administeredTenantSchema = tenantSchema
  .extend({
    suspendedAt: z.iso.datetime().nullable().meta({ description: 'Since when nothing of it is served; null: it is.' }),
    limits: tenantLimitsSchema,
  })
  .meta({ id: 'AdministeredTenant' });

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

const idSchema = z.uuid();

const tenantListSchema = z.strictObject({
  ...listQueryShape,
  search: z.string().min(1).max(200).optional().meta({
    description: 'Part of the name or the display name, in whatever case.',
  }),
  suspended: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'Only those that are suspended, or that are not.' }),
});

const showTenant = (tenant: Tenant): z.input<typeof tenantSchema> => ({
  id: tenant.id,
  name: tenant.name,
  displayName: tenant.displayName,
  createdAt: tenant.createdAt.toISOString(),
});

const showAdministered = (tenant: AdministeredTenant): z.input<typeof administeredTenantSchema> => ({
  ...showTenant(tenant),
  suspendedAt: tenant.suspendedAt?.toISOString() ?? null,
  limits: tenantLimitsSchema.parse(tenant.limits),
});

/** With the limits' `ETag`: they are all of a tenant that is replaced as a whole. */
function withTag(tenant: AdministeredTenant, reply: FastifyReply): z.input<typeof administeredTenantSchema> {
  void reply.header('etag', entityTag(revisionOf(tenant.limits)));
  return showAdministered(tenant);
}

@ApiTags('Access')
@Controller('v1/tenants')
export class TenantsController {
  constructor(
    private readonly tenants: TenantStore,
    private readonly issuer: ApiKeyIssuer,
    private readonly administration: TenantAdministration,
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
  @ApiOkResponse({ standardSchema: pageSchema(administeredTenantSchema, 'TenantPage') })
  async list(@Query({ schema: tenantListSchema }) query: z.infer<typeof tenantListSchema>) {
    const { suspended, ...rest } = query;
    const page = await this.tenants.list({ ...rest, ...(suspended && { suspended: suspended === 'true' }) });
    return { items: page.items.map(showAdministered), next: page.next };
  }

  @Get(':id')
  @RequireScope('tenants:read')
  @ApiOkResponse({ standardSchema: administeredTenantSchema })
  async get(@Param('id', { schema: idSchema }) id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const tenant = await this.tenants.administered(id);
    if (tenant === null) throw new CountersignError('request.not_found');
    return withTag(tenant, reply);
  }

  @Post(':id/suspend')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('tenants:write')
  @ApiOperation({
    summary: 'Suspend a tenant',
    description:
      'From the next request on none of its keys and tokens is served, and nobody can log in at its providers. Nothing is deleted.',
  })
  @ApiOkResponse({ standardSchema: administeredTenantSchema })
  async suspend(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    return showAdministered(await this.administration.suspend(id, principal.actor));
  }

  @Post(':id/resume')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('tenants:write')
  @ApiOkResponse({ standardSchema: administeredTenantSchema })
  async resume(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    return showAdministered(await this.administration.resume(id, principal.actor));
  }

  @Put(':id/limits')
  @RequireScope('tenants:write')
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: administeredTenantSchema })
  async limit(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: tenantLimitsRequestSchema }) body: z.output<typeof tenantLimitsSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withTag(await this.administration.limit(id, ifMatch, body, principal.actor), reply);
  }
}
