import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiOkResponse, ApiProduces, ApiTags } from '../../http/described.js';
import { ExportEvidence } from './export-evidence.js';

/** The evidence package of one envelope. */
@ApiTags('Audit')
@RequireScope('audit:disclose')
@Controller('v1/envelopes')
export class EvidenceController {
  constructor(private readonly exportEvidence: ExportEvidence) {}

  @Get(':id/evidence')
  @ApiProduces('application/zip')
  @ApiOkResponse({ description: 'A zip that `countersign-verify` verifies without this service.' })
  async export(
    @CurrentPrincipal() principal: Principal,
    @Param('id', { schema: z.string().min(1).max(500) }) envelopeId: string,
  ): Promise<StreamableFile> {
    const zip = await this.exportEvidence.export(principal, envelopeId);
    return new StreamableFile(zip, {
      type: 'application/zip',
      disposition: 'attachment; filename="evidence.zip"',
    });
  }
}
