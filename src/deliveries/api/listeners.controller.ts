import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../../http/described.js';
import { NeedsIfMatch } from '../../http/if-match.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import { listenerNameSchema, listenerRequestSchema, listenerResponseSchema } from '../listeners/listener.schema.js';
import { ListenerAdministration } from '../listeners/listener-administration.js';
import { ListenerPresenter } from '../listeners/listener-presenter.js';

/** Documents the body without judging it: what is at fault depends on what is stored, and all faults are named at once. */
const listenerBodySchema: z.ZodType = listenerRequestSchema.catch(
  (context?: { value: unknown }) => context?.value as never,
);

@ApiTags('Listeners')
@Controller('v1/listeners')
export class ListenersController {
  constructor(
    private readonly administration: ListenerAdministration,
    private readonly presenter: ListenerPresenter,
  ) {}

  @Post()
  @RequireScope('listeners:write')
  @ApiOperation({ summary: 'Have events delivered to a server', description: 'Makes no outbound call.' })
  @ApiCreatedResponse({ standardSchema: listenerResponseSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: listenerBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.administration.create(principal, body);
    void reply.header('location', `/v1/listeners/${details.listener.name}`);
    return this.presenter.answer(details, reply, details.made);
  }

  @Get()
  @RequireScope('listeners:read')
  @ApiOperation({ summary: 'List listeners by name' })
  @ApiOkResponse({ standardSchema: pageSchema(listenerResponseSchema, 'ListenerPage') })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.administration.page(principal.tenant.id, query);
    return { items: await Promise.all(page.items.map((details) => this.presenter.show(details))), next: page.next };
  }

  @Get(':name')
  @RequireScope('listeners:read')
  @ApiOperation({ summary: 'Read a listener', description: 'The `ETag` is its revision.' })
  @ApiOkResponse({ standardSchema: listenerResponseSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: listenerNameSchema }) name: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.presenter.answer(await this.administration.one(principal.tenant.id, name), reply);
  }

  @Put(':name')
  @RequireScope('listeners:write')
  @ApiOperation({
    summary: "Replace a listener's configuration",
    description:
      'A secret that is left out is kept, unless it would be sent to another origin. New signing secrets replace stored ones that are not named, at once or after `overlapSeconds`.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: listenerResponseSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: listenerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: listenerBodySchema }) body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.administration.replace(principal, name, ifMatch, body);
    return this.presenter.answer(details, reply, details.made);
  }

  @Delete(':name')
  @WithoutBody()
  @RequireScope('listeners:write')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a listener',
    description: 'Its secrets are destroyed, deliveries stay readable, its name is never used again.',
  })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'It is sent nothing any more.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: listenerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.administration.delete(principal, name, ifMatch);
  }
}
