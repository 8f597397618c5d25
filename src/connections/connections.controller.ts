import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { listQueryShape, pageSchema } from '../http/list.js';
import { type Connection, connectionKinds, connectionStates, EXPIRING, stateOf } from './connection.js';
import { ConnectionStore } from './connection.store.js';

const connectionSchema = z
  .strictObject({
    kind: z.enum(connectionKinds),
    id: z.string().meta({ description: 'Of the client or the external authentication.' }),
    name: z.string().meta({ description: 'Name of the client, or the URL.' }),
    state: z.enum(connectionStates).meta({
      description:
        '`disabled`: somebody has stopped the client. `unused`: nothing was tried yet. `expiring`: its last credential ends within 30 days. `failing`: what was tried last did not work, or that credential has ended.',
    }),
    lastSuccessAt: z.iso.datetime().nullable().meta({ description: 'To within five minutes while it works.' }),
    lastFailure: z
      .strictObject({
        at: z.iso.datetime(),
        code: z.string().meta({ description: 'e.g. `invalid_client`, `invalid_grant`, or an error code of ours.' }),
      })
      .nullable(),
    failingSince: z.iso.datetime().nullable(),
    expiresAt: z.iso.datetime().nullable().meta({ description: 'When its last credential ends, where that is known.' }),
    owner: z.string().nullable().meta({ description: 'The user who is told; null: the administrators.' }),
  })
  .meta({ id: 'Connection' });

const querySchema = z.strictObject({ ...listQueryShape, state: z.enum(connectionStates).optional() });

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

function shown(connection: Connection, now: Date): z.input<typeof connectionSchema> {
  const { kind, id, name, lastFailureAt, lastFailureCode } = connection;
  return {
    kind,
    id,
    name,
    state: stateOf(connection, now),
    lastSuccessAt: iso(connection.lastSuccessAt),
    lastFailure:
      lastFailureAt === null || lastFailureCode === null
        ? null
        : { at: lastFailureAt.toISOString(), code: lastFailureCode },
    failingSince: iso(connection.failingSince),
    expiresAt: iso(connection.expiresAt),
    owner: connection.ownerId,
  };
}

@ApiTags('OAuth')
@Controller('v1/connections')
export class ConnectionsController {
  constructor(
    private readonly store: ConnectionStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get()
  @RequireScope('oauth-clients:read')
  @ApiOperation({
    summary: 'Tell which connections work: OAuth clients and external authentications',
    description: 'One that stops working is told as `connection.failed`, and by mail.',
  })
  @ApiOkResponse({ standardSchema: pageSchema(connectionSchema, 'ConnectionPage') })
  async list(
    @CurrentPrincipal() { tenant }: Principal,
    @Query({ schema: querySchema }) query: z.output<typeof querySchema>,
  ) {
    const now = this.clock.now();
    const times = { now, expiringFrom: new Date(now.getTime() + EXPIRING) };
    const page = await this.store.list(this.unitOfWork.reading, tenant.id, query, times);
    return { items: page.items.map((one) => shown(one, now)), next: page.next };
  }
}
