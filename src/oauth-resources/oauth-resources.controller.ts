import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { entityTag } from '../http/entity-tag.js';
import { NeedsIfMatch } from '../http/if-match.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../http/list.js';
import { WithoutBody } from '../http/without-body.js';
import type { OAuthResource } from './oauth-resource.js';
import {
  type OAuthResourceRequest,
  oauthResourceReplacementSchema,
  oauthResourceRequestSchema,
  oauthResourceSchema,
} from './oauth-resource.schema.js';
import { OAuthResourceStore } from './oauth-resource.store.js';
import { ResourceChanges } from './resource-changes.js';

const idSchema = z.uuid();

const shown = ({ tenantId: _tenantId, createdAt, updatedAt, scopes, ...rest }: OAuthResource) => ({
  ...rest,
  scopes: [...scopes],
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

@ApiTags('OAuth')
@Controller('v1/oauth-resources')
export class OAuthResourcesController {
  constructor(
    private readonly changes: ResourceChanges,
    private readonly store: OAuthResourceStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post()
  @RequireScope('oauth-resources:write')
  @ApiOperation({
    summary: 'Have an API of the tenant protected by our tokens',
    description: "Only the tenant's own clients get tokens for it (`resource`, RFC 8707).",
  })
  @ApiCreatedResponse({ standardSchema: oauthResourceSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: oauthResourceRequestSchema }) body: OAuthResourceRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const resource = await this.changes.create(principal, body);
    void reply.header('location', `/v1/oauth-resources/${resource.id}`);
    return this.answer(resource, reply);
  }

  @Get()
  @RequireScope('oauth-resources:read')
  @ApiOperation({ summary: 'List APIs of the tenant by identifier' })
  @ApiOkResponse({ standardSchema: pageSchema(oauthResourceSchema, 'OAuthResourcePage') })
  async list(@CurrentPrincipal() { tenant }: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.store.list(this.unitOfWork.reading, tenant.id, query);
    return { items: page.items.map(shown), next: page.next };
  }

  @Get(':id')
  @RequireScope('oauth-resources:read')
  @ApiOperation({ summary: 'Read an API of the tenant', description: 'The `ETag` is its revision.' })
  @ApiOkResponse({ standardSchema: oauthResourceSchema })
  async read(
    @CurrentPrincipal() { tenant }: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const resource = await this.store.find(this.unitOfWork.reading, tenant.id, id);
    if (resource === null) throw new CountersignError('request.not_found');
    return this.answer(resource, reply);
  }

  @Put(':id')
  @RequireScope('oauth-resources:write')
  @ApiOperation({
    summary: 'Replace an API of the tenant',
    description: 'Counts for tokens issued from now on; those issued before live on.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: oauthResourceSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: oauthResourceReplacementSchema }) body: OAuthResourceRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.changes.replace(principal, id, ifMatch, body), reply);
  }

  @Delete(':id')
  @WithoutBody()
  @RequireScope('oauth-resources:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an API of the tenant', description: 'No more tokens are issued for it.' })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'It is gone; its identifier is free again.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.changes.delete(principal, id, ifMatch);
  }

  private answer(resource: OAuthResource, reply: FastifyReply) {
    void reply.header('etag', entityTag(resource.revision));
    return shown(resource);
  }
}
