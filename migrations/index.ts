import { Foundation1790000000000 } from './1790000000000-foundation.js';
import { Audit1790000000100 } from './1790000000100-audit.js';
import { Providers1790000000200 } from './1790000000200-providers.js';
import { SignerAuthentications1790000004000 } from './1790000004000-signer-authentications.js';
import { Erasure1790000005000 } from './1790000005000-erasure.js';
import { Diagnosis1790000006000 } from './1790000006000-diagnosis.js';
import { WritingTogether1790000007000 } from './1790000007000-writing-together.js';
import { TenantsAreNotLocked1790000007100 } from './1790000007100-tenants-are-not-locked.js';
import { UserStreams1790000010000 } from './1790000010000-user-streams.js';
import { TestLoginsByWhom1790000010100 } from './1790000010100-test-logins-by-whom.js';
import { CredentialOwners1790000012000 } from './1790000012000-credential-owners.js';
import { TokenRequestsOfDiagnoses1790000015000 } from './1790000015000-token-requests-of-diagnoses.js';
import { Deliveries1790000020000 } from './1790000020000-deliveries.js';
import { ClientCertificates1790000030000 } from './1790000030000-client-certificates.js';
import { ExternalAuthentications1790000030100 } from './1790000030100-external-authentications.js';
import { AuthorizationServer1791000010000 } from './1791000010000-authorization-server.js';
import { EndsOfTokens1791000010100 } from './1791000010100-ends-of-tokens.js';
import { MutualTlsSettings1791000020000 } from './1791000020000-mutual-tls-settings.js';
import { OAuthResources1791000020100 } from './1791000020100-oauth-resources.js';
import { TokenPolicies1791000020200 } from './1791000020200-token-policies.js';
import { Connections1791000020300 } from './1791000020300-connections.js';
import { People1791000030000 } from './1791000030000-people.js';
import { Mail1791000030100 } from './1791000030100-mail.js';
import { Bindings1791000030200 } from './1791000030200-bindings.js';
import { TenantSettings1791000030300 } from './1791000030300-tenant-settings.js';
import { Guesses1791000040000 } from './1791000040000-guesses.js';
import { UserLogins1791000040100 } from './1791000040100-user-logins.js';
import { ProviderUsage1791000040200 } from './1791000040200-provider-usage.js';
import { OfferedProviders1791000060000 } from './1791000060000-offered-providers.js';
import { EndedDeliveries1791000080000 } from './1791000080000-ended-deliveries.js';
import { PromisesOfTheLog1791000081000 } from './1791000081000-promises-of-the-log.js';
import { SearchesOfTheConsole1791000090000 } from './1791000090000-searches-of-the-console.js';
import { Branding1791000090100 } from './1791000090100-branding.js';
import { TenantsSuspendedAndLimited1791000090200 } from './1791000090200-tenants-suspended-and-limited.js';
import { PinnedInvitations1791000110000 } from './1791000110000-pinned-invitations.js';
import { ExtendedLogins1791000120000 } from './1791000120000-extended-logins.js';
import { SharedAllowances1791000130000 } from './1791000130000-shared-allowances.js';
import { MigrationsAreSeen1791000130100 } from './1791000130100-migrations-are-seen.js';
import { ClientsDisabled1791000160000 } from './1791000160000-clients-disabled.js';
import { IdTokenAlgorithms1791000160010 } from './1791000160010-id-token-algorithms.js';
import { ErasureRequests1791000170000 } from './1791000170000-erasure-requests.js';
import { OriginsOfApiKeys1791000170100 } from './1791000170100-origins-of-api-keys.js';
import { CountedUsage1791000170200 } from './1791000170200-counted-usage.js';
import { VacuumOfLargeTables1791000180000 } from './1791000180000-vacuum-of-large-tables.js';
import { OwnersOfExternalAuthentications1791000220000 } from './1791000220000-owners-of-external-authentications.js';
import { ExpiryWarnings1791000220100 } from './1791000220100-expiry-warnings.js';
import { ListenersBeginAtALeaf1791000340000 } from './1791000340000-listeners-begin-at-a-leaf.js';
import { AuditChecks1791000400000 } from './1791000400000-audit-checks.js';
import { DeliveriesWithoutStreams1791000420000 } from './1791000420000-deliveries-without-streams.js';

/** Every migration in the order in which they run. */
export const migrations = [
  Foundation1790000000000,
  Audit1790000000100,
  Providers1790000000200,
  SignerAuthentications1790000004000,
  Erasure1790000005000,
  Diagnosis1790000006000,
  WritingTogether1790000007000,
  TenantsAreNotLocked1790000007100,
  UserStreams1790000010000,
  TestLoginsByWhom1790000010100,
  CredentialOwners1790000012000,
  TokenRequestsOfDiagnoses1790000015000,
  Deliveries1790000020000,
  ClientCertificates1790000030000,
  ExternalAuthentications1790000030100,
  AuthorizationServer1791000010000,
  EndsOfTokens1791000010100,
  MutualTlsSettings1791000020000,
  OAuthResources1791000020100,
  TokenPolicies1791000020200,
  Connections1791000020300,
  People1791000030000,
  Mail1791000030100,
  Bindings1791000030200,
  TenantSettings1791000030300,
  Guesses1791000040000,
  UserLogins1791000040100,
  ProviderUsage1791000040200,
  OfferedProviders1791000060000,
  EndedDeliveries1791000080000,
  PromisesOfTheLog1791000081000,
  SearchesOfTheConsole1791000090000,
  Branding1791000090100,
  TenantsSuspendedAndLimited1791000090200,
  PinnedInvitations1791000110000,
  ExtendedLogins1791000120000,
  SharedAllowances1791000130000,
  MigrationsAreSeen1791000130100,
  ClientsDisabled1791000160000,
  IdTokenAlgorithms1791000160010,
  ErasureRequests1791000170000,
  OriginsOfApiKeys1791000170100,
  CountedUsage1791000170200,
  VacuumOfLargeTables1791000180000,
  OwnersOfExternalAuthentications1791000220000,
  ExpiryWarnings1791000220100,
  ListenersBeginAtALeaf1791000340000,
  AuditChecks1791000400000,
  DeliveriesWithoutStreams1791000420000,
];
