import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../../access/principal.js';
import { RequireScope } from '../../../access/require-scope.js';
import { Clock } from '../../../config/clock.js';
import { UnitOfWork } from '../../../database/unit-of-work.js';
import { CountersignError } from '../../../errors/countersign-error.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../../http/described.js';
import { listQueryShape, pageSchema } from '../../../http/list.js';
import { WithoutBody } from '../../../http/without-body.js';
import { type ErasureRequest, erasureStatuses } from '../erasure-request.js';
import { ErasureRequestStore } from '../erasure-request.store.js';
import { ErasureDecisions } from '../two-persons/decide-erasures.js';
import { erasureRequestSchema, showRequest } from './erasure-request.schema.js';

const listSchema = z.strictObject({
  ...listQueryShape,
  status: z
    .enum(erasureStatuses, { error: `expected one of ${erasureStatuses.join(', ')}` })
    .optional()
    .meta({ description: 'Only requests of this status.' }),
});

/** Erasures that take two people. They are asked for by `POST /v1/erasures` and `PUT /v1/retention`. */
@ApiTags('Audit')
@RequireScope('audit:erase')
@Controller('v1/erasure-requests')
export class ErasureRequestsController {
  constructor(
    private readonly decisions: ErasureDecisions,
    private readonly requests: ErasureRequestStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get()
  @ApiOperation({ summary: 'List erasures that were asked for', description: 'The newest first.' })
  @ApiOkResponse({ standardSchema: pageSchema(erasureRequestSchema, 'ErasureRequestPage') })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: listSchema }) query: z.infer<typeof listSchema>,
  ) {
    const { items, next } = await this.requests.page(
      this.unitOfWork.reading,
      principal.tenant.id,
      query,
      this.clock.now(),
    );
    const shown = [];
    for (const item of items) shown.push(await this.shown(principal, item));
    return { items: shown, next };
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read an erasure that was asked for' })
  @ApiOkResponse({ standardSchema: erasureRequestSchema })
  async read(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.uuid() }) id: string) {
    const request = await this.requests.find(this.unitOfWork.reading, principal.tenant.id, id);
    if (request === null) throw new CountersignError('request.not_found');
    return this.shown(principal, request);
  }

  @Post(':id/confirm')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({
    summary: 'Erase what another person has asked for',
    description: 'At once and for good. Whoever asked cannot, with no key or application of theirs.',
  })
  @ApiOkResponse({ standardSchema: erasureRequestSchema })
  async confirm(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.uuid() }) id: string) {
    return this.shown(principal, await this.decisions.confirm(principal, id));
  }

  @Post(':id/refuse')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({ summary: 'Refuse an erasure', description: 'Nothing is erased. Whoever asked may withdraw it so.' })
  @ApiOkResponse({ standardSchema: erasureRequestSchema })
  async refuse(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.uuid() }) id: string) {
    return this.shown(principal, await this.decisions.refuse(principal, id));
  }

  private async shown(principal: Principal, request: ErasureRequest) {
    const mayConfirm = await this.decisions.mayConfirm(this.unitOfWork.reading, principal, request);
    return showRequest(request, mayConfirm, this.clock.now());
  }
}
