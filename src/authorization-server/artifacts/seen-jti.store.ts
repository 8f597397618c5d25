import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../database/unit-of-work.js';

/** A `jti` that may be presented once: of an assertion (RFC 7523 §3) or of a DPoP proof (RFC 9449 §11.1). */
interface OnceOnly {
  readonly tenantId: string;
  /** Whose it is, e.g. the client; the same `jti` of two issuers are two. */
  readonly issuer: string;
  readonly jti: string;
  readonly expiresAt: Date;
}

/** What was presented once, for all instances. */
@Injectable()
export class SeenJtis {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @returns false when it was presented before */
  async remember({ tenantId, issuer, jti, expiresAt }: OnceOnly): Promise<boolean> {
    const hash = createHash('sha256')
      .update(JSON.stringify([issuer, jti]))
      .digest();
    const rows: unknown[] = await this.unitOfWork.lookups.writing.query(
      'INSERT INTO oauth_seen_jti (jti_hash, tenant_id, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING tenant_id',
      [hash, tenantId, expiresAt],
    );
    return rows.length > 0;
  }
}
