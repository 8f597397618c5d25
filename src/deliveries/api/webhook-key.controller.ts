import { Controller, Get, Header, Param } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../../access/require-scope.js';
import { TenantStore } from '../../access/tenant.store.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { jwkOf, WebhookKeys } from '../signatures/webhook-keys.js';

const webhookKeySchema = z
  .strictObject({
    publicKey: z
      .string()
      .meta({ description: '`whpk_` and the base64 of the 32 bytes, as Standard Webhooks writes it.' }),
    jwk: z
      .strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })
      .meta({ description: 'The same key as JWK (RFC 8037).' }),
  })
  .meta({ id: 'WebhookKey' });

@ApiTags('Listeners')
@Public()
@Controller('v1/tenants')
export class WebhookKeyController {
  constructor(
    private readonly tenants: TenantStore,
    private readonly keys: WebhookKeys,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  @Get(':tenant/webhook-key')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: 'The public key of `v1a` signatures',
    description: 'There is one once a listener of the tenant has asked for asymmetric signatures.',
  })
  @ApiOkResponse({ standardSchema: webhookKeySchema })
  async read(@Param('tenant', { schema: z.string().max(63) }) name: string) {
    const tenant = await this.tenants.findByName(name);
    const key = tenant === null ? null : await this.keys.publicKey(this.unitOfWork.reading, tenant.id);
    if (key === null)
      throw new CountersignError('request.not_found', { detail: `${name} signs nothing asymmetrically` });
    return { publicKey: `whpk_${key.toString('base64')}`, jwk: jwkOf(key) };
  }
}
