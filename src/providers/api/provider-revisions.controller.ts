import { Controller, Get, Param, Query } from '@nestjs/common';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { type ListQuery, listQuerySchema, pageSchema } from '../../http/list.js';
import { providerNameSchema } from '../configuration/provider-members.js';
import { ReadProviders } from '../use-cases/read-providers.js';
import { revisionNumberSchema, revisionSchema, showRevision } from './provider-revision.schema.js';

@ApiTags('Providers')
@RequireScope('providers:read')
@Controller('v1/providers/:name/revisions')
export class ProviderRevisionsController {
  constructor(private readonly reading: ReadProviders) {}

  @Get()
  @ApiOperation({ summary: "List a provider's revisions, newest first", description: 'Also of a deleted provider.' })
  @ApiOkResponse({ standardSchema: pageSchema(revisionSchema, 'ProviderRevisionPage') })
  async list(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Query({ schema: listQuerySchema }) query: ListQuery,
  ) {
    const page = await this.reading.pageOfRevisions(principal.tenant.id, name, query);
    return { items: page.items.map(showRevision), next: page.next };
  }

  @Get(':number')
  @ApiOperation({ summary: 'Read one revision' })
  @ApiOkResponse({ standardSchema: revisionSchema })
  async read(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Param('number', { schema: revisionNumberSchema }) number: number,
  ) {
    return showRevision(await this.reading.revision(principal.tenant.id, name, number));
  }
}
