import { Controller, Get, Query } from '@nestjs/common';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { ApiOkResponse, ApiTags } from '../../http/described.js';
import { decodeCursor, pageOf, pageSchema } from '../../http/list.js';
import { envelopeStreamId } from '../format/stream.js';
import { auditEventSchema, showEvent } from './event.schema.js';
import { EventStore } from './event.store.js';
import { type EventListQuery, eventListQuerySchema, filterFrom, positionKeyFor } from './event-filter.js';

/** The events of a tenant, without personal data. */
@ApiTags('Audit')
@RequireScope('audit:read')
@Controller('v1/audit-events')
export class AuditEventsController {
  constructor(
    private readonly events: EventStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @ApiOkResponse({ standardSchema: pageSchema(auditEventSchema, 'AuditEventPage') })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: eventListQuerySchema }) query: EventListQuery) {
    const tenantId = principal.tenant.id;
    const filter = filterFrom(query, (envelopeId) => envelopeStreamId(tenantId, envelopeId));
    const after = query.cursor === undefined ? null : decodeCursor(query.cursor, positionKeyFor(filter));
    const rows = await this.events.list(this.unitOfWork.searching, tenantId, filter, after, query.limit);
    return pageOf(
      rows,
      query.limit,
      (row) => (filter.streamId === undefined ? [row.occurredAt.toISOString(), row.id] : [row.sequence]),
      showEvent,
    );
  }
}
