import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { HonoursIfMatch } from '../../http/if-match.js';
import { WithoutBody } from '../../http/without-body.js';
import { listenerNameSchema, listenerResponseSchema } from '../listeners/listener.schema.js';
import { ListenerPresenter } from '../listeners/listener-presenter.js';
import { ListenerSwitch } from '../listeners/listener-switch.js';
import { acceptedRedeliverySchema, type RedeliveryRequest, redeliveryRequestSchema } from '../outbox/redelivery.js';
import { Redeliveries } from '../redeliveries/redeliveries.js';
import { listenerTestSchema } from '../testing/listener-test.schema.js';
import { ListenerTests } from '../testing/listener-tests.js';

const enableSchema = z
  .strictObject({
    from: z.enum(['place', 'now']).default('place').meta({
      description: '`place`: goes on where it was stopped, in order. `now`: leaves out everything up to now.',
    }),
  })
  .meta({ id: 'EnableListener' });

@ApiTags('Listeners')
@Controller('v1/listeners/:name')
export class ListenerActionsController {
  constructor(
    private readonly listenerSwitch: ListenerSwitch,
    private readonly presenter: ListenerPresenter,
    private readonly tests: ListenerTests,
    private readonly redeliveries: Redeliveries,
  ) {}

  @Post('enable')
  @RequireScope('listeners:write')
  @HttpCode(200)
  @ApiOperation({ summary: 'Deliver to a listener again', description: 'Also after it was suspended or gone.' })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: listenerResponseSchema })
  async enable(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: listenerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: enableSchema }) body: z.infer<typeof enableSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { skipped, ...details } = await this.listenerSwitch.enable(principal, name, ifMatch, body.from === 'now');
    const answer = await this.presenter.answer(details, reply);
    return skipped === null ? answer : { ...answer, skipped };
  }

  @Post('disable')
  @RequireScope('listeners:write')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({ summary: 'Deliver nothing more to a listener', description: 'It keeps its place.' })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: listenerResponseSchema })
  async disable(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: listenerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.presenter.answer(await this.listenerSwitch.disable(principal, name, ifMatch), reply);
  }

  @Post('test')
  @RequireScope('listeners:write')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({
    summary: 'Send a `listener.test` event now',
    description: 'Answers what the listener answered, and the setting that is at fault. Also while it is disabled.',
  })
  @ApiOkResponse({ standardSchema: listenerTestSchema })
  async test(@CurrentPrincipal() principal: Principal, @Param('name', { schema: listenerNameSchema }) name: string) {
    return this.tests.run(principal, name);
  }

  @Post('redeliver')
  @RequireScope('deliveries:write')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Deliver events again',
    description: 'Of an envelope, of a time, or all that were given up. Never overtakes the order of an envelope.',
  })
  @ApiAcceptedResponse({ standardSchema: acceptedRedeliverySchema })
  async redeliver(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: listenerNameSchema }) name: string,
    @Body({ schema: redeliveryRequestSchema }) body: RedeliveryRequest,
  ) {
    return this.redeliveries.ofListener(principal, name, body);
  }
}
