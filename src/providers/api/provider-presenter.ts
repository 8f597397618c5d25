import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { entityTag } from '../../http/entity-tag.js';
import { AppliedAuthentications } from '../../outbound-authentication/configurations/applied-authentications.js';
import type { ProviderDetails } from '../provider.js';
import { usesOf } from '../provider-uses.js';
import type { ProviderResponse } from './provider-response.schema.js';
import { showProvider } from './show-provider.js';

/** Shapes answers about providers: body, and `ETag` where the answer is one provider. */
@Injectable()
export class ProviderPresenter {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly authentications: AppliedAuthentications,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  show(principal: Principal, details: ProviderDetails): ProviderResponse {
    return showProvider(details, {
      publicUrl: this.settings.PUBLIC_URL,
      tenantName: principal.tenant.name,
      now: this.clock.now(),
    });
  }

  /** Its warnings say too which external authentications apply. */
  async answer(principal: Principal, details: ProviderDetails, reply: FastifyReply): Promise<ProviderResponse> {
    const uses = usesOf(details.revision.configuration);
    const applied = await this.authentications.warnings(this.unitOfWork.lookups, principal.tenant.id, uses);
    void reply.header('etag', entityTag(details.provider.revision));
    const shown = this.show(principal, details);
    return { ...shown, warnings: [...shown.warnings, ...applied] };
  }
}
