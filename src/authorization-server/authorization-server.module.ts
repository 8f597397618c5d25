import { Global, Module } from '@nestjs/common';
import { ClientCertificates } from '../access/client-certificates.js';
import { ResourceServers } from '../access/resource-servers.js';
import { TokenPolicies } from '../access/token-policies.js';
import { AuditModule } from '../audit/audit.module.js';
import { ArtifactStore } from './artifacts/artifact.store.js';
import { SeenJtis } from './artifacts/seen-jti.store.js';
import { AuthorizationServer } from './authorization-server.js';
import { ConsentStore } from './consents/consent.store.js';
import { IssueTrail } from './provider/issue-trail.js';
import { PlainPages } from './provider/plain-pages.js';
import { AuthorizationServerPages } from './provider/provider-parts.js';
import { TokenIssue } from './provider/token-issue.js';
import { PresentedJwts } from './revocation/presented-jwts.js';
import { ServedRequests } from './served-requests.js';
import { SessionCookies } from './sessions/session-cookies.js';
import { AuthorizationServerUpkeepJob } from './sessions/upkeep.job.js';
import { KnownKeys } from './signing-keys/known-keys.js';
import { SigningKeyStore } from './signing-keys/signing-key.store.js';
import { SigningKeys } from './signing-keys/signing-keys.js';
import { OpaqueTokens } from './standing/opaque-tokens.js';
import { TokenBindings } from './standing/token-bindings.js';
import { TokenStanding } from './standing/token-standing.js';
import { TokenStandingStore } from './standing/token-standing.store.js';
import { TokenVerifier } from './standing/token-verifier.js';
import { TokenAuthenticator } from './token.authenticator.js';
import { NoCertificates, NoPolicies, NoResources } from './unbuilt-neighbours.js';

/** OAuth 2.0 for whoever calls us and for tenants' own APIs. May depend on oauth-clients, audit, access and what is below. */
@Global()
@Module({
  imports: [AuditModule],
  providers: [
    { provide: ClientCertificates, useClass: NoCertificates },
    { provide: ResourceServers, useClass: NoResources },
    { provide: TokenPolicies, useClass: NoPolicies },
    { provide: AuthorizationServerPages, useClass: PlainPages },
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
    IssueTrail,
    TokenIssue,
    PresentedJwts,
    SessionCookies,
    AuthorizationServer,
    ServedRequests,
    AuthorizationServerUpkeepJob,
  ],
  exports: [ServedRequests, TokenPolicies, ResourceServers, ClientCertificates],
})
export class AuthorizationServerModule {}
