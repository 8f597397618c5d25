import { Body, Controller, Delete, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { HonoursIfMatch } from '../http/if-match.js';
import { WithoutBody } from '../http/without-body.js';
import { ClientCredentialChanges } from './client-credential-changes.js';
import { keyIdSchema } from './client-key.schema.js';
import { ClientSwitch } from './client-switch.js';
import { addKeySchema, clientIdSchema, oauthClientSchema, rotateSecretSchema } from './oauth-client.schema.js';
import { answerClient } from './show-client.js';

/** What is done to one client beside changing its configuration. */
@ApiTags('OAuth clients')
@Controller('v1/oauth-clients/:clientId')
export class OAuthClientActionsController {
  constructor(
    private readonly clientSwitch: ClientSwitch,
    private readonly credentials: ClientCredentialChanges,
  ) {}

  @Post('disable')
  @RequireScope('oauth-clients:write')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({
    summary: 'Stop an application at once',
    description:
      'It gets no tokens, and those that it has are refused from the next request on, also once it is enabled again. Refresh tokens and consents wait for it.',
  })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: oauthClientSchema })
  async disable(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerClient(await this.clientSwitch.disable(principal, id, ifMatch), reply);
  }

  @Post('enable')
  @RequireScope('oauth-clients:write')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({
    summary: 'Let an application get tokens again',
    description: 'Nobody enables one with a scope that they lack.',
  })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: oauthClientSchema })
  async enable(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerClient(await this.clientSwitch.enable(principal, id, ifMatch), reply);
  }

  @Post('secrets')
  @RequireScope('oauth-clients:write')
  @ApiOperation({ summary: 'Make another secret', description: 'The one before works for `overlapSeconds` more.' })
  @ApiCreatedResponse({ standardSchema: oauthClientSchema })
  async rotateSecret(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Body({ schema: rotateSecretSchema.optional() }) body: z.infer<typeof rotateSecretSchema> | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerClient(await this.credentials.rotateSecret(principal, id, body?.overlapSeconds ?? 0), reply);
  }

  @Post('keys')
  @RequireScope('oauth-clients:write')
  @ApiOperation({
    summary: 'Add a key',
    description: 'Several work at once, so that one can take the place of another.',
  })
  @ApiCreatedResponse({ standardSchema: oauthClientSchema })
  async addKey(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Body({ schema: addKeySchema }) body: z.infer<typeof addKeySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerClient(await this.credentials.addKey(principal, id, body), reply);
  }

  @Delete('keys/:kid')
  @WithoutBody()
  @RequireScope('oauth-clients:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a key' })
  @ApiNoContentResponse({ description: 'What it signs is refused.' })
  async removeKey(
    @CurrentPrincipal() principal: Principal,
    @Param('clientId', { schema: clientIdSchema }) id: string,
    @Param('kid', { schema: keyIdSchema }) kid: string,
  ): Promise<void> {
    await this.credentials.removeKey(principal, id, kid);
  }
}
