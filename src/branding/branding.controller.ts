import { Body, Controller, Get, Headers, Inject, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../access/principal.js';
import { RequireScope } from '../access/require-scope.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { ApiHeader, ApiOkResponse, ApiTags } from '../http/described.js';
import { entityTag } from '../http/entity-tag.js';
import type { SavedBranding } from './branding.js';
import { type BrandingRequest, brandingRequestSchema, brandingSchema } from './branding.schema.js';
import { BrandingAdministration } from './branding-administration.js';
import { logoPath } from './logo-path.js';

@ApiTags('Branding')
@Controller('v1/branding')
export class BrandingController {
  constructor(
    private readonly administration: BrandingAdministration,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('settings:read')
  @ApiOkResponse({ standardSchema: brandingSchema })
  async get(@CurrentPrincipal() principal: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.show(principal, await this.administration.read(principal.tenant.id), reply);
  }

  @Put()
  @RequireScope('settings:write')
  @ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The ETag of the branding that is replaced; `"0"` the first time.',
  })
  @ApiOkResponse({ standardSchema: brandingSchema })
  async put(
    @CurrentPrincipal() principal: Principal,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: brandingRequestSchema }) body: BrandingRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.show(principal, await this.administration.replace(principal, ifMatch, body), reply);
  }

  private show(
    { tenant }: Principal,
    { revision, branding, updatedAt }: SavedBranding,
    reply: FastifyReply,
  ): z.input<typeof brandingSchema> {
    void reply.header('etag', entityTag(revision));
    const { logo, notice, ...members } = branding;
    return {
      revision,
      ...members,
      notice: { ...notice },
      logo: logo === null ? null : { ...logo, url: `${this.settings.PUBLIC_URL}${logoPath(tenant.name, logo)}` },
      updatedAt: updatedAt?.toISOString() ?? null,
    };
  }
}
