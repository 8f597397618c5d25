import { Inject, Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import { consoleClientId, consoleRedirectUris, tenantOfConsole } from '../access/console-client.js';
import type { ClientGrant } from '../access/oauth-client-terms.js';
import type { PrincipalActor } from '../access/principal.js';
import { scopes } from '../access/scope.js';
import { TenantStore } from '../access/tenant.store.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { GatheredLookups } from '../database/gathered-lookups.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { ClientAuthentication, OAuthClient, RegisteredClient } from './oauth-client.js';

interface RegisteredRow {
  readonly id: string;
  readonly tenant_id: string;
  readonly tenant_name: string;
  readonly tenant_has_policies: boolean;
  readonly name: string;
  readonly integration: OAuthClient['integration'];
  readonly grants: ClientGrant[];
  readonly redirect_uris: string[];
  readonly scopes: string[];
  readonly authentication: ClientAuthentication;
  readonly token_binding: OAuthClient['tokens']['bound'];
  readonly token_format: OAuthClient['tokens']['format'];
  readonly access_seconds: number | null;
  readonly refresh: boolean;
  readonly id_token_algorithm: OAuthClient['tokens']['idTokenSignedResponseAlg'];
  readonly owner_id: string | null;
  readonly enabled: boolean;
  readonly token_epoch: number;
  readonly first_party: boolean;
  readonly revision: number;
  readonly created_by_type: PrincipalActor['type'];
  readonly created_by_id: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly secret_hashes: string[];
  readonly keys: JWK[];
}

/** As ours are. What else is named, e.g. with a NUL that PostgreSQL takes for no text, nobody has. */
const CLIENT_ID = /^[\x21-\x7e]{1,200}$/;

/** By name, so that the connection asks once what it will be answered with, and not with each answer. */
const COLUMNS = `c.id, c.tenant_id, c.name, c.integration, c.grants, c.redirect_uris, c.scopes, c.authentication, c.token_binding,
              c.token_format, c.access_seconds, c.refresh, c.id_token_algorithm, c.owner_id, c.enabled, c.token_epoch, c.first_party,
              c.revision, c.created_by_type, c.created_by_id, c.created_at, c.updated_at`;

/**
 * Finds clients where tokens are asked for: by one statement, with everything that they authenticate by, for all who ask at the same
 * moment. Whoever is told of a client may hold the same object as others.
 */
@Injectable()
export class RegisteredClients {
  private readonly gathered = new GatheredLookups((ids) => this.read(ids));

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly tenants: TenantStore,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Null for a client that does not exist any more or is disabled, or whose tenant the operator has suspended. The console of a tenant is made when it is first asked for. */
  async find(clientId: string): Promise<RegisteredClient | null> {
    if (!CLIENT_ID.test(clientId)) return null;
    const found = await this.gathered.find(clientId);
    if (found !== null || tenantOfConsole(clientId) === null) return found;
    return (await this.makeConsole(clientId)) ? this.gathered.find(clientId) : null;
  }

  private async read(clientIds: readonly string[]): Promise<ReadonlyMap<string, RegisteredClient>> {
    const rows: RegisteredRow[] = await this.unitOfWork.lookups.query(
      `SELECT ${COLUMNS}, t.name AS tenant_name, EXISTS (SELECT 1 FROM token_policy p WHERE p.tenant_id = c.tenant_id) AS tenant_has_policies,
              ARRAY(SELECT encode(s.hash, 'base64') FROM oauth_client_secret s
                     WHERE s.client_id = c.id AND s.tenant_id = c.tenant_id AND coalesce(s.expires_at > $2, true)
                     ORDER BY s.created_at) AS secret_hashes,
              coalesce((SELECT jsonb_agg(k.jwk ORDER BY k.created_at) FROM oauth_client_key k
                         WHERE k.client_id = c.id AND k.tenant_id = c.tenant_id), '[]'::jsonb) AS keys
         FROM oauth_client c JOIN tenant t ON t.id = c.tenant_id
        WHERE c.id = ANY($1) AND c.deleted_at IS NULL AND c.enabled AND t.suspended_at IS NULL`,
      [clientIds, this.clock.now()],
    );
    return new Map(rows.map((row) => [row.id, this.clientOf(row)]));
  }

  /** @returns whether there is such a tenant */
  private async makeConsole(clientId: string): Promise<boolean> {
    const tenant = await this.tenants.findByName(tenantOfConsole(clientId) ?? '');
    if (tenant === null) return false;
    await this.unitOfWork.lookups.writing.query(
      `INSERT INTO oauth_client (id, tenant_id, name, integration, grants, redirect_uris, scopes, authentication,
                                 token_binding, token_format, refresh, first_party, revision, created_by_type, created_by_id,
                                 created_at, updated_at)
       VALUES ($1, $2, 'Console', 'per-user', '{authorization_code,refresh_token}', '{}', '{}', '{"method": "none"}',
               'dpop', 'jwt', true, true, 1, 'system', 'console', $3, $3)
       ON CONFLICT (id) DO NOTHING`,
      [consoleClientId(tenant.name), tenant.id, this.clock.now()],
    );
    return true;
  }

  private clientOf(row: RegisteredRow): RegisteredClient {
    const ours = row.first_party;
    return {
      id: row.id,
      tenantId: row.tenant_id,
      tenantName: row.tenant_name,
      tenantHasPolicies: row.tenant_has_policies,
      name: row.name,
      integration: row.integration,
      grants: row.grants,
      // What ours may follows the deployment, not the day on which the row was made.
      redirectUris: ours ? consoleRedirectUris(this.settings.PUBLIC_URL) : row.redirect_uris,
      scopes: ours ? scopes : row.scopes,
      authentication: row.authentication,
      tokens: {
        bound: row.token_binding,
        format: row.token_format,
        accessSeconds: row.access_seconds,
        refresh: row.refresh,
        idTokenSignedResponseAlg: row.id_token_algorithm,
      },
      ownerId: row.owner_id,
      enabled: row.enabled,
      tokenEpoch: row.token_epoch,
      firstParty: ours,
      revision: row.revision,
      createdBy: { type: row.created_by_type, id: row.created_by_id },
      createdAt: row.created_at,
      updatedAt: row.updated_at,
      secretHashes: row.secret_hashes,
      keys: row.keys,
    };
  }
}
