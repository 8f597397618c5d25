import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { decodeCursor, type ListQuery, listQuerySchema, pageOf, pageSchema } from '../../http/list.js';
import { redirectUriOf } from '../redirect-uri.js';
import type { ProviderTemplate } from '../templates/provider-template.js';
import { providerTemplates } from '../templates/provider-templates.js';
import { providerTemplateSchema } from './provider-template.schema.js';

@ApiTags('Providers')
@RequireScope('providers:read')
@Controller('v1/provider-templates')
export class ProviderTemplatesController {
  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  @Get()
  @ApiOperation({
    summary: 'List templates of well-known providers',
    description:
      'Replace each `{{name}}` in `body` by the input of that name and send the result to `POST /v1/providers`.',
  })
  @ApiOkResponse({ standardSchema: pageSchema(providerTemplateSchema, 'ProviderTemplatePage') })
  list(@CurrentPrincipal() principal: Principal, @Query({ schema: listQuerySchema }) query: ListQuery) {
    const after = query.cursor === undefined ? 0 : decodeCursor(query.cursor, z.tuple([z.int().min(0)]))[0];
    const numbered = providerTemplates.map((template, index) => ({ template, position: index + 1 }));
    const rows = numbered.slice(after, after + query.limit + 1);
    return pageOf(
      rows,
      query.limit,
      ({ position }) => [position],
      ({ template }) => this.show(principal, template),
    );
  }

  @Get(':id')
  @ApiOperation({ summary: 'Read one template' })
  @ApiOkResponse({ standardSchema: providerTemplateSchema })
  read(@CurrentPrincipal() principal: Principal, @Param('id', { schema: z.string().max(63) }) id: string) {
    const template = providerTemplates.find((candidate) => candidate.id === id);
    if (template === undefined) {
      throw new CountersignError('request.not_found', { detail: `There is no provider template ${id}` });
    }
    return this.show(principal, template);
  }

  private show({ tenant }: Principal, template: ProviderTemplate): z.input<typeof providerTemplateSchema> {
    const { body, inputs, steps, remarks, ...texts } = template;
    return {
      ...texts,
      kind: body.kind,
      inputs: [...inputs],
      steps: [...steps],
      remarks: [...remarks],
      redirectUri: redirectUriOf(this.settings.PUBLIC_URL, tenant.name, body.name),
      body: { ...body },
    };
  }
}
