import type { IncomingMessage, ServerResponse } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import { consoleClientId, consoleRedirectUris } from '../../access/console-client.js';
import { type CompletedLogin, type LoginInteraction, LoginInteractions } from '../../access/login-interactions.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { AuthorizationServer } from '../authorization-server.js';
import { issuerOf } from '../own-issuer.js';
import { publicInteractionId } from '../provider/library-configuration.js';
import { SessionEndings } from '../sessions/session-endings.js';
import { OpenInteraction } from './open-interaction.js';

/** What an authorization request says; with a NUL, which no database takes for text, it says nothing. */
const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && !value.includes('\0') ? value : null;

/** Logins for which authorization requests wait. */
@Injectable()
export class OAuthLoginInteractions extends LoginInteractions {
  constructor(
    private readonly open: OpenInteraction,
    private readonly authorizationServer: AuthorizationServer,
    private readonly endings: SessionEndings,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    super();
  }

  override async find(request: IncomingMessage, response: ServerResponse): Promise<LoginInteraction | null> {
    const opened = await this.open.of(request, response, 'login');
    if (opened === null) return null;
    const { interaction, client } = opened;
    return {
      uid: publicInteractionId(interaction.uid),
      tenantId: client.tenantId,
      client: { id: client.id, name: client.name },
      loginHint: text(interaction.params['login_hint']),
      provider: text(interaction.params['provider']),
      expiresAt: new Date(interaction.exp * 1000),
    };
  }

  /** @throws CountersignError `request.not_found` when there is no interaction any more */
  override async complete(request: IncomingMessage, response: ServerResponse, login: CompletedLogin): Promise<string> {
    const opened = await this.open.of(request, response, 'login');
    if (opened === null) throw new CountersignError('request.not_found');
    const { interaction, client } = opened;
    const { session } = interaction;
    if (session !== undefined && session.accountId !== login.userId) {
      // Somebody else was logged in here: nothing of theirs goes on under the new name.
      const { accountId: userId, uid } = session;
      const ending = {
        reason: 'another_login',
        actor: { type: 'user', id: login.userId },
        now: this.clock.now(),
      } as const;
      await this.unitOfWork.run((transaction) =>
        this.endings.end(transaction, { tenantId: client.tenantId, userId }, uid, ending),
      );
      delete interaction.session;
      await interaction.persist();
    }
    const provider = await this.authorizationServer.provider();
    return provider.interactionResult(request, response, {
      login: {
        accountId: login.userId,
        amr: [...login.amr],
        ...(login.acr === null ? {} : { acr: login.acr }),
        ts: Math.floor(login.at.getTime() / 1000),
        loginId: login.loginId,
        at: login.at.getTime(),
      },
    });
  }

  override ownRequest(
    tenant: { readonly id: string; readonly name: string },
    provider: string | null,
  ): Promise<string> {
    const { PUBLIC_URL: publicUrl } = this.settings;
    const address = new URL(`${issuerOf(publicUrl)}/auth`);
    address.search = new URLSearchParams({
      client_id: consoleClientId(tenant.name),
      redirect_uri: consoleRedirectUris(publicUrl)[0] ?? publicUrl,
      // The console asks for its tokens by itself once somebody is logged in.
      response_type: 'none',
      scope: 'openid',
      prompt: 'login',
      // Tells the console whose it is.
      state: `tenant:${tenant.name}`,
      ...(provider === null ? {} : { provider }),
    }).toString();
    return Promise.resolve(address.href);
  }
}
