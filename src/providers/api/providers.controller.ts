import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '../../http/described.js';
import { NeedsIfMatch } from '../../http/if-match.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import { providerNameSchema } from '../configuration/provider-members.js';
import { CreateProvider } from '../use-cases/create-provider.js';
import { DeleteProvider } from '../use-cases/delete-provider.js';
import { ReadProviders } from '../use-cases/read-providers.js';
import { ReplaceProvider } from '../use-cases/replace-provider.js';
import { providerBodySchema } from './provider-body.schema.js';
import { ProviderPresenter } from './provider-presenter.js';
import { providerResponseSchema } from './provider-response.schema.js';

@ApiTags('Providers')
@Controller('v1/providers')
export class ProvidersController {
  constructor(
    private readonly creating: CreateProvider,
    private readonly replacing: ReplaceProvider,
    private readonly deleting: DeleteProvider,
    private readonly reading: ReadProviders,
    private readonly presenter: ProviderPresenter,
  ) {}

  @Post()
  @RequireScope('providers:write')
  @ApiOperation({ summary: 'Save a new provider', description: 'Makes no outbound call.' })
  @ApiCreatedResponse({ standardSchema: providerResponseSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: providerBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.creating.execute(principal, body);
    void reply.header('location', `/v1/providers/${details.provider.name}`);
    return this.presenter.answer(principal, details, reply);
  }

  @Get()
  @RequireScope('providers:read')
  @ApiOperation({ summary: 'List providers by name' })
  @ApiOkResponse({ standardSchema: pageSchema(providerResponseSchema, 'ProviderPage') })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.reading.page(principal.tenant.id, query);
    return { items: page.items.map((details) => this.presenter.show(principal, details)), next: page.next };
  }

  @Get(':name')
  @RequireScope('providers:read')
  @ApiOperation({ summary: 'Read a provider', description: 'The `ETag` is its revision.' })
  @ApiOkResponse({ standardSchema: providerResponseSchema })
  @ApiResponse({ status: 304, description: 'Unchanged since the revision that `If-None-Match` names.' })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.presenter.answer(principal, await this.reading.one(principal.tenant.id, name), reply);
  }

  @Put(':name')
  @RequireScope('providers:write')
  @ApiOperation({
    summary: "Replace a provider's configuration",
    description: 'Makes a new revision. A secret that is left out is kept, unless it would go to another destination.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: providerResponseSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: providerBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.presenter.answer(principal, await this.replacing.execute(principal, name, ifMatch, body), reply);
  }

  @Delete(':name')
  @WithoutBody()
  @RequireScope('providers:write')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a provider',
    description: 'Its credentials are destroyed, its revisions stay readable, its name is never reused.',
  })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'It can no longer be used.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.deleting.execute(principal, name, ifMatch);
  }
}
