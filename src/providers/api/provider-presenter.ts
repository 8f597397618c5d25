import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { entityTag } from '../../http/entity-tag.js';
import type { ProviderDetails } from '../provider.js';
import type { ProviderResponse } from './provider-response.schema.js';
import { showProvider } from './show-provider.js';

/** Shapes answers about providers: body, and `ETag` where the answer is one provider. */
@Injectable()
export class ProviderPresenter {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly clock: Clock,
  ) {}

  show(principal: Principal, details: ProviderDetails): ProviderResponse {
    return showProvider(details, {
      publicUrl: this.settings.PUBLIC_URL,
      tenantName: principal.tenant.name,
      now: this.clock.now(),
    });
  }

  answer(principal: Principal, details: ProviderDetails, reply: FastifyReply): ProviderResponse {
    void reply.header('etag', entityTag(details.provider.revision));
    return this.show(principal, details);
  }
}
