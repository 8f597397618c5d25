import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { Accounts } from '../access/accounts.js';
import { apiAudienceOf } from '../access/api-audience.js';
import { ClientCertificates } from '../access/client-certificates.js';
import { LoginsOfSessions } from '../access/logins-of-sessions.js';
import { ResourceServers } from '../access/resource-servers.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { Connections } from '../connections/connections.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { RegisteredClients } from '../oauth-clients/registered-client.store.js';
import { ArtifactStore } from './artifacts/artifact.store.js';
import { SeenJtis } from './artifacts/seen-jti.store.js';
import { ConsentStore } from './consents/consent.store.js';
import { makeProvider } from './make-provider.js';
import { issuerOf } from './own-issuer.js';
import { loadOidcProvider } from './provider/load-oidc-provider.js';
import { AuthorizationServerPages, type ProviderParts } from './provider/provider-parts.js';
import { TokenIssue } from './provider/token-issue.js';
import { PresentedJwts } from './revocation/presented-jwts.js';
import { SessionStore } from './sessions/session.store.js';
import { SessionEndings } from './sessions/session-endings.js';
import { KnownKeys } from './signing-keys/known-keys.js';
import type { KeySet } from './signing-keys/signing-key.js';
import { TokenStanding } from './standing/token-standing.js';

/**
 * The OAuth 2.0 authorization server. It is made when it is first asked for, because loading the library is a tenth of a start, and
 * anew when the keys that sign tokens change.
 */
@Injectable()
export class AuthorizationServer implements OnModuleInit {
  private keys: KeySet | null = null;
  private made: Promise<Provider> | null = null;

  constructor(
    private readonly knownKeys: KnownKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly artifacts: ArtifactStore,
    private readonly seenJtis: SeenJtis,
    private readonly sessions: SessionStore,
    private readonly endings: SessionEndings,
    private readonly logins: LoginsOfSessions,
    private readonly clients: RegisteredClients,
    private readonly consents: ConsentStore,
    private readonly presented: PresentedJwts,
    private readonly standing: TokenStanding,
    private readonly accounts: Accounts,
    private readonly certificates: ClientCertificates,
    private readonly connections: Connections,
    private readonly resources: ResourceServers,
    private readonly issue: TokenIssue,
    private readonly pages: AuthorizationServerPages,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.renew();
  }

  /** oidc-provider with the keys of now. */
  provider(): Promise<Provider> {
    if (this.made !== null) return this.made;
    const made = this.make();
    this.made = made;
    // Whoever asks next tries again.
    made.catch(() => {
      if (this.made === made) this.made = null;
    });
    return made;
  }

  private async make(): Promise<Provider> {
    const keys = await this.knownKeys.ofAllAlgorithms();
    this.keys = keys;
    return makeProvider(await this.parts(keys));
  }

  /** Looks for keys that count now, also those that another instance has made. */
  async renew(): Promise<void> {
    const keys = await this.knownKeys.refresh();
    const isSame = namesOf(keys) === (this.keys === null ? null : namesOf(this.keys));
    this.keys = keys;
    if (!isSame) this.made = null;
  }

  private async parts(keys: KeySet): Promise<ProviderParts> {
    const { PUBLIC_URL: publicUrl, MTLS_PUBLIC_URL: mutualTlsUrl = null } = this.settings;
    const issuer = issuerOf(publicUrl);
    const { pathname, host } = new URL(publicUrl);
    const aliases = mutualTlsUrl === null ? [] : [`${issuerOf(mutualTlsUrl)}/token`];
    const assertionAudiences = new Set([issuer, `${issuer}/token`, ...aliases]);
    return {
      library: await loadOidcProvider(),
      settings: this.settings,
      clock: this.clock,
      lookups: this.unitOfWork.lookups,
      keys,
      audience: apiAudienceOf(publicUrl),
      assertionAudiences,
      grantAudiences: new Set([...assertionAudiences, ...(pathname === '/' ? [host] : [])]),
      mutualTlsUrl,
      artifacts: this.artifacts,
      seenJtis: this.seenJtis,
      sessions: this.sessions,
      endings: this.endings,
      logins: this.logins,
      clients: this.clients,
      consents: this.consents,
      presented: this.presented,
      standing: this.standing,
      accounts: this.accounts,
      certificates: this.certificates,
      connections: this.connections,
      resources: this.resources,
      issue: this.issue,
      pages: this.pages,
    };
  }
}

const namesOf = ({ published }: KeySet): string => published.map(({ id }) => id).join(' ');
