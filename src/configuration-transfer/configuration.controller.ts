import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../http/described.js';
import {
  appliedSchema,
  type ConfigurationFile,
  configurationFileSchema,
  previewSchema,
} from './configuration-file.schema.js';
import { ConfigurationTransfer } from './transfer-configuration.js';

@ApiTags('Configuration')
@Controller('v1/configuration')
export class ConfigurationController {
  constructor(private readonly transfer: ConfigurationTransfer) {}

  @Get()
  @RequireScope('settings:read')
  @ApiOperation({
    summary: 'Export what the tenant is configured to',
    description:
      'Own roles, external authentications, providers and listeners, without any secret; of these what the caller may read.',
  })
  @ApiOkResponse({ standardSchema: configurationFileSchema })
  export(@CurrentPrincipal() principal: Principal) {
    return this.transfer.export(principal);
  }

  @Post('preview')
  @HttpCode(200)
  @RequireScope('settings:write')
  @ApiOperation({ summary: 'Say what a file would change, and which secrets have to be entered into it' })
  @ApiOkResponse({ standardSchema: previewSchema })
  preview(
    @CurrentPrincipal() principal: Principal,
    @Body({ schema: configurationFileSchema }) body: ConfigurationFile,
  ) {
    return this.transfer.preview(principal, body);
  }

  @Put()
  @RequireScope('settings:write')
  @ApiOperation({
    summary: 'Apply a file',
    description:
      'Judged as a whole first. Then each thing is created or replaced by the rules of its own API, which needs its write scope; nothing is deleted.',
  })
  @ApiOkResponse({ standardSchema: appliedSchema })
  apply(@CurrentPrincipal() principal: Principal, @Body({ schema: configurationFileSchema }) body: ConfigurationFile) {
    return this.transfer.apply(principal, body);
  }
}
