import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../../http/described.js';
import { entityTag } from '../../http/entity-tag.js';
import { NeedsIfMatch } from '../../http/if-match.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import { externalAuthenticationSchema, matchSchema } from './answer.schema.js';
import { AuthenticationChanges } from './authentication-changes.js';
import type { AuthenticationDetails } from './external-authentication.js';
import { externalAuthenticationBodySchema } from './external-authentication.schema.js';
import { ReadAuthentications } from './read-authentications.js';
import { showAuthentication, showMatch } from './show-authentication.js';
import { targetUrlOf } from './target-url.js';

const idSchema = z.uuid();
const matchQuerySchema = z.strictObject({
  url: z
    .string()
    .max(4000)
    .refine((text) => targetUrlOf(text) !== null, 'expected an absolute http(s) URL')
    .meta({ description: 'Of a call; its query and fragment do not count.' }),
});
@ApiTags('External authentications')
@Controller('v1')
export class ExternalAuthenticationsController {
  constructor(
    private readonly changes: AuthenticationChanges,
    private readonly reading: ReadAuthentications,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Post('external-authentications')
  @RequireScope('external-authentications:create')
  @ApiOperation({
    summary: 'Save how calls to a URL authenticate',
    description: 'Applied at once to every call of the tenant that matches. Makes no outbound call.',
  })
  @ApiCreatedResponse({ standardSchema: externalAuthenticationSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: externalAuthenticationBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.changes.create(principal, body);
    void reply.header('location', `/v1/external-authentications/${details.authentication.id}`);
    return this.answer(details, reply);
  }

  @Get('external-authentications')
  @RequireScope('external-authentications:access')
  @ApiOperation({ summary: 'List external authentications by URL' })
  @ApiOkResponse({ standardSchema: pageSchema(externalAuthenticationSchema, 'ExternalAuthenticationPage') })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.reading.page(principal.tenant.id, query);
    return { items: page.items.map((details) => showAuthentication(details, this.clock.now())), next: page.next };
  }

  // With one colon the router would read a parameter, and `/v1/external-authenticationsX` would answer.
  @Get('external-authentications::match')
  @RequireScope('external-authentications:access')
  @ApiOperation({ summary: 'Tell which external authentication is applied to a URL, and why' })
  @ApiOkResponse({ standardSchema: matchSchema })
  async match(@CurrentPrincipal() principal: Principal, @Query({ schema: matchQuerySchema }) { url }: { url: string }) {
    const call = targetUrlOf(url);
    if (call === null) throw new CountersignError('request.invalid');
    return showMatch(call, await this.reading.matching(this.unitOfWork.reading, principal.tenant.id, call));
  }

  @Get('external-authentications/:id')
  @RequireScope('external-authentications:access')
  @ApiOperation({ summary: 'Read an external authentication', description: 'The `ETag` is its revision.' })
  @ApiOkResponse({ standardSchema: externalAuthenticationSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.reading.one(principal.tenant.id, id), reply);
  }

  @Put('external-authentications/:id')
  @RequireScope('external-authentications:edit')
  @ApiOperation({
    summary: 'Replace an external authentication',
    description:
      'A secret that is left out is kept, unless it would go to another origin or the trusted server changes.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: externalAuthenticationSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: externalAuthenticationBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.changes.replace(principal, id, ifMatch, body), reply);
  }

  @Delete('external-authentications/:id')
  @WithoutBody()
  @RequireScope('external-authentications:delete')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an external authentication', description: 'Its secrets are destroyed.' })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'It is not applied any more.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.changes.delete(principal, id, ifMatch);
  }

  private answer(details: AuthenticationDetails, reply: FastifyReply) {
    void reply.header('etag', entityTag(details.authentication.revision));
    return showAuthentication(details, this.clock.now());
  }
}
