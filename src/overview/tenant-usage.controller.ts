import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { TenantStore } from '../access/tenant.store.js';
import { asOfHeader, RecentReads } from '../audit/trail/recent-reads.js';
import { Clock } from '../config/clock.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { usageQuerySchema, usageSchema } from './tenant-usage.js';
import { TenantUsageStore } from './tenant-usage.store.js';

const MONTH = 30 * 86_400_000;

/** What the operator is told about each tenant. */
@ApiTags('Access')
@Controller('v1/tenants')
export class TenantUsageController {
  constructor(
    private readonly usage: TenantUsageStore,
    private readonly tenants: TenantStore,
    private readonly recent: RecentReads,
    private readonly clock: Clock,
  ) {}

  @Get(':id/usage')
  @RequireScope('tenants:read')
  @ApiOperation({ summary: 'Count what a tenant has and does' })
  @ApiOkResponse({ standardSchema: usageSchema, headers: asOfHeader })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: usageQuerySchema }) query: z.infer<typeof usageQuerySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof usageSchema>> {
    const now = this.clock.now();
    const to = query.to ?? now;
    const from = query.from ?? new Date(to.getTime() - MONTH);
    if (from >= to)
      throw new CountersignError('request.invalid', {
        faults: [{ path: 'query.from', message: 'expected a time before `to`' }],
      });
    if ((await this.tenants.findById(id)) === null) throw new CountersignError('request.not_found');
    const counted = await this.recent.read(principal, reply, (reading) => this.usage.count(reading, id, from, to, now));
    return { from: from.toISOString(), to: to.toISOString(), ...counted };
  }
}
