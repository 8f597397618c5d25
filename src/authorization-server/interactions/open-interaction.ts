import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { Clock } from '../../config/clock.js';
import type { RegisteredClient } from '../../oauth-clients/oauth-client.js';
import { RegisteredClients } from '../../oauth-clients/registered-client.store.js';
import { AuthorizationServer } from '../authorization-server.js';
import { loadOidcProvider } from '../provider/load-oidc-provider.js';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

/** An authorization request that waits for its user, as this browser's cookie names it. */
export interface OpenedInteraction {
  readonly interaction: Interaction;
  readonly client: RegisteredClient;
}

/** Finds the interaction whose cookie a request carries. */
@Injectable()
export class OpenInteraction {
  constructor(
    private readonly authorizationServer: AuthorizationServer,
    private readonly clients: RegisteredClients,
    private readonly clock: Clock,
  ) {}

  /** Null when there is none, it has ended, or it waits for something else. */
  async of(
    request: IncomingMessage,
    response: ServerResponse,
    prompt: 'login' | 'consent',
  ): Promise<OpenedInteraction | null> {
    const { errors } = await loadOidcProvider();
    let interaction: Interaction;
    try {
      interaction = await (await this.authorizationServer.provider()).interactionDetails(request, response);
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    }
    if (interaction.prompt.name !== prompt || interaction.exp * 1000 <= this.clock.now().getTime()) return null;
    const clientId = interaction.params['client_id'];
    const client = typeof clientId === 'string' ? await this.clients.find(clientId) : null;
    return client === null ? null : { interaction, client };
  }
}
