import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiOkResponse, ApiTags } from '../../http/described.js';
import { pageSchema } from '../../http/list.js';
import { envelopeStreamId } from '../format/stream.js';
import { auditEventSchema, showEvent } from './event.schema.js';
import { EventStore } from './event.store.js';
import { type EventListQuery, eventListQuerySchema, filterFrom, pagedBy } from './event-filter.js';
import { asOfHeader, RecentReads } from './recent-reads.js';

/** The events of a tenant, without personal data. */
@ApiTags('Audit')
@RequireScope('audit:read')
@Controller('v1/audit-events')
export class AuditEventsController {
  constructor(
    private readonly events: EventStore,
    private readonly recent: RecentReads,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: pageSchema(auditEventSchema, 'AuditEventPage'), headers: asOfHeader })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: eventListQuerySchema }) query: EventListQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const tenantId = principal.tenant.id;
    const filter = filterFrom(query, (envelopeId) => envelopeStreamId(tenantId, envelopeId));
    const listed = pagedBy(filter);
    const after = listed.after(query.cursor);
    const rows = await this.recent.read(principal, reply, (reading) =>
      this.events.list(reading, tenantId, filter, after, query.limit),
    );
    return listed.page(
      rows,
      query.limit,
      (row) => (filter.streamId === undefined ? [row.occurredAt.toISOString(), row.id] : [row.sequence]),
      showEvent,
    );
  }
}
