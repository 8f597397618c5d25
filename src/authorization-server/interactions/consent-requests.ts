import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { Accounts } from '../../access/accounts.js';
import { apiAudienceOf } from '../../access/api-audience.js';
import { nameOutside } from '../../access/default-tenant.js';
import { type Scope, standardScopes } from '../../access/scope.js';
import { TenantStore } from '../../access/tenant.store.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { correlationId } from '../../http/correlation.js';
import type { Language } from '../../http/languages.js';
import { OAuthClientStore } from '../../oauth-clients/oauth-client.store.js';
import { AuthorizationServer } from '../authorization-server.js';
import { ConsentStore } from '../consents/consent.store.js';
import { publicInteractionId } from '../provider/library-configuration.js';
import { rightsFor } from '../provider/user-rights.js';
import { type OpenedInteraction, OpenInteraction } from './open-interaction.js';

/** What a user is asked to allow. */
export interface ConsentRequest {
  readonly uid: string;
  readonly tenantId: string;
  /** By the name by which people know it; where nobody has named it the host of the service. */
  readonly tenant: string;
  readonly client: {
    readonly id: string;
    readonly name: string;
    readonly registeredAt: Date;
    /** E-mail of the user who registered it; null: an API key or a client did. */
    readonly registeredBy: string | null;
  };
  readonly user: { readonly email: string; readonly language: Language };
  /** Where the browser is sent afterwards; its host is what the user can recognise. */
  readonly redirectUri: string;
  /** The audience, where it is not our API. */
  readonly resource: string | null;
  /** What they can give of what is asked for. */
  readonly scopes: readonly string[];
}

interface Asked {
  readonly opened: OpenedInteraction;
  readonly userId: string;
  readonly resource: string;
  readonly scopes: readonly string[];
}

const firstText = (value: unknown): string | null => {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : null;
};

/** Consents that authorization requests wait for. */
@Injectable()
export class ConsentRequests {
  private readonly audience: string;
  private readonly host: string;

  constructor(
    private readonly open: OpenInteraction,
    private readonly authorizationServer: AuthorizationServer,
    private readonly accounts: Accounts,
    private readonly consents: ConsentStore,
    private readonly clients: OAuthClientStore,
    private readonly tenants: TenantStore,
    private readonly recorder: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.audience = apiAudienceOf(settings.PUBLIC_URL);
    this.host = new URL(settings.PUBLIC_URL).host;
  }

  /** Null when there is no such request any more. */
  async describe(request: IncomingMessage, response: ServerResponse): Promise<ConsentRequest | null> {
    const asked = await this.asked(request, response);
    if (asked === null) return null;
    const { client, interaction } = asked.opened;
    const user = await this.accounts.find(this.unitOfWork.lookups, client.tenantId, asked.userId);
    if (user === null) return null;
    const registrar =
      client.createdBy.type === 'user'
        ? await this.accounts.find(this.unitOfWork.lookups, client.tenantId, client.createdBy.id)
        : null;
    const tenant = await this.tenants.findById(client.tenantId);
    return {
      uid: publicInteractionId(interaction.uid),
      tenantId: client.tenantId,
      tenant: (tenant === null ? null : nameOutside(tenant)) ?? this.host,
      client: {
        id: client.id,
        name: client.name,
        registeredAt: client.createdAt,
        registeredBy: registrar?.email ?? null,
      },
      user: { email: user.email, language: user.language },
      redirectUri: firstText(interaction.params['redirect_uri']) ?? '',
      resource: asked.resource === this.audience ? null : asked.resource,
      scopes: asked.scopes,
    };
  }

  /** Records the consent. @returns the address at which the authorization goes on; null when there is no such request any more */
  async accept(request: IncomingMessage, response: ServerResponse): Promise<string | null> {
    const asked = await this.asked(request, response);
    if (asked === null) return null;
    const { client } = asked.opened;
    await this.unitOfWork.run(async (transaction) => {
      const now = this.clock.now();
      const locked = await this.clients.lock(transaction, client.tenantId, client.id);
      if (locked === null) throw new CountersignError('request.not_found');
      const actor = { type: 'user', id: asked.userId } as const;
      const consent = await this.consents.give(transaction, {
        id: randomUUID(),
        tenantId: client.tenantId,
        clientId: client.id,
        userId: asked.userId,
        resource: asked.resource,
        scopes: asked.scopes,
        givenBy: actor,
        giverScopes: null,
        givenAt: now,
        revokedAt: null,
      });
      await this.recorder.record(transaction, [
        {
          tenantId: client.tenantId,
          stream: { userId: asked.userId },
          type: 'consent.given',
          occurredAt: now,
          actor,
          correlationId: correlationId(),
          data: {
            consentId: consent.id,
            clientId: client.id,
            client: client.name,
            resource: consent.resource,
            scopes: [...consent.scopes],
          },
        },
      ]);
    });
    const provider = await this.authorizationServer.provider();
    return provider.interactionResult(request, response, { consent: {} });
  }

  /** Tells the client `access_denied`. @returns as `accept` */
  async refuse(request: IncomingMessage, response: ServerResponse): Promise<string | null> {
    const opened = await this.open.of(request, response, 'consent');
    if (opened === null) return null;
    const provider = await this.authorizationServer.provider();
    return provider.interactionResult(
      request,
      response,
      { error: 'access_denied', error_description: 'the user did not consent' },
      { mergeWithLastSubmission: false },
    );
  }

  private async asked(request: IncomingMessage, response: ServerResponse): Promise<Asked | null> {
    const opened = await this.open.of(request, response, 'consent');
    // oidc-provider finds no interaction whose session has ended, or is somebody else's now.
    const userId = opened?.interaction.session?.accountId;
    if (opened === null || userId === undefined) return null;
    const { client, interaction } = opened;
    const user = await this.accounts.standing(this.unitOfWork.lookups, client.tenantId, userId);
    if (user?.status !== 'active') return null;
    const resource = firstText(interaction.params['resource']) ?? this.audience;
    const requested = (firstText(interaction.params['scope']) ?? '').split(' ').filter((scope) => scope !== '');
    const rights = requested.filter((scope) => !standardScopes.includes(scope)) as Scope[];
    const given = resource === this.audience ? rightsFor(client, rights, user.permissions) : rights;
    const standard = requested.filter((scope) => standardScopes.includes(scope));
    return { opened, userId, resource, scopes: [...standard, ...given] };
  }
}
