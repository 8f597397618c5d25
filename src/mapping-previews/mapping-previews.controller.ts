import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { showPreviewedMapping } from '../diagnosis/mappings/previewed-mapping.schema.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import {
  type MappingPreviewRequest,
  mappingPreviewRequestSchema,
  mappingPreviewSchema,
} from './mapping-preview.schema.js';
import { MappingPreviewer } from './preview-claims.js';

@ApiTags('Diagnosis')
@RequireScope('providers:write')
@Controller('v1/mapping-previews')
export class MappingPreviewsController {
  constructor(private readonly previewer: MappingPreviewer) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Show step by step what field mappings do with claims',
    description: 'Pasted claims are not stored.',
  })
  @ApiOkResponse({ standardSchema: mappingPreviewSchema })
  async preview(
    @CurrentPrincipal() { tenant }: Principal,
    @Body({ schema: mappingPreviewRequestSchema }) body: MappingPreviewRequest,
  ) {
    const { mappings, previewed } = await this.previewer.preview(tenant.id, body);
    return {
      verdict: previewed.some(({ verdict }) => verdict.fails) ? 'fault' : 'ok',
      mappings: mappings.flatMap((sourced, index) => {
        const one = previewed[index];
        return one === undefined ? [] : [showPreviewedMapping(sourced, one)];
      }),
    };
  }
}
