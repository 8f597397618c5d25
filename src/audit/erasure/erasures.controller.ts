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
      .optional()
      .meta({ description: 'The workflow’s own id of the envelope; with `recipientEmail`.' }),
    recipientEmail: recipientFieldsSchema.shape.email.optional(),
    userId: z.uuid().optional().meta({ description: 'A user of the tenant, deleted or not; in place of the others.' }),
  })
  .superRefine(({ envelopeId, recipientEmail, userId }, context) => {
    const of = (name: string, value: unknown, wanted: boolean) => {
      if ((value !== undefined) !== wanted)
        context.addIssue({
          code: 'custom',
          path: [name],
          message: wanted ? 'is required' : 'is not given together with userId',
        });
    };
    of('envelopeId', envelopeId, userId === undefined);
    of('recipientEmail', recipientEmail, userId === undefined);
  })
  .meta({ id: 'ErasureRequest', description: 'One recipient of one envelope, or one user of the tenant.' });

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
    const { tenant, actor } = principal;
    const { userId, envelopeId = '', recipientEmail = '' } = body;
    const { id, erasedAt, dataKeyIds } =
      userId === undefined
        ? await this.eraser.erase({ tenantId: tenant.id, envelopeId, recipientEmail }, actor)
        : await this.eraser.eraseUser(tenant.id, userId, actor);
    return { id, erasedAt: erasedAt.toISOString(), dataKeyIds: [...dataKeyIds] };
  }
}
