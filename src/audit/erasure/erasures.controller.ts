import { Body, Controller, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { recipientFieldsSchema } from '../../claims/recipient-fields.js';
import { ApiCreatedResponse, ApiTags } from '../../http/described.js';
import { PersonEraser } from './erase-person.js';

const erasureRequestSchema = z
  .strictObject({
    envelopeId: z
      .string({ error: 'expected the workflow’s id of the envelope, 1 to 200 characters' })
      .min(1)
      .max(200)
      .meta({ description: 'The workflow’s own id of the envelope.' }),
    recipientEmail: recipientFieldsSchema.shape.email,
  })
  .meta({ id: 'ErasureRequest' });

const erasureSchema = z
  .object({
    id: z.uuid(),
    erasedAt: z.iso.datetime(),
    dataKeyIds: z
      .array(z.uuid())
      .meta({ description: 'The keys that were destroyed; events name the key of what stood beside them.' }),
  })
  .meta({ id: 'Erasure' });

@ApiTags('Audit')
@Controller('v1/erasures')
export class ErasuresController {
  constructor(private readonly eraser: PersonEraser) {}

  @Post()
  @RequireScope('audit:erase')
  @ApiCreatedResponse({ standardSchema: erasureSchema })
  async erase(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: erasureRequestSchema }) body: z.infer<typeof erasureRequestSchema>,
  ) {
    const { id, erasedAt, dataKeyIds } = await this.eraser.erase(
      { tenantId: principal.tenant.id, ...body },
      principal.actor,
    );
    return { id, erasedAt: erasedAt.toISOString(), dataKeyIds: [...dataKeyIds] };
  }
}
