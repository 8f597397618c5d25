import { Body, Controller, Get, Headers, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../../access/principal.js';
import { RequireScope } from '../../../access/require-scope.js';
import { UnitOfWork } from '../../../database/unit-of-work.js';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '../../../http/described.js';
import { entityTag } from '../../../http/entity-tag.js';
import { HonoursIfMatch } from '../../../http/if-match.js';
import { EvidenceRetentionStore, type Retention, revisionOf } from '../evidence-retention.store.js';
import { ErasureAsking } from '../two-persons/ask-to-erase.js';
import { accepted, erasureRequestSchema } from './erasure-request.schema.js';

const retentionShape = {
  evidenceDays: z.int({ error: 'expected a number of days, or null' }).min(1).max(36_500).nullable().meta({
    description: 'Days until raw evidence (ID tokens, keys, resource bodies) is destroyed. null: it is kept.',
  }),
  twoPersonErasure: z.boolean({ error: 'expected true or false' }).meta({
    description:
      'Whether an erasure takes two people: one asks for it, another confirms it within seven days. So do a shorter `evidenceDays` and switching this off.',
  }),
};

const retentionSchema = z.object(retentionShape).meta({ id: 'Retention' });

const retentionBodySchema = z
  .strictObject({
    ...retentionShape,
    twoPersonErasure: retentionShape.twoPersonErasure
      .optional()
      .meta({ description: 'As in the answer. Left out: it stays as it is.' }),
  })
  .meta({ id: 'RetentionBody' });

@ApiTags('Audit')
@Controller('v1/retention')
export class RetentionController {
  constructor(
    private readonly retentions: EvidenceRetentionStore,
    private readonly asking: ErasureAsking,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get()
  @RequireScope('audit:read')
  @ApiOperation({ summary: 'Tell how long evidence is kept, and whether an erasure takes two people' })
  @ApiOkResponse({ standardSchema: retentionSchema })
  async get(@CurrentPrincipal() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(await this.retentions.find(this.unitOfWork.reading, principal.tenant.id), reply);
  }

  @Put()
  @RequireScope('audit:erase')
  @HonoursIfMatch()
  @ApiOperation({
    summary: 'Set how long evidence is kept, and whether an erasure takes two people',
    description:
      'Where it takes two, what destroys more than now, or would let one person do so later, is a request that another person confirms.',
  })
  @ApiOkResponse({ standardSchema: retentionSchema })
  @ApiAcceptedResponse({
    standardSchema: erasureRequestSchema,
    description: 'Nothing has changed yet: another person has to confirm the request, see `Location`.',
  })
  async put(
    @CurrentPrincipal() principal: Principal,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: retentionBodySchema }) body: z.infer<typeof retentionBodySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const asked = await this.asking.changeRetention(principal, ifMatch, body);
    return 'request' in asked ? accepted(asked.request, reply) : tagged(asked.done, reply);
  }
}

function tagged(retention: Retention, reply: FastifyReply): Retention {
  void reply.header('etag', entityTag(revisionOf(retention)));
  return retention;
}
