import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Clock } from '../../config/clock.js';
import { entityTag } from '../../http/entity-tag.js';
import { CallAuthentication } from '../../outbound/call-authentication.js';
import type { ListenerDetails } from '../listener.js';
import type { ListenerResponse } from './listener.schema.js';
import { showListener } from './show-listener.js';

/** Shapes answers about listeners: body, and `ETag` where the answer is one listener. */
@Injectable()
export class ListenerPresenter {
  constructor(
    private readonly authentication: CallAuthentication,
    private readonly clock: Clock,
  ) {}

  async show(details: ListenerDetails): Promise<ListenerResponse> {
    const { tenantId, configuration } = details.listener;
    const matching = await this.authentication.matching(tenantId, configuration.url);
    return showListener(
      details,
      this.clock.now(),
      matching === null
        ? []
        : [
            {
              code: 'external_authentication_applies',
              path: '$.url',
              message: `The external authentication ${matching.id} (${matching.match} ${matching.url}) is applied to each call.`,
            },
          ],
    );
  }

  /** @param made secrets that are shown this once: such an answer is stored nowhere */
  async answer(details: ListenerDetails, reply: FastifyReply, made: readonly string[] = []): Promise<ListenerResponse> {
    void reply.header('etag', entityTag(details.listener.revision));
    const shown = await this.show(details);
    if (made.length === 0) return shown;
    void reply.header('cache-control', 'no-store');
    return { ...shown, secretsShownOnce: { standardWebhooks: [...made] } };
  }
}
