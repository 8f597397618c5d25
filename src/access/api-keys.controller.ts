import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { listQueryShape, pageSchema } from '../http/list.js';
import { timeTextSchema } from '../http/time.schema.js';
import { WithoutBody } from '../http/without-body.js';
import { AccessTrail } from './access-trail.js';
import { type ApiKey, ApiKeyStore, keyStates } from './api-key.store.js';
import { ApiKeyIssuer } from './issue-api-key.js';
import { CurrentPrincipal, type Principal } from './principal.js';
import { RequireScope } from './require-scope.js';
import { scopeSchema, scopes } from './scope.js';

const apiKeySchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(scopeSchema),
    createdAt: z.iso.datetime(),
    rotatedFrom: z.uuid().nullable().meta({ description: 'The key in whose place it came; null: none.' }),
    expiresAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' });

export const issuedApiKeySchema = apiKeySchema
  .extend({ key: z.string().meta({ description: 'Shown only now; it is stored as a hash.' }) })
  .meta({ id: 'IssuedApiKey' });

const newApiKeySchema = z
  .strictObject({
    name: z
      .string({ error: 'expected 1 to 100 characters' })
      .trim()
      .min(1)
      .max(100)
      .default('unnamed')
      .meta({ description: 'What the key is for. Default: unnamed.' }),
    scopes: z
      .array(scopeSchema, { error: 'expected a list of scopes' })
      .min(1)
      .max(scopes.length)
      .transform((list) => [...new Set(list)]),
    expiresAt: timeTextSchema
      .nullable()
      .default(null)
      .meta({ description: 'When the key stops working; null: never.' }),
  })
  .meta({ id: 'NewApiKey' });

const MOST_OVERLAP = 90 * 86_400;

const rotationSchema = z
  .strictObject({
    overlapSeconds: z
      .int({ error: `expected a number of seconds, at most ${MOST_OVERLAP}` })
      .min(0)
      .max(MOST_OVERLAP)
      .default(86_400)
      .meta({ description: 'How long the key before works on, at most 90 days; 0: it ends now. Default: a day.' }),
  })
  .meta({ id: 'ApiKeyRotation' });

const rotatedApiKeySchema = issuedApiKeySchema
  .extend({ before: apiKeySchema.meta({ description: 'The key before, with its end.' }) })
  .meta({ id: 'RotatedApiKey' });

const apiKeyListSchema = z.strictObject({
  ...listQueryShape,
  state: z
    .enum(keyStates, { error: `expected one of ${keyStates.join(', ')}` })
    .optional()
    .meta({
      description: 'Only keys that work (`valid`), that have expired without being revoked, or that are revoked.',
    }),
});

export function showApiKey(apiKey: ApiKey): z.input<typeof apiKeySchema> {
  return {
    id: apiKey.id,
    name: apiKey.name,
    scopes: [...apiKey.scopes],
    createdAt: apiKey.createdAt.toISOString(),
    rotatedFrom: apiKey.rotatedFrom,
    expiresAt: apiKey.expiresAt?.toISOString() ?? null,
    revokedAt: apiKey.revokedAt?.toISOString() ?? null,
  };
}

@ApiTags('Access')
@RequireScope('keys:write')
@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly issuer: ApiKeyIssuer,
    private readonly apiKeys: ApiKeyStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly trail: AccessTrail,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ApiCreatedResponse({ standardSchema: issuedApiKeySchema })
  async create(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: newApiKeySchema }) body: z.infer<typeof newApiKeySchema>,
  ) {
    const issued = await this.unitOfWork.run((transaction) =>
      this.issuer.issue(transaction, principal, {
        tenantId: principal.tenant.id,
        name: body.name,
        scopes: body.scopes,
        expiresAt: body.expiresAt === null ? null : new Date(body.expiresAt),
      }),
    );
    return { ...showApiKey(issued), key: issued.key };
  }

  @Post(':id/rotate')
  @ApiOperation({
    summary: 'Make a key in the place of another',
    description:
      'With its name, scopes and lifetime. The one before works on for `overlapSeconds`, so that whoever uses it can change over.',
  })
  @ApiCreatedResponse({ standardSchema: rotatedApiKeySchema })
  async rotate(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: rotationSchema }) { overlapSeconds }: z.infer<typeof rotationSchema>,
  ) {
    const { issued, before } = await this.unitOfWork.run((transaction) =>
      this.issuer.rotate(transaction, principal, id, overlapSeconds),
    );
    return { ...showApiKey(issued), key: issued.key, before: showApiKey(before) };
  }

  @Get()
  @ApiOkResponse({ standardSchema: pageSchema(apiKeySchema, 'ApiKeyPage') })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Query({ schema: apiKeyListSchema }) query: z.infer<typeof apiKeyListSchema>,
  ) {
    const page = await this.apiKeys.list(principal.tenant.id, query, this.clock.now());
    return { items: page.items.map(showApiKey), next: page.next };
  }

  @Delete(':id')
  @HttpCode(204)
  @WithoutBody()
  @ApiNoContentResponse({ description: 'The key no longer works.' })
  async revoke(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const revoked = await this.apiKeys.revoke(transaction, principal.tenant.id, id, now);
      if (revoked === null) throw new CountersignError('request.not_found');
      await this.trail.record(
        transaction,
        { type: 'api_key.revoked', tenantId: principal.tenant.id, apiKeyId: id },
        principal.actor,
        now,
      );
    });
  }
}
