import { Injectable } from '@nestjs/common';
import { boundedCache } from '../caches/bounded-cache.js';
import type { StoredCredential, UsableCredential } from '../credentials/credential.js';
import { Credentials, type OpenedCredential } from '../credentials/credentials.js';
import type { Lookups } from '../database/transaction.js';
import { ownerOf } from './credentials/provider-credentials.js';
import type { ProviderRevision } from './provider.js';
import { ProviderRevisionStore } from './stores/provider-revision.store.js';

/** Names what is held in memory: it never changes under the same key. */
interface OpenedProviderKey {
  readonly tenantId: string;
  readonly providerId: string;
  readonly revision: number;
  readonly credentialVersion: number;
}

/** One revision with the credentials that serve it, opened. */
class OpenedProvider {
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
  private readonly known = boundedCache<string, OpenedProvider>(2000, { ttl: 600_000 });

  constructor(
    private readonly revisions: ProviderRevisionStore,
    private readonly credentials: Credentials,
  ) {}

  /** null when there is no such revision. */
  async find(reading: Lookups, key: OpenedProviderKey): Promise<OpenedProvider | null> {
    const name = `${key.providerId}/${key.revision}/${key.credentialVersion}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const revision = await this.revisions.find(reading, key.tenantId, key.providerId, key.revision);
    if (revision === null) return null;
    const all = await this.credentials.open(reading, key.tenantId, ownerOf(key.providerId));
    const opened = new OpenedProvider(
      revision,
      all.filter(({ stored }) => servesRevision(stored, key.revision)),
    );
    this.known.set(name, opened);
    return opened;
  }

  /**
   * Decryption keys of the tenant's other providers. The tenant publishes all of them in one set, from which a provider that
   * encrypts to us takes whichever fits. Read anew each time: they change with the other providers.
   */
  otherDecryptionKeys(
    reading: Lookups,
    tenantId: string,
    providerId: string,
    now: Date,
  ): Promise<readonly UsableCredential[]> {
    return this.credentials.openDecryptionKeysOfOthers(reading, tenantId, ownerOf(providerId), now);
  }
}

/** A credential is used only for revisions that it was entered for: never with another destination. */
function servesRevision(credential: StoredCredential, revision: number): boolean {
  return (
    credential.firstRevision <= revision && (credential.lastRevision === null || revision <= credential.lastRevision)
  );
}
