import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
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
import { HonoursIfMatch, NeedsIfMatch } from '../../http/if-match.js';
import { pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import { providerNameSchema } from '../../providers/configuration/provider-members.js';
import { LoginAdministration } from '../administration/administer-logins.js';
import { UserAdministration } from '../administration/administer-users.js';
import { SentUserJudge } from '../administration/sent-user.js';
import { UserPresenter } from '../administration/show-user.js';
import type { Invitation } from '../invitations/invite.js';
import { TenantSettings } from '../settings/tenant-settings.js';
import type { User } from '../users/user.js';
import {
  assignedProviderSchema,
  invitedUserSchema,
  newUserSchema,
  userBodySchema,
  userQuerySchema,
  userSchema,
} from '../users/user.schema.js';
import { UserStore } from '../users/user.store.js';

const idSchema = z.uuid();

@ApiTags('People')
@Controller('v1/users')
export class UsersController {
  constructor(
    private readonly administration: UserAdministration,
    private readonly logins: LoginAdministration,
    private readonly users: UserStore,
    private readonly presenter: UserPresenter,
    private readonly sent: SentUserJudge,
    private readonly settings: TenantSettings,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post()
  @RequireScope('users:write')
  @ApiOperation({
    summary: 'Invite a user',
    description:
      'Their address gets a link by which they set up how they log in. Nobody gives a permission that they lack.',
  })
  @ApiCreatedResponse({ standardSchema: invitedUserSchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: newUserSchema }) body: z.infer<typeof newUserSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const language = body.language ?? (await this.settings.defaultLanguage(principal.tenant.id));
    const invitation = await this.administration.create(principal, { ...body, language });
    void reply.header('location', `/v1/users/${invitation.user.id}`);
    return this.invited(invitation, reply);
  }

  @Get()
  @RequireScope('users:read')
  @ApiOperation({ summary: 'List users, oldest first' })
  @ApiOkResponse({ standardSchema: pageSchema(userSchema, 'UserPage') })
  async list(
    @CurrentPrincipal() { tenant }: Principal,
    @Query({ schema: userQuerySchema }) query: z.infer<typeof userQuerySchema>,
  ) {
    const page = await this.users.list(this.unitOfWork.reading, tenant.id, query);
    return { items: [...(await this.presenter.showAll(tenant.id, page.items))], next: page.next };
  }

  @Get(':id')
  @RequireScope('users:read')
  @ApiOperation({ summary: 'Read a user', description: 'The `ETag` is the revision.' })
  @ApiOkResponse({ standardSchema: userSchema })
  async read(
    @CurrentPrincipal() { tenant }: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const user = await this.users.find(this.unitOfWork.reading, tenant.id, id);
    if (user === null) throw new CountersignError('request.not_found');
    return this.shown(user, reply);
  }

  @Put(':id')
  @RequireScope('users:write')
  @ApiOperation({
    summary: 'Change name, language and roles of a user',
    description: 'Nobody gives a permission that they lack, or gives themselves one. The address never changes.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: userSchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: userBodySchema }) body: z.infer<typeof userBodySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    await this.sent.judge({ principal, id, ifMatch }, body);
    const language = body.language ?? (await this.settings.defaultLanguage(principal.tenant.id));
    const { displayName, roles } = body;
    return this.shown(
      await this.administration.change({ principal, id, ifMatch }, { displayName, language, roles }),
      reply,
    );
  }

  @Delete(':id')
  @WithoutBody()
  @RequireScope('users:write')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Delete a user',
    description: 'They are logged out everywhere. Their personal data stay in the trail until they are erased.',
  })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'Nothing can be done as this user any more.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.administration.delete({ principal, id, ifMatch });
  }

  @Post(':id/lock')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('users:write')
  @ApiOperation({ summary: 'Lock a user out', description: 'Sessions and tokens end at once.' })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: userSchema })
  async lock(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.shown(await this.administration.lock({ principal, id, ifMatch }), reply);
  }

  @Post(':id/unlock')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('users:write')
  @ApiOperation({ summary: 'Let a user in again' })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: userSchema })
  async unlock(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.shown(await this.administration.unlock({ principal, id, ifMatch }), reply);
  }

  @Put(':id/provider')
  @RequireScope('users:write')
  @ApiOperation({
    summary: 'Have a user log in at another provider',
    description:
      'The user is logged out everywhere, loses every binding, is told by mail, and sets up how they log in by a link that is mailed to them.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: invitedUserSchema })
  async assignProvider(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: assignedProviderSchema }) { provider }: z.infer<typeof assignedProviderSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.invited(await this.logins.assignProvider({ principal, id, ifMatch }, provider), reply);
  }

  @Delete(':id/bindings/:provider')
  @WithoutBody()
  @RequireScope('users:write')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remove the binding of a user at a provider',
    description:
      'The user is logged out everywhere and told by mail. Only a new invitation lets them bind anything again.',
  })
  @HonoursIfMatch()
  @ApiNoContentResponse({ description: 'Nobody logs in by it any more.' })
  async removeBinding(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Param('provider', { schema: providerNameSchema }) provider: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.logins.removeBinding({ principal, id, ifMatch }, provider);
  }

  @Post(':id/invitation')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('users:write')
  @ApiOperation({
    summary: 'Invite a user again',
    description:
      'Earlier links end. A user who could log in before is logged out everywhere and loses bindings, password and second factors.',
  })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: invitedUserSchema })
  async inviteAgain(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.invited(await this.logins.inviteAgain({ principal, id, ifMatch }), reply);
  }

  private async shown(user: User, reply: FastifyReply) {
    void reply.header('etag', entityTag(user.revision));
    return this.presenter.show(user);
  }

  private async invited({ user, url, shown }: Invitation, reply: FastifyReply) {
    void reply.header('cache-control', 'no-store');
    return { ...(await this.shown(user, reply)), invitationLink: shown ? url : null };
  }
}
