import { Body, Controller, Headers, HttpCode, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { HonoursIfMatch } from '../../http/if-match.js';
import { WithoutBody } from '../../http/without-body.js';
import { providerNameSchema } from '../configuration/provider-members.js';
import { ApproveMetadata, type MetadataApproval, metadataApprovalSchema } from '../use-cases/approve-metadata.js';
import { type KeyRotation, keyRotationSchema, RotateKey } from '../use-cases/rotate-key.js';
import { SwitchProvider } from '../use-cases/switch-provider.js';
import { ProviderPresenter } from './provider-presenter.js';
import { providerResponseSchema } from './provider-response.schema.js';

@ApiTags('Providers')
@RequireScope('providers:write')
@Controller('v1/providers/:name')
export class ProviderActionsController {
  constructor(
    private readonly switching: SwitchProvider,
    private readonly approving: ApproveMetadata,
    private readonly rotating: RotateKey,
    private readonly presenter: ProviderPresenter,
  ) {}

  @Post('enable')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({ summary: 'Let signers use the provider again' })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: providerResponseSchema })
  async enable(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.switching.execute(principal, name, ifMatch, true);
    return this.presenter.answer(principal, details, reply);
  }

  @Post('disable')
  @HttpCode(200)
  @WithoutBody()
  @ApiOperation({ summary: 'Stop all logins at the provider at once', description: 'Also those under way.' })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: providerResponseSchema })
  async disable(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.switching.execute(principal, name, ifMatch, false);
    return this.presenter.answer(principal, details, reply);
  }

  @Post('metadata-approvals')
  @HttpCode(200)
  @ApiOperation({
    summary: "Approve that the provider's endpoints have moved",
    description: 'Logins fail with `discovery.endpoint_moved` from the move until the approval.',
  })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: providerResponseSchema })
  async approveMetadata(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: metadataApprovalSchema }) body: MetadataApproval,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.approving.execute(principal, name, ifMatch, body);
    return this.presenter.answer(principal, details, reply);
  }

  @Post('key-rotations')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Generate a new key pair in the place of the present one',
    description: "The tenant's published keys hold both while they overlap.",
  })
  @HonoursIfMatch()
  @ApiOkResponse({ standardSchema: providerResponseSchema })
  async rotateKey(
    @CurrentPrincipal() principal: Principal,
    @Param('name', { schema: providerNameSchema }) name: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: keyRotationSchema }) body: KeyRotation,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const details = await this.rotating.execute(principal, name, ifMatch, body);
    return this.presenter.answer(principal, details, reply);
  }
}
