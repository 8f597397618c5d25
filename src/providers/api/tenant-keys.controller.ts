import { Controller, Get, Header, Param } from '@nestjs/common';
import { z } from 'zod';
import { Public } from '../../access/require-scope.js';
import { TenantStore } from '../../access/tenant.store.js';
import { Clock } from '../../config/clock.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { PublishedKeyStore } from '../stores/published-key.store.js';

const jwkSetSchema = z
  .object({ keys: z.array(z.record(z.string(), z.json())) })
  .meta({ id: 'JwkSet', description: 'JWK Set (RFC 7517 §5) of public keys.' });

@ApiTags('Providers')
@Public()
@Controller('v1/tenants')
export class TenantKeysController {
  constructor(
    private readonly tenants: TenantStore,
    private readonly keys: PublishedKeyStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  @Get(':tenant/jwks.json')
  @Header('content-type', 'application/jwk-set+json')
  @Header('cache-control', 'public, max-age=300')
  @ApiOperation({
    summary: "A tenant's public keys, for its providers",
    description: 'Register this address (`jwks_uri`) at providers that verify our assertions or encrypt tokens to us.',
  })
  @ApiOkResponse({ standardSchema: jwkSetSchema })
  async read(@Param('tenant', { schema: z.string().max(63) }) name: string) {
    const tenant = await this.tenants.findByName(name);
    if (tenant === null) throw new CountersignError('request.not_found', { detail: `There is no tenant ${name}` });
    return { keys: await this.keys.list(this.unitOfWork.reading, tenant.id, this.clock.now()) };
  }
}
