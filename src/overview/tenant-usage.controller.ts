import { Controller, Get, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { RequireScope } from '../access/require-scope.js';
import { TenantStore } from '../access/tenant.store.js';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
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
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get(':id/usage')
  @RequireScope('tenants:read')
  @ApiOperation({ summary: 'Count what a tenant has and does' })
  @ApiOkResponse({ standardSchema: usageSchema })
  async read(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: usageQuerySchema }) query: z.infer<typeof usageQuerySchema>,
  ): Promise<z.input<typeof usageSchema>> {
    const now = this.clock.now();
    const to = query.to ?? now;
    const from = query.from ?? new Date(to.getTime() - MONTH);
    if (from >= to)
      throw new CountersignError('request.invalid', {
        faults: [{ path: 'query.from', message: 'expected a time before `to`' }],
      });
    if ((await this.tenants.findById(id)) === null) throw new CountersignError('request.not_found');
    const counted = await this.usage.count(this.unitOfWork.searching, id, from, to, now);
    return { from: from.toISOString(), to: to.toISOString(), ...counted };
  }
}
