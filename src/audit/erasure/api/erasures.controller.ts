import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../../access/principal.js';
import { RequireScope } from '../../../access/require-scope.js';
import { recipientFieldsSchema } from '../../../claims/recipient-fields.js';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiOperation, ApiTags } from '../../../http/described.js';
import { ErasureAsking } from '../two-persons/ask-to-erase.js';
import { accepted, erasureRequestSchema } from './erasure-request.schema.js';

const erasureBodySchema = z
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
  .meta({ id: 'ErasureBody', description: 'One recipient of one envelope, or one user of the tenant.' });

export const erasureSchema = z
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
  constructor(private readonly asking: ErasureAsking) {}

  @Post()
  @RequireScope('audit:erase')
  @ApiOperation({
    summary: 'Erase a person',
    description:
      'At once; or, where the tenant wants two people for it (`GET /v1/retention`), by a request that another person confirms.',
  })
  @ApiCreatedResponse({ standardSchema: erasureSchema })
  @ApiAcceptedResponse({
    standardSchema: erasureRequestSchema,
    description: 'Nothing is erased yet: another person has to confirm the request, see `Location`.',
  })
  async erase(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: erasureBodySchema }) body: z.infer<typeof erasureBodySchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { userId, envelopeId = '', recipientEmail = '' } = body;
    const asked = await this.asking.erase(
      principal,
      userId === undefined ? { kind: 'recipient', envelopeId, recipientEmail } : { kind: 'user', userId },
    );
    if ('request' in asked) return accepted(asked.request, reply);
    const { id, erasedAt, dataKeyIds } = asked.done;
    return { id, erasedAt: erasedAt.toISOString(), dataKeyIds: [...dataKeyIds] };
  }
}
