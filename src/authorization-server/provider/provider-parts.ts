import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import type { Accounts } from '../../access/accounts.js';
import type { ClientCertificates } from '../../access/client-certificates.js';
import type { LoginsOfSessions } from '../../access/logins-of-sessions.js';
import type { ResourceServers } from '../../access/resource-servers.js';
import type { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import type { Connections } from '../../connections/connections.js';
import type { Lookups } from '../../database/transaction.js';
import type { RegisteredClients } from '../../oauth-clients/registered-client.store.js';
import type { ArtifactStore } from '../artifacts/artifact.store.js';
import type { SeenJtis } from '../artifacts/seen-jti.store.js';
import type { ConsentStore } from '../consents/consent.store.js';
import type { PresentedJwts } from '../revocation/presented-jwts.js';
import type { SessionStore } from '../sessions/session.store.js';
import type { SessionEndings } from '../sessions/session-endings.js';
import type { KeySet } from '../signing-keys/signing-key.js';
import type { TokenStanding } from '../standing/token-standing.js';
import type { OidcProvider } from './load-oidc-provider.js';
import type { TokenIssue } from './token-issue.js';

/** The few pages that oidc-provider asks for by itself; whoever renders pages implements it. */
export abstract class AuthorizationServerPages {
  /** Sets the answer to an error that cannot be sent to the client. @param thrown what `out` is made of */
  abstract error(ctx: KoaContextWithOIDC, out: ErrorOut, thrown: unknown): Promise<void> | void;
  /** Asks whether to log out. @param form HTML of the form that does, to be submitted with `logout=yes` or without */
  abstract logout(ctx: KoaContextWithOIDC, form: string): Promise<void> | void;
  abstract loggedOut(ctx: KoaContextWithOIDC): Promise<void> | void;
}

/** Everything that the steps of the authorization server are made of. */
export interface ProviderParts {
  readonly library: OidcProvider;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly lookups: Lookups;
  readonly keys: KeySet;
  /** Of tokens for the API. */
  readonly audience: string;
  /** What an assertion may name as its audience: issuer, token endpoint, its alias. */
  readonly assertionAudiences: ReadonlySet<string>;
  /** What an assertion of the JWT Grant may name: these, or the host's name where PUBLIC_URL has no path. */
  readonly grantAudiences: ReadonlySet<string>;
  /** Where the port that asks for certificates is found; null: there is none. */
  readonly mutualTlsUrl: string | null;
  readonly artifacts: ArtifactStore;
  readonly seenJtis: SeenJtis;
  readonly sessions: SessionStore;
  readonly endings: SessionEndings;
  readonly logins: LoginsOfSessions;
  readonly clients: RegisteredClients;
  readonly consents: ConsentStore;
  readonly presented: PresentedJwts;
  readonly standing: TokenStanding;
  readonly accounts: Accounts;
  readonly certificates: ClientCertificates;
  readonly connections: Connections;
  readonly resources: ResourceServers;
  readonly issue: TokenIssue;
  readonly pages: AuthorizationServerPages;
}
