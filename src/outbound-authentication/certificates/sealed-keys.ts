import { Injectable } from '@nestjs/common';
import type { SealContext } from '../../secrets/sealing.js';
import { Sealing } from '../../secrets/sealing.js';
import type { SealedVersion } from './client-certificate.store.js';

const context = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'client_certificate_key',
  row,
  purpose: 'private key',
});

/** Private keys at rest. They are opened to be used, and never answered. */
@Injectable()
export class SealedKeys {
  constructor(private readonly sealing: Sealing) {}

  /** @param privateKey PKCS#8 PEM */
  seal(tenantId: string, versionId: string, privateKey: string): Buffer {
    return this.sealing.seal(privateKey, context(tenantId, versionId));
  }

  /** PKCS#8 PEM. */
  open(tenantId: string, { version, sealed }: SealedVersion): string {
    return this.sealing.open(sealed, context(tenantId, version.id)).toString('utf8');
  }
}
