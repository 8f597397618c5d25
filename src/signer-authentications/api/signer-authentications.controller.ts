import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ConfirmAlong } from '../../access/confirm-along.js';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { asOfHeader, RecentReads } from '../../audit/trail/recent-reads.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import { CreateSignerAuthentication } from '../creation/create.js';
import { type CreateRequest, createRequestSchema } from '../creation/create-request.schema.js';
import { PendingEnder } from '../endings/end-pending.js';
import { HandbackRedeemer } from '../handback/redeem-handback.js';
import { SignInLinkShower } from '../sign-in/show-sign-in-link.js';
import { type ListRequest, listRequestSchema } from './list-request.schema.js';
import { SignerAuthenticationReader } from './read.js';
import {
  createdSignerAuthenticationSchema,
  handbackRequestSchema,
  handbackResponseSchema,
  shownLinkSchema,
  showSignerAuthentication,
  signerAuthenticationSchema,
} from './signer-authentication.schema.js';
import { TimelineReader } from './timeline.js';
import { timelineSchema } from './timeline.schema.js';

const idSchema = z.uuid();

const idempotencyKeySchema = z
  .string()
  .regex(/^[\x20-\x7e]{1,255}$/)
  .optional();

@ApiTags('Signer authentications')
@Controller('v1/signer-authentications')
export class SignerAuthenticationsController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly creation: CreateSignerAuthentication,
    private readonly reader: SignerAuthenticationReader,
    private readonly ender: PendingEnder,
    private readonly handbacks: HandbackRedeemer,
    private readonly links: SignInLinkShower,
    private readonly timelines: TimelineReader,
    private readonly recent: RecentReads,
  ) {}

  @Post()
  @ConfirmAlong()
  @RequireScope('authentications:write')
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same body makes one signer authentication, however often it is sent.',
  })
  @ApiCreatedResponse({ standardSchema: createdSignerAuthenticationSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: createRequestSchema }) body: CreateRequest,
    @Headers('idempotency-key') header: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const key = idempotencyKeySchema.safeParse(header);
    if (!key.success) {
      throw new CountersignError('request.invalid', {
        faults: [{ path: 'header.Idempotency-Key', message: 'expected 1 to 255 printable ASCII characters' }],
      });
    }
    const { authentication, token } = await this.creation.create(principal, body, key.data ?? null);
    void reply.header('location', `/v1/signer-authentications/${authentication.id}`);
    return {
      ...showSignerAuthentication(authentication),
      signInUrl: token === null ? null : `${this.settings.PUBLIC_URL}/sign-in/${token}`,
    };
  }

  @Get()
  @RequireScope('authentications:read')
  @ApiOkResponse({
    standardSchema: pageSchema(signerAuthenticationSchema, 'SignerAuthenticationPage'),
    headers: asOfHeader,
  })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: listRequestSchema }) query: ListRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const page = await this.recent.read(principal, reply, (reading) =>
      this.reader.list(reading, principal.tenant.id, query),
    );
    return { items: page.items.map(showSignerAuthentication), next: page.next };
  }

  @Get(':id')
  @ConfirmAlong()
  @RequireScope('authentications:read')
  @ApiOkResponse({ standardSchema: signerAuthenticationSchema })
  async get(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    const authentication = await this.ender.expire(principal, id);
    if (authentication === null) throw new CountersignError('request.not_found');
    return showSignerAuthentication(authentication);
  }

  @Get(':id/timeline')
  @RequireScope('authentications:read')
  @ApiOkResponse({ standardSchema: timelineSchema })
  async timeline(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    return { items: await this.timelines.read(principal.tenant.id, id) };
  }

  @Post(':id/sign-in-link')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('authentications:write')
  @ApiOperation({
    summary: 'Show the sign-in link once more',
    description: 'For a signer who has lost it. Whoever has the link can log in; the trail says who was shown it.',
  })
  @ApiOkResponse({ standardSchema: shownLinkSchema })
  async signInLink(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { authentication, token } = await this.links.show(principal.tenant.id, id, principal.actor);
    void reply.header('cache-control', 'no-store');
    return {
      id: authentication.id,
      signInUrl: `${this.settings.PUBLIC_URL}/sign-in/${token}`,
      expiresAt: authentication.expiresAt.toISOString(),
    };
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('authentications:write')
  @ApiOkResponse({ standardSchema: signerAuthenticationSchema })
  async cancel(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    return showSignerAuthentication(await this.ender.cancel(principal.tenant.id, id, principal.actor));
  }

  @Post(':id/handback')
  @HttpCode(200)
  @RequireScope('authentications:write')
  @ApiOkResponse({ standardSchema: handbackResponseSchema })
  async handback(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Body({ schema: handbackRequestSchema }) body: z.infer<typeof handbackRequestSchema>,
  ) {
    const authentication = await this.handbacks.redeem(principal.tenant.id, id, body.code, principal.actor);
    return { id: authentication.id, status: authentication.status, ...authentication.outcome };
  }
}
