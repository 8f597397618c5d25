import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Lookups, Reading, Transaction } from '../database/transaction.js';
import type { SealedColumn } from '../secrets/sealed-column.js';
import { type SealContext, Sealing } from '../secrets/sealing.js';
import type { CredentialOwner, CredentialPurpose, StoredCredential, UsableCredential } from './credential.js';
import { CredentialStore, type SealedCredential } from './credential.store.js';
import type { MadeCredential } from './made-credential.js';

/** What this room seals under the encryption key. */
export const sealedCredentials: readonly SealedColumn[] = [
  { table: 'credential', column: 'sealed', rowColumn: 'id', purpose: 'value' },
];

const contextOf = (tenantId: string, id: string): SealContext => ({
  tenantId,
  table: 'credential',
  row: id,
  purpose: 'value',
});

/** What is sealed in a credential's row. */
const valueSchema = z.strictObject({ value: z.string(), privateKey: z.string().nullable() });

const kindOfPurpose: Readonly<Record<CredentialPurpose, UsableCredential['kind']>> = {
  client_secret: 'client_secret',
  signing_key: 'private_key',
  apple_key: 'private_key',
  client_certificate: 'client_certificate',
  decryption_key: 'decryption_key',
};

/** A credential in clear, with what decides when it is used. */
export interface OpenedCredential {
  readonly stored: StoredCredential;
  readonly usable: UsableCredential;
}

/** A credential to be stored, and for when and whom. */
interface NewCredential {
  readonly tenantId: string;
  readonly owner: CredentialOwner;
  readonly made: MadeCredential;
  /** The first revision of the owner that it serves; 1 for an owner without revisions. */
  readonly firstRevision: number;
  readonly usableFrom: Date;
  /** As entered; a certificate's own date wins. */
  readonly expiresAt: Date | null;
}

/** A credential that was just stored, as the trail names it. */
export interface AddedCredential {
  readonly purpose: CredentialPurpose;
  readonly version: number;
  readonly generated: boolean;
}

/** Secrets, keys and certificates of whatever owns some: stored sealed, opened into memory only. */
@Injectable()
export class Credentials {
  constructor(
    private readonly store: CredentialStore,
    private readonly sealing: Sealing,
  ) {}

  /** What is known of those of several owners of one kind, newest version first. */
  listOf(
    reading: Reading,
    tenantId: string,
    kind: CredentialOwner['kind'],
    ownerIds: readonly string[],
  ): Promise<readonly StoredCredential[]> {
    return this.store.listOf(reading, tenantId, kind, ownerIds);
  }

  /** Those of one owner that were not destroyed, opened, newest version first. Whether they may be used now is not judged. */
  async open(reading: Lookups, tenantId: string, owner: CredentialOwner): Promise<readonly OpenedCredential[]> {
    const sealed = await this.store.listSealed(reading, tenantId, owner);
    return sealed.map((one) => this.opened(tenantId, one));
  }

  /** Decryption keys in use by the tenant's other owners of the same kind, newest first. */
  async openDecryptionKeysOfOthers(
    reading: Lookups,
    tenantId: string,
    owner: CredentialOwner,
    now: Date,
  ): Promise<readonly UsableCredential[]> {
    const sealed = await this.store.listOtherDecryptionKeys(reading, tenantId, owner, now);
    return sealed.map((one) => this.opened(tenantId, one).usable);
  }

  /** Stores one as the next version of its owner and purpose. Whoever holds opened ones in memory MUST be told by a version of its own. */
  async add(
    transaction: Transaction,
    { tenantId, owner, made, firstRevision, usableFrom, expiresAt }: NewCredential,
    now: Date,
  ): Promise<AddedCredential> {
    const { purpose, generated, keyId, publicJwk } = made;
    const version = (await this.store.newestVersion(transaction, tenantId, owner, purpose)) + 1;
    const id = randomUUID();
    const value: z.input<typeof valueSchema> = { value: made.value, privateKey: made.privateKey };
    await this.store.insert(transaction, tenantId, {
      credential: {
        id,
        owner,
        purpose,
        version,
        firstRevision,
        lastRevision: null,
        keyId,
        publicJwk,
        generated,
        setAt: now,
        usableFrom,
        expiresAt: made.validUntil ?? expiresAt,
        retiredAt: null,
      },
      sealed: this.sealing.seal(JSON.stringify(value), contextOf(tenantId, id)),
    });
    return { purpose, version, generated };
  }

  /** Writes the members that change: revisions served, expiry, retirement. A new expiry is warned of anew. */
  update(transaction: Transaction, tenantId: string, credential: StoredCredential): Promise<void> {
    return this.store.update(transaction, tenantId, credential);
  }

  /** Destroys every credential of an owner. */
  destroyAll(transaction: Transaction, tenantId: string, owner: CredentialOwner, now: Date): Promise<void> {
    return this.store.destroyAll(transaction, tenantId, owner, now);
  }

  /** Destroys, for every tenant and owner, what has been out of use since a time. */
  async destroyRetired(transaction: Transaction, before: Date, now: Date): Promise<void> {
    await this.store.destroyRetired(transaction, before, now);
  }

  /** Whether a warning of the expiry, so many days ahead, is the caller's to give: of several instances one is told so. */
  claimWarning(transaction: Transaction, tenantId: string, id: string, days: number): Promise<boolean> {
    return this.store.claimWarning(transaction, tenantId, id, days);
  }

  private opened(tenantId: string, { credential, sealed }: SealedCredential): OpenedCredential {
    const text = this.sealing.open(sealed, contextOf(tenantId, credential.id)).toString('utf8');
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
