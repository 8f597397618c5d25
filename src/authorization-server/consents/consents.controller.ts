import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '../../http/described.js';
import { pageSchema } from '../../http/list.js';
import { WithoutBody } from '../../http/without-body.js';
import {
  type ConsentQuery,
  consentQuerySchema,
  consentSchema,
  type NewConsent,
  newConsentSchema,
  showConsent,
} from './consent.schema.js';
import { ConsentAdministration } from './consent-administration.js';

@ApiTags('OAuth clients')
@Controller('v1/consents')
export class ConsentsController {
  constructor(private readonly administration: ConsentAdministration) {}

  @Get()
  @RequireScope('consents:read')
  @ApiOperation({ summary: 'List what users let clients do for them' })
  @ApiOkResponse({ standardSchema: pageSchema(consentSchema, 'ConsentPage') })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: consentQuerySchema }) query: ConsentQuery) {
    const page = await this.administration.list(principal, query);
    return { items: page.items.map(showConsent), next: page.next };
  }

  @Post()
  @RequireScope('consents:write')
  @ApiOperation({
    summary: 'Consent for the users of the tenant',
    description:
      'For the JWT Grant: whoever sits at a browser is asked themselves. It reaches nobody who may do something that you may not.',
  })
  @ApiCreatedResponse({ standardSchema: consentSchema })
  async give(@CurrentPrincipal() principal: Principal, @Body({ schema: newConsentSchema }) body: NewConsent) {
    return showConsent(await this.administration.give(principal, body));
  }

  @Delete(':id')
  @WithoutBody()
  @RequireScope('consents:write')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Revoke a consent',
    description: 'Tokens that stand on it are refused from the next request on.',
  })
  @ApiNoContentResponse({ description: 'The client acts for these users no more.' })
  async revoke(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.uuid() }) id: string): Promise<void> {
    await this.administration.revoke(principal, id);
  }
}
