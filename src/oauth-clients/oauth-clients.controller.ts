import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { NeedsIfMatch } from '../http/if-match.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../http/list.js';
import { WithoutBody } from '../http/without-body.js';
import { ClientAdministration } from './client-administration.js';
import { clientIdSchema, oauthClientRequestSchema, oauthClientSchema } from './oauth-client.schema.js';
import { answerClient, showClient } from './show-client.js';

/** Documents the body without judging it: what is at fault depends on what the tenant has, and all faults are named at once. */
const clientBodySchema: z.ZodType = oauthClientRequestSchema.catch(
  (context?: { value: unknown }) => context?.value as never,
);

@ApiTags('OAuth clients')
@Controller('v1/oauth-clients')
export class OAuthClientsController {
  constructor(private readonly administration: ClientAdministration) {}

  @Post()
  @RequireScope('oauth-clients:write')
  @ApiOperation({
    summary: 'Register an application that gets tokens',
    description: 'A secret or private key that is made here is answered once. Nobody hands out a scope that they lack.',
  })
  @ApiCreatedResponse({ standardSchema: oauthClientSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: clientBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.administration.create(principal, body);
    void reply.header('location', `/v1/oauth-clients/${details.client.id}`);
    return answerClient(details, reply);
  }

  @Get()
  @RequireScope('oauth-clients:read')
  @ApiOperation({ summary: 'List applications, the oldest first' })
  @ApiOkResponse({ standardSchema: pageSchema(oauthClientSchema, 'OAuthClientPage') })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.administration.page(principal.tenant.id, query);
    return { items: page.items.map(showClient), next: page.next };
  }

  @Get(':clientId')
  @RequireScope('oauth-clients:read')
  @ApiOperation({ summary: 'Read an application', description: 'The `ETag` is its revision.' })
  @ApiOkResponse({ standardSchema: oauthClientSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerClient(await this.administration.one(principal.tenant.id, id), reply);
  }

  @Put(':clientId')
  @RequireScope('oauth-clients:write')
  @ApiOperation({
    summary: 'Replace the configuration of an application',
    description: 'Keys that are left out stay; a list of keys takes the place of those that are stored.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: oauthClientSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: clientBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerClient(await this.administration.replace(principal, id, ifMatch, body), reply);
  }

  @Delete(':clientId')
  @WithoutBody()
  @RequireScope('oauth-clients:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an application', description: 'Its tokens are refused from the next request on.' })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'It gets no tokens any more.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.administration.delete(principal, id, ifMatch);
  }
}
