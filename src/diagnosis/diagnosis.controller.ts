import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import { WithoutBody } from '../http/without-body.js';
import { providerBodySchema } from '../providers/api/provider-body.schema.js';
import { providerNameSchema } from '../providers/configuration/provider-members.js';
import { diagnosisReportSchema } from './diagnosis-report.js';
import { ProviderDiagnosis } from './provider-diagnosis.js';

/** Uses the provider's credentials, hence the scope. */
@ApiTags('Diagnosis')
@RequireScope('providers:write')
@Controller('v1')
export class DiagnosisController {
  constructor(private readonly diagnosis: ProviderDiagnosis) {}

  @Post('providers/:name/diagnosis')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({
    summary: 'Check everything about a provider that can be known without a signer',
    description: 'Calls the provider, also with our credentials, but logs nobody in and changes nothing. At most 20 s.',
  })
  @ApiOkResponse({ standardSchema: diagnosisReportSchema })
  ofSaved(@CurrentPrincipal() principal: Principal, @Param('name', { schema: providerNameSchema }) name: string) {
    return this.diagnosis.ofSaved(principal, name);
  }

  @Post('provider-diagnoses')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Check a provider before it is saved',
    description: 'The body is that of `POST /v1/providers`; what would keep it from being saved stands in the report.',
  })
  @ApiOkResponse({ standardSchema: diagnosisReportSchema })
  ofBody(@CurrentPrincipal() principal: Principal, @Body({ schema: providerBodySchema }) body: unknown) {
    return this.diagnosis.ofBody(principal, body);
  }
}
