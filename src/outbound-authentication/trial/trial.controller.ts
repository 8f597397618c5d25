import { Controller, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { WithoutBody } from '../../http/without-body.js';
import { trialReportSchema } from './trial-report.js';
import { TryAuthentication } from './try-authentication.js';

@ApiTags('External authentications')
@Controller('v1/external-authentications')
export class TrialController {
  constructor(private readonly trying: TryAuthentication) {}

  @Post(':id/test')
  @HttpCode(200)
  @WithoutBody()
  @RequireScope('external-authentications:access')
  @ApiOperation({
    summary: 'Try an external authentication',
    description:
      'Presents the certificate, requests a token, and calls the URL with OPTIONS. Answers as a diagnosis does.',
  })
  @ApiOkResponse({ standardSchema: trialReportSchema })
  test(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.uuid() }) id: string) {
    return this.trying.execute(principal.tenant.id, id);
  }
}
