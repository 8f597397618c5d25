import { Injectable } from '@nestjs/common';
import { readCertificates } from '../credentials/key-material.js';
import type { Reading } from '../database/transaction.js';
import type { Expiring } from './expirations.schema.js';

type ExpiringRow = Omit<Expiring, 'expiresAt'> & { readonly expires_at: Date };

interface TrustRow {
  readonly id: string;
  readonly name: string;
  readonly ca: string | null;
  readonly leaf: string | null;
}

const expiringOf = ({ expires_at, ...row }: ExpiringRow): Expiring => ({ ...row, expiresAt: expires_at });

/** What of a tenant expires before a time; reads the rows of others and writes none. */
@Injectable()
export class ExpirationsStore {
  /** Credentials of providers that serve the newest revision and that nothing has replaced. */
  async credentials(reading: Reading, tenantId: string, before: Date): Promise<Expiring[]> {
    const rows: ExpiringRow[] = await reading.query(
      `SELECT 'provider_credential' AS kind, p.id, p.name, c.purpose AS part, c.expires_at
         FROM credential c JOIN provider p ON c.owner_kind = 'provider' AND p.id = c.owner_id
        WHERE c.tenant_id = $1 AND c.destroyed_at IS NULL AND c.retired_at IS NULL AND c.last_revision IS NULL
          AND p.archived_at IS NULL AND c.expires_at <= $2`,
      [tenantId, before],
    );
    return rows.map(expiringOf);
  }

  /** Certificates that providers are trusted by; of several in one member the one that ends first. */
  async trust(reading: Reading, tenantId: string, before: Date): Promise<Expiring[]> {
    const rows: TrustRow[] = await reading.query(
      `SELECT p.id, p.name, r.configuration->'trust'->>'ca' AS ca, r.configuration->'trust'->>'leaf' AS leaf
         FROM provider p JOIN provider_revision r ON r.provider_id = p.id AND r.number = p.revision
        WHERE p.tenant_id = $1 AND p.archived_at IS NULL
          AND coalesce(r.configuration->'trust'->>'ca', r.configuration->'trust'->>'leaf') IS NOT NULL`,
      [tenantId],
    );
    return rows.flatMap(({ id, name, ca, leaf }) =>
      Object.entries({ ca, leaf }).flatMap(([member, pem]) =>
        ends(pem)
          .filter((expiresAt) => expiresAt <= before)
          .map((expiresAt) => ({ kind: 'provider_trust' as const, id, name, part: `$.trust.${member}`, expiresAt })),
      ),
    );
  }

  /** The newest installed version of each client certificate: the one before it is on its way out anyway. */
  async clientCertificates(reading: Reading, tenantId: string, before: Date): Promise<Expiring[]> {
    const rows: ExpiringRow[] = await reading.query(
      `SELECT * FROM (
         SELECT DISTINCT ON (c.id) 'client_certificate' AS kind, c.id, c.name, NULL::text AS part, k.not_after AS expires_at
           FROM client_certificate c JOIN client_certificate_key k ON k.client_certificate_id = c.id AND k.not_after IS NOT NULL
          WHERE c.tenant_id = $1 ORDER BY c.id, k.version DESC) AS newest
        WHERE expires_at <= $2`,
      [tenantId, before],
    );
    return rows.map(expiringOf);
  }

  async apiKeys(reading: Reading, tenantId: string, now: Date, before: Date): Promise<Expiring[]> {
    const rows: ExpiringRow[] = await reading.query(
      `SELECT 'api_key' AS kind, id, name, NULL::text AS part, expires_at FROM api_key
        WHERE tenant_id = $1 AND revoked_at IS NULL AND expires_at > $2 AND expires_at <= $3`,
      [tenantId, now, before],
    );
    return rows.map(expiringOf);
  }
}

function ends(pem: string | null): Date[] {
  const times = (pem === null ? [] : (readCertificates(pem) ?? [])).map((one) => new Date(one.validTo).getTime());
  return times.length === 0 ? [] : [new Date(Math.min(...times))];
}
