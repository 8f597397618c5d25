import { Body, Controller, Get, Put } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiOkResponse, ApiTags } from '../../http/described.js';
import { EvidenceRetention } from './evidence-retention.js';

const retentionSchema = z
  .strictObject({
    evidenceDays: z.int({ error: 'expected a number of days, or null' }).min(1).max(36_500).nullable().meta({
      description: 'Days until raw evidence (ID tokens, keys, resource bodies) is destroyed. null: it is kept.',
    }),
  })
  .meta({ id: 'Retention' });

@ApiTags('Audit')
@Controller('v1/retention')
export class RetentionController {
  constructor(private readonly retention: EvidenceRetention) {}

  @Get()
  @RequireScope('audit:read')
  @ApiOkResponse({ standardSchema: retentionSchema })
  async get(@CurrentPrincipal() principal: Principal) {
    return { evidenceDays: await this.retention.read(principal.tenant.id) };
  }

  @Put()
  @RequireScope('audit:erase')
  @ApiOkResponse({ standardSchema: retentionSchema })
  async put(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: retentionSchema }) body: z.infer<typeof retentionSchema>,
  ) {
    await this.retention.set(principal, body.evidenceDays);
    return body;
  }
}
