import { Injectable } from '@nestjs/common';
import type { Reading } from '../../database/transaction.js';
import { CertificateUses } from '../certificates/certificate-uses.js';

/** Certificates are presented where external authentications name them. */
@Injectable()
export class ConfiguredCertificates extends CertificateUses {
  async of(reading: Reading, tenantId: string, name: string): Promise<readonly string[]> {
    const rows: { url: string; match: string }[] = await reading.query(
      `SELECT url, match FROM external_authentication
        WHERE tenant_id = $1 AND deleted_at IS NULL AND $2 = ANY (client_certificates) ORDER BY url, match`,
      [tenantId, name],
    );
    return rows.map(({ url, match }) => `the external authentication of ${url} (${match})`);
  }
}
