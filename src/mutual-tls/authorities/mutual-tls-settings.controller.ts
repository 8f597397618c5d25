import type { X509Certificate } from 'node:crypto';
import { Body, Controller, Get, Headers, Inject, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { CurrentPrincipal, type Principal } from '../../access/principal.js';
import { RequireScope } from '../../access/require-scope.js';
import { AuditRecorder } from '../../audit/recording.js';
import { readChain, subjectOf, thumbprintOf } from '../../certificates/certificate-chain.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { correlationId } from '../../http/correlation.js';
import { ApiOkResponse, ApiOperation, ApiTags } from '../../http/described.js';
import { entityTag, judgeIfMatch } from '../../http/entity-tag.js';
import { NeedsIfMatch } from '../../http/if-match.js';
import { DemandedCertificates } from '../demanded-certificates.js';
import { WatchedFiles } from '../watched-files.job.js';
import { type MutualTlsRequest, mutualTlsAnswerSchema, mutualTlsRequestSchema } from './mutual-tls-settings.schema.js';
import { MutualTlsSettingsStore, type TenantMutualTls } from './mutual-tls-settings.store.js';

const authoritiesOf = (pem: string): readonly X509Certificate[] => {
  const read = readChain(pem);
  return 'chain' in read ? read.chain : [];
};

@ApiTags('OAuth')
@Controller('v1/settings/mutual-tls')
export class MutualTlsSettingsController {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly store: MutualTlsSettingsStore,
    private readonly recorder: AuditRecorder,
    private readonly demanded: DemandedCertificates,
    private readonly files: WatchedFiles,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  @Get()
  @RequireScope('settings:read')
  @ApiOperation({ summary: 'Read who may sign certificates of clients, and whether they are demanded' })
  @ApiOkResponse({ standardSchema: mutualTlsAnswerSchema })
  async read(@CurrentPrincipal() { tenant }: Principal, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.answer(await this.store.find(this.unitOfWork.reading, tenant.id), reply);
  }

  @Put()
  @RequireScope('settings:write')
  @ApiOperation({
    summary: 'Say who may sign certificates of clients, and whether they are demanded',
    description: 'What is demanded counts in every instance within five seconds.',
  })
  @NeedsIfMatch()
  @ApiOkResponse({ standardSchema: mutualTlsAnswerSchema })
  async replace(
    @CurrentPrincipal() { tenant, actor }: Principal,
    @Headers('if-match') ifMatch: string | undefined,
    @Body({ schema: mutualTlsRequestSchema }) body: MutualTlsRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const saved = await this.unitOfWork.run(async (transaction) => {
      const before = await this.store.hold(transaction, tenant.id);
      judgeIfMatch(ifMatch, before.revision, true);
      const { clientCertificateAuthorities: authorities, required } = body;
      const next: TenantMutualTls = { revision: before.revision + 1, authorities, required };
      const now = this.clock.now();
      await this.store.save(transaction, tenant.id, next, now);
      await this.recorder.record(transaction, [
        {
          tenantId: tenant.id,
          stream: 'tenant',
          type: 'mutual_tls_settings.revised',
          occurredAt: now,
          actor,
          correlationId: correlationId(),
          data: {
            revision: next.revision,
            required,
            authorities: authorities.flatMap(authoritiesOf).map((one) => ({ thumbprint: thumbprintOf(one) })),
          },
        },
      ]);
      return next;
    });
    this.demanded.forget(tenant.id);
    return this.answer(saved, reply);
  }

  private answer(
    { revision, authorities, required }: TenantMutualTls,
    reply: FastifyReply,
  ): z.input<typeof mutualTlsAnswerSchema> {
    void reply.header('etag', entityTag(revision));
    const shown = (certificate: X509Certificate, of: 'tenant' | 'deployment') => ({
      subject: subjectOf(certificate),
      notAfter: new Date(certificate.validTo).toISOString(),
      thumbprint: thumbprintOf(certificate),
      of,
    });
    return {
      revision,
      clientCertificateAuthorities: [...authorities],
      required,
      authorities: [
        ...authorities.flatMap(authoritiesOf).map((one) => shown(one, 'tenant')),
        ...this.files.current.authorities.map((one) => shown(one, 'deployment')),
      ],
      requiredByDeployment: this.settings.MUTUAL_TLS_REQUIRED,
    };
  }
}
