import { Readable } from 'node:stream';
import { Controller, Get, Headers, Param, Query, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { scopeMissing } from '../../access/challenge.js';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ReadReplica } from '../../database/read-replica.js';
import { ApiOkResponse, ApiProduces, ApiTags } from '../../http/described.js';
import { auditTrailSchema, jsonTrail } from './json-trail.js';
import { PdfExport } from './pdf/export-pdf.js';
import { ReadTrail } from './read-trail.js';
import { SealedStore } from './sealed.store.js';
import { negotiateFormat, type TrailFormat, trailFormats } from './trail-format.js';
import { disclosedPages, plainPages } from './trail-items.js';
import { xmlTrail } from './xml-trail.js';

const trailQuerySchema = z.strictObject({
  format: z
    .enum(['json', 'xml', 'pdf'], { error: 'expected json, xml or pdf' })
    .optional()
    .meta({ description: 'In place of the Accept header.' }),
  disclose: z
    .enum(['true', 'false'], { error: 'expected true or false' })
    .default('false')
    .transform((text) => text === 'true')
    .meta({ description: 'Shows personal data and evidence; needs scope `audit:disclose` and is recorded.' }),
});

/** The trail of one envelope. */
@ApiTags('Audit')
@RequireScope('audit:read')
@Controller('v1/envelopes')
export class AuditTrailController {
  constructor(
    private readonly readTrail: ReadTrail,
    private readonly sealed: SealedStore,
    private readonly replica: ReadReplica,
    private readonly pdf: PdfExport,
  ) {}

  @Get(':id/audit-trail')
  @ApiProduces(...Object.values(trailFormats))
  @ApiOkResponse({ standardSchema: auditTrailSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: z.string().min(1).max(500) }) envelopeId: string,
    @Query({ schema: trailQuerySchema }) query: z.infer<typeof trailQuerySchema>,
    @Headers('accept') accept: string | undefined,
  ): Promise<StreamableFile> {
    const format = query.format ?? negotiateFormat(accept);
    if (query.disclose && !principal.scopes.has('audit:disclose'))
      throw scopeMissing(principal, ['audit:disclose'], 'disclose=true needs scope audit:disclose');
    const trail = await this.readTrail.open({
      principal,
      envelopeId,
      type: query.disclose ? 'personal_data.disclosed' : eventTypeOf(format),
      data: { format },
    });
    const pages = query.disclose ? disclosedPages(trail, this.sealed, this.replica.reading) : plainPages(trail);
    if (format === 'pdf') {
      return new StreamableFile(await this.pdf.export(trail, pages, principal.tenant.name), {
        type: trailFormats.pdf,
        disposition: 'attachment; filename="audit-trail.pdf"',
      });
    }
    const text = format === 'xml' ? xmlTrail(trail, pages) : jsonTrail(trail, pages);
    return new StreamableFile(Readable.from(text, { objectMode: false }), {
      type: `${trailFormats[format]}; charset=utf-8`,
    });
  }
}

/** JSON and XML are read; a document is made to be kept elsewhere. */
function eventTypeOf(format: TrailFormat): 'trail.read' | 'trail.exported' {
  return format === 'pdf' ? 'trail.exported' : 'trail.read';
}
