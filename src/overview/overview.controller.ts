import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { asOfHeader, RecentReads } from '../audit/trail/recent-reads.js';
import { Clock } from '../config/clock.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { expirationsQuerySchema, expirationsSchema } from './expirations.schema.js';
import { rangeOf, statisticsQuerySchema, statisticsSchema } from './login-statistics.schema.js';
import { LoginStatisticsStore } from './login-statistics.store.js';
import { ExpirationsReader } from './read-expirations.js';

/** What whoever runs a tenant looks at first. */
@ApiTags('Overview')
@Controller('v1')
export class OverviewController {
  constructor(
    private readonly statistics: LoginStatisticsStore,
    private readonly expirations: ExpirationsReader,
    private readonly recent: RecentReads,
    private readonly clock: Clock,
  ) {}

  @Get('statistics/logins')
  @RequireScope('authentications:read')
  @ApiOperation({ summary: 'Count logins of signers by time, provider and error code' })
  @ApiOkResponse({ standardSchema: statisticsSchema, headers: asOfHeader })
  async logins(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: statisticsQuerySchema }) query: z.infer<typeof statisticsQuerySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof statisticsSchema>> {
    const range = rangeOf(query, this.clock.now());
    const items = await this.recent.read(principal, reply, (reading) =>
      this.statistics.count(reading, principal.tenant.id, range),
    );
    return { ...range, from: range.from.toISOString(), to: range.to.toISOString(), items };
  }

  @Get('expirations')
  @RequireScope('providers:read')
  @ApiOperation({
    summary: 'List what expires soon',
    description:
      'Credentials and trusted certificates of providers, client certificates, API keys, certificates of clients and of their authorities; of these what the caller may read.',
  })
  @ApiOkResponse({ standardSchema: expirationsSchema })
  async expiring(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: expirationsQuerySchema }) query: z.infer<typeof expirationsQuerySchema>,
  ): Promise<z.input<typeof expirationsSchema>> {
    const { now, expiring, failed } = await this.expirations.list(principal, query.withinDays);
    const items = expiring.map(({ expiresAt, ...item }) => ({
      ...item,
      expiresAt: expiresAt.toISOString(),
      expired: expiresAt <= now,
    }));
    return { items, failed: [...failed] };
  }
}
