import { Injectable } from '@nestjs/common';
import type { JWK } from 'jose';
import type { SigningAlgorithm } from '../../access/oauth-client-terms.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import { NO_TENANT } from '../artifacts/sealed-artifacts.js';
import type { SigningKey } from './signing-key.js';

const contextOf = (id: string): SealContext => ({
  tenantId: NO_TENANT,
  table: 'oauth_signing_key',
  row: id,
  purpose: 'private key',
});

/** The rows of the keys that sign tokens, private parts sealed. They are the deployment's, of no tenant. */
@Injectable()
export class SigningKeyStore {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sealing: Sealing,
  ) {}

  async list(): Promise<readonly SigningKey[]> {
    const rows: { id: string; algorithm: SigningAlgorithm; sealed: Buffer; signs_from: Date }[] =
      await this.unitOfWork.lookups.query(
        `SELECT id, public_jwk->>'alg' AS algorithm, sealed, signs_from FROM oauth_signing_key`,
      );
    return rows.map(({ id, algorithm, sealed, signs_from: signsFrom }) => ({
      id,
      algorithm,
      jwk: JSON.parse(this.sealing.open(sealed, contextOf(id)).toString('utf8')) as JWK,
      signsFrom,
    }));
  }

  /**
   * Adds a key, unless one of its algorithm was added within the last minute: of several instances that find that one is needed, one
   * adds it.
   */
  async add(key: SigningKey, publicJwk: JWK, now: Date): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      await transaction.query("SELECT pg_advisory_xact_lock(hashtextextended('oauth_signing_key', 0))");
      const sealed = this.sealing.seal(JSON.stringify(key.jwk), contextOf(key.id));
      await transaction.query(
        `INSERT INTO oauth_signing_key (id, tenant_id, sealed, public_jwk, created_at, signs_from)
         SELECT $1::uuid, $2::uuid, $3::bytea, $4::jsonb, $5::timestamptz, $6::timestamptz
          WHERE NOT EXISTS (SELECT 1 FROM oauth_signing_key
                             WHERE public_jwk->>'alg' = $7 AND created_at > $5::timestamptz - interval '1 minute')`,
        [key.id, NO_TENANT, sealed, JSON.stringify(publicJwk), now, key.signsFrom, key.algorithm],
      );
    });
  }
}
