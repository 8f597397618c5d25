import { Inject, Injectable, Logger } from '@nestjs/common';
import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider';
import { apiAudienceOf } from '../../access/api-audience.js';
import { type IssueJudge, TokenPolicies } from '../../access/token-policies.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { RegisteredClient } from '../../oauth-clients/oauth-client.js';
import { registeredClient } from './client-metadata.js';
import { ExtendedLogins } from './extended-logins.js';
import { IssueTrail } from './issue-trail.js';
import { loadOidcProvider } from './load-oidc-provider.js';
import { requestNotes } from './request-notes.js';

interface Intent {
  readonly scopes: readonly string[];
  readonly audience: string;
  readonly binding: 'none' | 'certificate' | 'dpop';
  readonly seconds: number;
}

/** Asks the policies of a tenant before each token, and keeps to what they say. */
@Injectable()
export class TokenIssue {
  private readonly logger = new Logger(TokenIssue.name);

  constructor(
    private readonly policies: TokenPolicies,
    private readonly unitOfWork: UnitOfWork,
    private readonly trail: IssueTrail,
    private readonly extendedLogins: ExtendedLogins,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Begins to read what policies say of a client, where its tenant has any. */
  judgeFor(client: RegisteredClient): IssueJudge {
    return this.policies.judgeFor(this.unitOfWork.lookups, client);
  }

  /**
   * Shortens a token's life where a policy, or the days between logins, say so.
   * @throws AccessDenied when none may be issued; InvalidGrant when the user has to log in first
   */
  async judge(ctx: KoaContextWithOIDC, token: AccessToken | ClientCredentials): Promise<void> {
    const binding = token['x5t#S256'] !== undefined ? 'certificate' : token.jkt !== undefined ? 'dpop' : 'none';
    const [audience = apiAudienceOf(this.settings.PUBLIC_URL)] = [token.aud].flat().filter((one) => one !== undefined);
    const maximum = await this.ask(ctx, {
      scopes: token.scope?.split(' ').filter((scope) => scope !== '') ?? [],
      audience,
      binding,
      seconds: token.expiration,
    });
    const untilLogin = await this.extendedLogins.secondsLeft(ctx);
    const limits = [maximum, untilLogin].filter((one) => one !== null);
    if (limits.length > 0) Object.assign(token, { expiresIn: Math.min(token.expiration, ...limits) });
  }

  /** Before a refresh token is used up: whoever is refused now may come again when the policy lets them. @returns whether to rotate it: always */
  async judgeRefresh(ctx: KoaContextWithOIDC): Promise<boolean> {
    const { RefreshToken: token } = ctx.oidc.entities;
    if (token === undefined) return true;
    await this.extendedLogins.secondsLeft(ctx);
    await this.ask(ctx, {
      scopes: [...(ctx.oidc.params?.['scope'] === undefined ? token.scopes : ctx.oidc.requestParamScopes)],
      audience: [token.resource].flat()[0] ?? apiAudienceOf(this.settings.PUBLIC_URL),
      binding: token['x5t#S256'] !== undefined ? 'certificate' : token.jkt !== undefined ? 'dpop' : 'none',
      seconds: 1,
    });
    return true;
  }

  /** Notes in the trail that a refresh token was used twice, which has ended everything that came of its authorization. */
  tellOfReuse(ctx: KoaContextWithOIDC): void {
    const { client, entities } = ctx.oidc;
    const { RefreshToken: token } = entities;
    if (client === undefined || token === undefined) return;
    this.trail.reused(registeredClient(client), token.accountId).catch((error: unknown) => {
      this.logger.error({ error }, 'A refresh token that was used twice could not be recorded');
    });
  }

  /** @returns how long a token may live at most; null: as it would */
  private async ask(ctx: KoaContextWithOIDC, intent: Intent): Promise<number | null> {
    const { client: asked } = ctx.oidc;
    if (asked === undefined) return null;
    const client = registeredClient(asked);
    const judge = requestNotes(ctx)?.issueJudge ?? this.judgeFor(client);
    const verdict = await judge.judge(
      {
        tenantId: client.tenantId,
        clientId: client.id,
        authentication: client.authentication.method,
        grant: String(ctx.oidc.params?.['grant_type']),
        certificate: requestNotes(ctx)?.certificate?.certificate ?? null,
        chain: requestNotes(ctx)?.certificate?.chain ?? [],
        firstParty: client.firstParty,
        address: requestNotes(ctx)?.address ?? 'unknown',
        ...intent,
      },
      this.clock.now(),
    );
    if (verdict.issue) return verdict.maximumSeconds;
    const { errors } = await loadOidcProvider();
    await this.trail.refused(client, String(ctx.oidc.params?.['grant_type']), verdict);
    throw new errors.AccessDenied(verdict.description);
  }
}
