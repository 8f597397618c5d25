import { Controller, Delete, Get, HttpCode, Param, UseGuards } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { SessionsOfUsers } from '../../access/sessions-of-users.js';
import { UserGuard } from '../../access/user.guard.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { WithoutBody } from '../../http/without-body.js';
import { userSessionSchema } from './me.schema.js';
import { OwnAccount } from './own-account.js';
import { showSession } from './show-session.js';

const ownSessionsSchema = z
  .object({
    items: z.array(
      userSessionSchema
        .extend({ current: z.boolean().meta({ description: 'The one in which the token of this request was given.' }) })
        .meta({ id: 'OwnSession' }),
    ),
  })
  .meta({ id: 'OwnSessions' });

/** In which browsers a user is logged in, for themselves: whoever finds one that they do not know ends it. */
@ApiTags('Own account')
@Controller('v1/me/sessions')
@RequireScope()
@UseGuards(UserGuard)
export class OwnSessionsController {
  constructor(
    private readonly own: OwnAccount,
    private readonly sessions: SessionsOfUsers,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List your own sessions', description: 'Those that are open now, the one used last first.' })
  @ApiOkResponse({ standardSchema: ownSessionsSchema })
  async list(@CurrentPrincipal() principal: Principal): Promise<z.input<typeof ownSessionsSchema>> {
    const { tenantId, id } = await this.own.of(principal);
    const [sessions, current] = await Promise.all([
      this.sessions.list(this.unitOfWork.reading, { tenantId, userId: id }, this.clock.now()),
      this.own.sessionOf(principal),
    ]);
    return { items: sessions.map((one) => ({ ...showSession(one), current: one.id === current?.id })) };
  }

  @Delete(':session')
  @HttpCode(204)
  @WithoutBody()
  @ApiOperation({
    summary: 'End one of your own sessions',
    description: 'With every token given in it. An application that acts for you needs a login within five minutes.',
  })
  @ApiNoContentResponse()
  async end(
    @CurrentPrincipal() principal: Principal,
    @Param('session', { schema: z.string().max(200) }) session: string,
  ): Promise<void> {
    const { tenantId, id } = await this.own.of(principal);
    if (principal.application === true) await this.own.requireRecentLogin(principal);
    const ending = { reason: 'logged_out', actor: principal.actor, now: this.clock.now() } as const;
    const ended = await this.unitOfWork.run((transaction) =>
      this.sessions.end(transaction, { tenantId, userId: id }, session, ending),
    );
    if (!ended) throw new CountersignError('request.not_found');
  }
}
