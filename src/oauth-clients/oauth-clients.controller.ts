import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { entityTag } from '../http/entity-tag.js';
import { NeedsIfMatch } from '../http/if-match.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../http/list.js';
import { WithoutBody } from '../http/without-body.js';
import { ClientAdministration, type ClientDetails } from './client-administration.js';
import {
  addKeySchema,
  oauthClientRequestSchema,
  oauthClientSchema,
  rotateSecretSchema,
} from './oauth-client.schema.js';
import { showClient } from './show-client.js';

const idSchema = z.string().min(1).max(200);

/** Documents the body without judging it: what is at fault depends on what the tenant has, and all faults are named at once. */
const clientBodySchema: z.ZodType = oauthClientRequestSchema.catch(
  (context?: { value: unknown }) => context?.value as never,
);

function answer(details: ClientDetails, reply: FastifyReply) {
  void reply.header('etag', entityTag(details.client.revision));
  return showClient(details);
}

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
    return answer(details, reply);
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
    @Param('clientId', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.administration.one(principal.tenant.id, id), reply);
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
    @Param('clientId', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: clientBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.administration.replace(principal, id, ifMatch, body), reply);
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
    @Param('clientId', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.administration.delete(principal, id, ifMatch);
  }

  @Post(':clientId/secrets')
  @RequireScope('oauth-clients:write')
  @ApiOperation({ summary: 'Make another secret', description: 'The one before works for `overlapSeconds` more.' })
  @ApiCreatedResponse({ standardSchema: oauthClientSchema })
  async rotateSecret(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: idSchema }) id: string,
    @Body({ schema: rotateSecretSchema.optional() }) body: z.infer<typeof rotateSecretSchema> | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.administration.rotateSecret(principal, id, body?.overlapSeconds ?? 0), reply);
  }

  @Post(':clientId/keys')
  @RequireScope('oauth-clients:write')
  @ApiOperation({
    summary: 'Add a key',
    description: 'Several work at once, so that one can take the place of another.',
  })
  @ApiCreatedResponse({ standardSchema: oauthClientSchema })
  async addKey(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: idSchema }) id: string,
    @Body({ schema: addKeySchema }) body: z.infer<typeof addKeySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answer(await this.administration.addOneKey(principal, id, body), reply);
  }

  @Delete(':clientId/keys/:kid')
  @WithoutBody()
  @RequireScope('oauth-clients:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a key' })
  @ApiNoContentResponse({ description: 'What it signs is refused.' })
  async removeKey(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: idSchema }) id: string,
    @Param('kid', { schema: idSchema }) kid: string,
  ): Promise<void> {
    await this.administration.removeKey(principal, id, kid);
  }
}
