import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { entityTag } from '../http/entity-tag.js';
import { NeedsIfMatch } from '../http/if-match.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../http/list.js';
import { WithoutBody } from '../http/without-body.js';
import type { WholeVerdict } from './configured-policies.js';
import { PolicyChanges } from './policy-changes.js';
import { PolicyTrials } from './policy-trials.js';
import {
  type TokenPolicyRequest,
  tokenPolicyReplacementSchema,
  tokenPolicyRequestSchema,
  tokenPolicySchema,
} from './rules/token-policy.schema.js';
import { type StoredPolicy, TokenPolicyStore } from './token-policy.store.js';
import { type TrialRequest, trialAnswerSchema, trialRequestSchema } from './trial.schema.js';

const idSchema = z.uuid();

const shown = ({ tenantId: _tenantId, createdAt, updatedAt, ...rest }: StoredPolicy) => ({
  ...rest,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

function shownVerdict({ verdict, policies }: WholeVerdict, seconds: number): z.input<typeof trialAnswerSchema> {
  return {
    issue: verdict.issue,
    seconds: verdict.issue ? Math.min(seconds, verdict.maximumSeconds ?? seconds) : null,
    refusedBy: verdict.issue
      ? null
      : { policyId: verdict.policyId, reason: verdict.reason, description: verdict.description },
    policies: (policies?.outcomes ?? []).map(({ policy, mismatch, lacking }) => ({
      id: policy.id,
      level: policy.level,
      subject: policy.subject,
      effect: policy.effect,
      matches: mismatch === null,
      why: mismatch ?? lacking,
    })),
  };
}

@ApiTags('OAuth')
@Controller('v1')
export class TokenPoliciesController {
  constructor(
    private readonly changes: PolicyChanges,
    private readonly store: TokenPolicyStore,
    private readonly trials: PolicyTrials,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Post('token-policies')
  @RequireScope('token-policies:write')
  @ApiOperation({
    summary: 'Make a rule about tokens',
    description: 'Judged at each issue from now on, refresh included; tokens issued before live on.',
  })
  @ApiCreatedResponse({ standardSchema: tokenPolicySchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: tokenPolicyRequestSchema }) body: TokenPolicyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const policy = await this.changes.create(principal, body);
    void reply.header('location', `/v1/token-policies/${policy.id}`);
    return this.answer(policy, reply);
  }

  @Get('token-policies')
  @RequireScope('token-policies:read')
  @ApiOperation({ summary: 'List rules about tokens, the oldest first' })
  @ApiOkResponse({ standardSchema: pageSchema(tokenPolicySchema, 'TokenPolicyPage') })
  async list(@CurrentPrincipal() { tenant }: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const page = await this.store.list(this.unitOfWork.reading, tenant.id, query);
    return { items: page.items.map(shown), next: page.next };
  }

  // With one colon the router would read a parameter.
  @Post('token-policies::try')
  @HttpCode(200)
  @RequireScope('token-policies:write')
  @ApiOperation({ summary: 'Tell whether a token would be issued, and why', description: 'Issues none.' })
  @ApiOkResponse({ standardSchema: trialAnswerSchema })
  async try(@CurrentPrincipal() principal: Principal, @Body({ schema: trialRequestSchema }) trial: TrialRequest) {
    return shownVerdict(await this.trials.run(principal, trial), trial.seconds);
  }

  @Get('token-policies/:id')
  @RequireScope('token-policies:read')
  @ApiOperation({ summary: 'Read a rule about tokens', description: 'The `ETag` is its revision.' })
  @ApiOkResponse({ standardSchema: tokenPolicySchema })
  async read(
    @CurrentPrincipal() { tenant }: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const policy = await this.store.find(this.unitOfWork.reading, tenant.id, id);
    if (policy === null) throw new CountersignError('request.not_found');
    return this.answer(policy, reply);
  }

  @Put('token-policies/:id')
  @RequireScope('token-policies:write')
  @ApiOperation({ summary: 'Replace a rule about tokens' })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: tokenPolicySchema })
  async replace(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: tokenPolicyReplacementSchema }) body: TokenPolicyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.answer(await this.changes.replace(principal, id, ifMatch, body), reply);
  }

  @Delete('token-policies/:id')
  @WithoutBody()
  @RequireScope('token-policies:write')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete a rule about tokens' })
  @NeedsIfMatch()
  @ApiNoContentResponse({ description: 'It is judged by no more.' })
  async delete(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: idSchema }) id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.changes.delete(principal, id, ifMatch);
  }

  private answer(policy: StoredPolicy, reply: FastifyReply) {
    void reply.header('etag', entityTag(policy.revision));
    return shown(policy);
  }
}
