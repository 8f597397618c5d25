import { Global, Module } from '@nestjs/common';
import { ConsentsOfUsers } from '../access/consents-of-users.js';
import { LoginInteractions } from '../access/login-interactions.js';
import { SessionsOfLogins } from '../access/logins-of-sessions.js';
import { SessionsOfUsers } from '../access/sessions-of-users.js';
import { AuditModule } from '../audit/audit.module.js';
import { ArtifactStore } from './artifacts/artifact.store.js';
import { SeenJtis } from './artifacts/seen-jti.store.js';
import { AuthorizationServer } from './authorization-server.js';
import { ConsentStore } from './consents/consent.store.js';
import { ConsentAdministration } from './consents/consent-administration.js';
import { ConsentsController } from './consents/consents.controller.js';
import { ConsentsOfDeletedClients } from './consents/consents-of-deleted-clients.js';
import { StoredConsents } from './consents/stored-consents.js';
import { ConsentRequests } from './interactions/consent-requests.js';
import { OAuthLoginInteractions } from './interactions/oauth-login-interactions.js';
import { OpenInteraction } from './interactions/open-interaction.js';
import { ExtendedLogins } from './provider/extended-logins.js';
import { IssueTrail } from './provider/issue-trail.js';
import { TokenIssue } from './provider/token-issue.js';
import { PresentedJwts } from './revocation/presented-jwts.js';
import { ServedRequests } from './served-requests.js';
import { SessionStore } from './sessions/session.store.js';
import { SessionCookies } from './sessions/session-cookies.js';
import { SessionEndings } from './sessions/session-endings.js';
import { StoredSessions } from './sessions/stored-sessions.js';
import { StoredSessionsOfLogins } from './sessions/stored-sessions-of-logins.js';
import { KnownKeys } from './signing-keys/known-keys.js';
import { SigningKeyStore } from './signing-keys/signing-key.store.js';
import { SigningKeys } from './signing-keys/signing-keys.js';
import { OpaqueTokens } from './standing/opaque-tokens.js';
import { TokenBindings } from './standing/token-bindings.js';
import { TokenStanding } from './standing/token-standing.js';
import { TokenStandingStore } from './standing/token-standing.store.js';
import { TokenVerifier } from './standing/token-verifier.js';
import { TokenAuthenticator } from './token.authenticator.js';
import { AuthorizationServerUpkeepJob } from './upkeep.job.js';

/** OAuth 2.0 for whoever calls us and for tenants' own APIs. May depend on oauth-clients, audit, access and what is below. */
@Global()
@Module({
  imports: [AuditModule],
  controllers: [ConsentsController],
  providers: [
    ArtifactStore,
    SeenJtis,
    ConsentStore,
    SigningKeyStore,
    SigningKeys,
    KnownKeys,
    TokenVerifier,
    TokenStandingStore,
    TokenStanding,
    OpaqueTokens,
    TokenBindings,
    TokenAuthenticator,
    ExtendedLogins,
    IssueTrail,
    TokenIssue,
    PresentedJwts,
    SessionCookies,
    AuthorizationServer,
    SessionStore,
    SessionEndings,
    { provide: SessionsOfUsers, useClass: StoredSessions },
    { provide: ConsentsOfUsers, useClass: StoredConsents },
    { provide: SessionsOfLogins, useClass: StoredSessionsOfLogins },
    OpenInteraction,
    { provide: LoginInteractions, useClass: OAuthLoginInteractions },
    ConsentRequests,
    ConsentAdministration,
    ConsentsOfDeletedClients,
    ServedRequests,
    AuthorizationServerUpkeepJob,
  ],
  exports: [
    ServedRequests,
    ConsentsOfUsers,
    SessionsOfUsers,
    SessionsOfLogins,
    LoginInteractions,
    ConsentRequests,
    AuthorizationServer,
  ],
})
export class AuthorizationServerModule {}
