import { Controller, Delete, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { asOfHeader, RecentReads } from '../../audit/trail/recent-reads.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import {
  ApiAcceptedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../../http/described.js';
import { pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import { acceptedRedeliverySchema, redeliverySchema } from '../outbox/redelivery.js';
import {
  type DeliveryListQuery,
  deliveryDetailsSchema,
  deliveryListQuerySchema,
  deliverySchema,
} from '../records/delivery.schema.js';
import { DeliveryRecordStore } from '../records/delivery-record.store.js';
import { Redeliveries } from '../redeliveries/redeliveries.js';

const idSchema = z.uuid();

@ApiTags('Deliveries')
@Controller('v1')
export class DeliveriesController {
  constructor(
    private readonly records: DeliveryRecordStore,
    private readonly redeliveries: Redeliveries,
    private readonly recent: RecentReads,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get('deliveries')
  @RequireScope('deliveries:read')
  @ApiOperation({ summary: 'List deliveries, those of the newest events first' })
  @ApiOkResponse({ standardSchema: pageSchema(deliverySchema, 'DeliveryPage'), headers: asOfHeader })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: deliveryListQuerySchema }) query: DeliveryListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.recent.read(principal, reply, (reading) => this.records.list(reading, principal.tenant.id, query));
  }

  @Get('deliveries/:id')
  @RequireScope('deliveries:read')
  @ApiOperation({ summary: 'Read a delivery with each try' })
  @ApiOkResponse({ standardSchema: deliveryDetailsSchema })
  async read(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    const found = await this.records.find(this.unitOfWork.reading, principal.tenant.id, id);
    if (found === null) throw new CountersignError('request.not_found');
    return found;
  }

  @Post('deliveries/:id/redeliver')
  @RequireScope('deliveries:write')
  @HttpCode(202)
  @WithoutBody()
  @ApiOperation({ summary: 'Deliver one event again', description: 'It keeps its id and, unless erased, its bytes.' })
  @ApiAcceptedResponse({ standardSchema: acceptedRedeliverySchema })
  async redeliver(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    return this.redeliveries.ofDelivery(principal, id);
  }

  @Get('redeliveries/:id')
  @RequireScope('deliveries:read')
  @ApiOperation({ summary: 'Follow a redelivery' })
  @ApiOkResponse({ standardSchema: redeliverySchema })
  async progress(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string) {
    return this.redeliveries.read(principal.tenant.id, id);
  }

  @Delete('redeliveries/:id')
  @RequireScope('deliveries:write')
  @HttpCode(204)
  @WithoutBody()
  @ApiOperation({ summary: 'Stop a redelivery', description: 'What was not delivered yet stays as it was before.' })
  @ApiNoContentResponse({ description: 'Nothing more of it is delivered.' })
  async stop(@CurrentPrincipal() principal: Principal, @Param('id', { schema: idSchema }) id: string): Promise<void> {
    await this.redeliveries.stop(principal.tenant.id, id);
  }
}
