import type { Check, CheckId, Finding } from './check.js';
import { checkAddress } from './checks/address.check.js';
import { checkAuthorizationEndpoint } from './checks/authorization-endpoint.check.js';
import { checkAuthorizationRequest } from './checks/authorization-request.check.js';
import { checkClientAuthentication } from './checks/client-authentication.check.js';
import { checkClientId } from './checks/client-id.check.js';
import { checkClock } from './checks/clock.check.js';
import { checkConnection } from './checks/connection.check.js';
import { checkCredentials } from './checks/credentials.check.js';
import { checkDiscovery } from './checks/discovery.check.js';
import { checkEncryption } from './checks/encryption.check.js';
import { checkEndpoints } from './checks/endpoints.check.js';
import { checkExpiry } from './checks/expiry.check.js';
import { checkIssuer } from './checks/issuer.check.js';
import { checkJwks } from './checks/jwks.check.js';
import { checkLastLogin } from './checks/last-login.check.js';
import { checkLogout } from './checks/logout.check.js';
import { checkMappingPaths } from './checks/mapping-paths.check.js';
import { checkMappingTargets } from './checks/mapping-targets.check.js';
import { checkProviderFeatures } from './checks/provider-features.check.js';
import { checkProviderWarnings } from './checks/provider-warnings.check.js';
import { checkRedirectUri } from './checks/redirect-uri.check.js';
import { checkResources } from './checks/resources.check.js';
import { checkScopes } from './checks/scopes.check.js';
import { checkSigningAlgorithms } from './checks/signing-algorithms.check.js';
import { checkSubject } from './checks/subject.check.js';
import { checkTls } from './checks/tls.check.js';
import { checkTokenEndpoint } from './checks/token-endpoint.check.js';
import type { Evidence } from './evidence.js';
import { withoutDisproved, withoutExplained } from './inference/last-failure.js';

/** Judges what was seen. Pure: no clock, no network. */
type JudgeEvidence = (evidence: Evidence) => readonly Finding[];

/** Every check of a provider that needs no signer to act. Reading the list is reading the diagnosis. */
const checks: Readonly<Partial<Record<CheckId, JudgeEvidence>>> = {
  credentials: checkCredentials,
  address: checkAddress,
  tls: checkTls,
  connection: checkConnection,
  discovery: checkDiscovery,
  issuer: checkIssuer,
  clock: checkClock,
  endpoints: checkEndpoints,
  'authorization-endpoint': checkAuthorizationEndpoint,
  'token-endpoint': checkTokenEndpoint,
  jwks: checkJwks,
  'client-id': checkClientId,
  'redirect-uri': checkRedirectUri,
  'client-authentication': checkClientAuthentication,
  'authorization-request': checkAuthorizationRequest,
  'provider-features': checkProviderFeatures,
  'signing-algorithms': checkSigningAlgorithms,
  encryption: checkEncryption,
  scopes: checkScopes,
  resources: checkResources,
  logout: checkLogout,
  'mapping-paths': checkMappingPaths,
  'mapping-targets': checkMappingTargets,
  subject: checkSubject,
  expiry: checkExpiry,
  'provider-warnings': checkProviderWarnings,
  attempt: checkLastLogin,
};

export function runChecks(evidence: Evidence): readonly Check[] {
  const found = (Object.entries(checks) as [CheckId, JudgeEvidence][]).flatMap(([id, judge]) =>
    judge(evidence).map((finding) => ({ id, ...finding })),
  );
  return withoutExplained(withoutDisproved(found, evidence.subject));
}
