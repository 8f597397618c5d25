import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { CredentialPurpose, StoredCredential, UsableCredential } from '../credentials/credential.js';
import { CredentialStore, type SealedCredential } from '../credentials/credential.store.js';
import type { Lookups } from '../database/transaction.js';
import { Sealing } from '../secrets/sealing.js';
import { credentialContext } from './credentials/provider-credentials.js';
import type { ProviderRevision } from './provider.js';
import { ProviderRevisionStore } from './stores/provider-revision.store.js';

const valueSchema = z.strictObject({ value: z.string(), privateKey: z.string().nullable() });

const kindOfPurpose: Readonly<Record<CredentialPurpose, UsableCredential['kind']>> = {
  client_secret: 'client_secret',
  signing_key: 'private_key',
  apple_key: 'private_key',
  client_certificate: 'client_certificate',
  decryption_key: 'decryption_key',
};

/** Names what is held in memory: it never changes under the same key. */
export interface OpenedProviderKey {
  readonly tenantId: string;
  readonly providerId: string;
  readonly revision: number;
  readonly credentialVersion: number;
}

interface OpenedCredential {
  readonly stored: StoredCredential;
  readonly usable: UsableCredential;
}

/** One revision with the credentials that serve it, opened. */
export class OpenedProvider {
  constructor(
    readonly revision: ProviderRevision,
    private readonly credentials: readonly OpenedCredential[],
  ) {}

  /** Those that are valid now, newest first. */
  credentialsAt(now: Date): readonly UsableCredential[] {
    return this.credentials
      .filter(({ stored }) => stored.usableFrom <= now && (stored.retiredAt === null || stored.retiredAt > now))
      .map(({ usable }) => usable);
  }
}

/** Revisions with opened credentials, held in memory so that a warm login reads neither. */
@Injectable()
export class OpenedProviders {
  private readonly known = new LRUCache<string, OpenedProvider>({ max: 2000, ttl: 600_000 });

  constructor(
    private readonly revisions: ProviderRevisionStore,
    private readonly credentials: CredentialStore,
    private readonly sealing: Sealing,
  ) {}

  /** null when there is no such revision. */
  async find(reading: Lookups, key: OpenedProviderKey): Promise<OpenedProvider | null> {
    const name = `${key.providerId}/${key.revision}/${key.credentialVersion}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const revision = await this.revisions.find(reading, key.tenantId, key.providerId, key.revision);
    if (revision === null) return null;
    const sealed = await this.credentials.listSealed(reading, key.tenantId, key.providerId);
    const serving = sealed.filter(({ credential }) => servesRevision(credential, key.revision));
    const opened = new OpenedProvider(
      revision,
      serving.map((one) => this.open(key.tenantId, one)),
    );
    this.known.set(name, opened);
    return opened;
  }

  /**
   * Decryption keys of the tenant's other providers. The tenant publishes all of them in one set, from which a provider that
   * encrypts to us takes whichever fits. Read anew each time: they change with the other providers.
   */
  async otherDecryptionKeys(
    reading: Lookups,
    tenantId: string,
    providerId: string,
    now: Date,
  ): Promise<readonly UsableCredential[]> {
    const sealed = await this.credentials.listOtherDecryptionKeys(reading, tenantId, providerId, now);
    return sealed.map((one) => this.open(tenantId, one).usable);
  }

  private open(tenantId: string, { credential, sealed }: SealedCredential): OpenedCredential {
    const text = this.sealing.open(sealed, credentialContext(tenantId, credential.id)).toString('utf8');
    const { value, privateKey } = valueSchema.parse(JSON.parse(text));
    return {
      stored: credential,
      usable: {
        id: credential.id,
        version: credential.version,
        kind: kindOfPurpose[credential.purpose],
        value,
        ...(privateKey === null ? {} : { privateKey }),
        ...(credential.keyId === null ? {} : { keyId: credential.keyId }),
        expiresAt: credential.expiresAt,
      },
    };
  }
}

/** A credential is used only for revisions that it was entered for: never with another destination. */
function servesRevision(credential: StoredCredential, revision: number): boolean {
  return (
    credential.firstRevision <= revision && (credential.lastRevision === null || revision <= credential.lastRevision)
  );
}
