import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { listQueryShape, PagedList } from '../../http/list.js';
import { uriSchema } from '../../http/uri.schema.js';
import { providerTemplatePageSchema, providerTemplateSchema } from '../../providers/api/provider-template.schema.js';
import { redirectUriOf } from '../../providers/redirect-uri.js';
import type { ProviderTemplate } from '../../providers/templates/provider-template.js';
import { providerTemplates } from '../../providers/templates/provider-templates.js';
import { withIssuer } from '../../providers/templates/recognise.js';
import { DetectTemplates } from './detect-templates.js';

const listed = new PagedList('provider-templates', z.tuple([z.int().min(0)]));

const querySchema = z.strictObject({
  ...listQueryShape,
  detect: uriSchema.optional().meta({
    description:
      'An issuer, or the address of its discovery document: only templates of the product that answers there, the likeliest first, with the issuer filled in, and the algorithms that sign ID tokens where none of the template is announced. None: the product is not known, and `detected` of the answer says what its body needs.',
  }),
});
type QueryOfList = z.infer<typeof querySchema>;

@ApiTags('Providers')
@RequireScope('providers:read')
@Controller('v1/provider-templates')
export class ProviderTemplatesController {
  constructor(
    private readonly templates: DetectTemplates,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'List templates of well-known providers',
    description:
      'Replace each `{{name}}` in `body` by the input of that name and send the result to `POST /v1/providers`. With `detect` the provider is asked for its metadata.',
  })
  @ApiOkResponse({ standardSchema: providerTemplatePageSchema })
  async list(@CurrentPrincipal() principal: Principal, @Query({ schema: querySchema }) query: QueryOfList) {
    if (query.detect !== undefined) return await this.detected(principal, query.detect);
    const after = listed.after(query.cursor)?.[0] ?? 0;
    const numbered = providerTemplates.map((template, index) => ({ template, position: index + 1 }));
    const rows = numbered.slice(after, after + query.limit + 1);
    return listed.page(
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

  private async detected(principal: Principal, pasted: string) {
    const { issuer, signingAlgorithms, recognised } = await this.templates.detect(principal, pasted);
    const items = recognised.map(({ template, members }) => ({
      ...this.show(principal, withIssuer(template, issuer)),
      detected: { issuer, recognisedBy: [...members] },
    }));
    return { items, next: null, detected: { issuer, signingAlgorithms } };
  }

  private show({ tenant }: Principal, template: ProviderTemplate): z.input<typeof providerTemplateSchema> {
    const { body, inputs, steps, remarks, assumed = [], recognisedBy: _patterns, ...texts } = template;
    return {
      ...texts,
      kind: body.kind,
      inputs: [...inputs],
      steps: [...steps],
      remarks: [...remarks],
      assumed: [...assumed],
      redirectUri: redirectUriOf(this.settings.PUBLIC_URL, tenant.name, body.name),
      body: { ...body },
    };
  }
}
