import { Controller, Delete, Get, HttpCode, Param } from '@nestjs/common';
import { z } from 'zod';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import type { SessionEnding } from '../../access/session-ending.js';
import { SessionsOfUsers } from '../../access/sessions-of-users.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { WithoutBody } from '../../http/without-body.js';
import { userSessionSchema } from './me.schema.js';
import { showSession } from './show-session.js';

const idSchema = z.uuid();
const sessionsSchema = z.object({ items: z.array(userSessionSchema) }).meta({ id: 'UserSessions' });

/** In which browsers a user is logged in. */
@ApiTags('People')
@Controller('v1/users/:id/sessions')
export class UserSessionsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly sessions: SessionsOfUsers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequireScope('users:read')
  @ApiOperation({ summary: "List a user's sessions", description: 'Those that are open now, the one used last first.' })
  @ApiOkResponse({ standardSchema: sessionsSchema })
  async list(
    @CurrentPrincipal() { tenant }: Principal,
    @Param('id', { schema: idSchema }) id: string,
  ): Promise<z.input<typeof sessionsSchema>> {
    const { reading, lookups } = this.unitOfWork;
    found(await this.accounts.find(lookups, tenant.id, id));
    const sessions = await this.sessions.list(reading, { tenantId: tenant.id, userId: id }, this.clock.now());
    return { items: sessions.map(showSession) };
  }

  @Delete()
  @RequireScope('users:write')
  @HttpCode(204)
  @WithoutBody()
  @ApiOperation({
    summary: 'Log a user out everywhere',
    description: 'Ends every session and token of theirs; integrations that act for them too.',
  })
  @ApiNoContentResponse()
  async endAll(
    @CurrentPrincipal() { tenant, actor }: Principal,
    @Param('id', { schema: idSchema }) id: string,
  ): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      found(await this.accounts.lock(transaction, tenant.id, id));
      await this.sessions.endAll(transaction, { tenantId: tenant.id, userId: id }, this.ending(actor));
    });
  }

  @Delete(':session')
  @RequireScope('users:write')
  @HttpCode(204)
  @WithoutBody()
  @ApiOperation({ summary: "End one of a user's sessions" })
  @ApiNoContentResponse()
  async end(
    @CurrentPrincipal() { tenant, actor }: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Param('session', { schema: z.string().max(200) }) session: string,
  ): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      found(await this.accounts.lock(transaction, tenant.id, id));
      const user = { tenantId: tenant.id, userId: id };
      if (!(await this.sessions.end(transaction, user, session, this.ending(actor))))
        throw new CountersignError('request.not_found');
    });
  }

  private ending(actor: Principal['actor']): SessionEnding {
    return { reason: 'by_administrator', actor, now: this.clock.now() };
  }
}

/** @throws CountersignError `request.not_found` */
function found(account: PersonalAccount | null): PersonalAccount {
  if (account === null) throw new CountersignError('request.not_found');
  return account;
}
