import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CredentialPurpose, PublicJwk, StoredCredential } from '../../credentials/credential.js';
import { CredentialStore } from '../../credentials/credential.store.js';
import { readCertificates } from '../../credentials/key-material.js';
import { generatePrivateKey, publicJwkOf } from '../../credentials/key-pair.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { type SealContext, Sealing } from '../../secrets/sealing.js';
import type { Provider } from '../provider.js';
import type { CredentialPlan, NewCredential } from '../rules/credential-plan.js';
import type { EnteredCredential } from './entered-credentials.js';

/** What is sealed in a credential's row. */
export interface CredentialValue {
  readonly value: string;
  readonly privateKey: string | null;
}

export function credentialContext(tenantId: string, id: string): SealContext {
  return { tenantId, table: 'credential', row: id, purpose: 'value' };
}

/** A credential that was just stored, as the trail names it. */
export interface AddedCredential {
  readonly purpose: CredentialPurpose;
  readonly version: number;
  readonly generated: boolean;
}

/** Carries out what was decided about a provider's credentials: makes keys, seals, stores. */
@Injectable()
export class ProviderCredentials {
  constructor(
    private readonly store: CredentialStore,
    private readonly sealing: Sealing,
  ) {}

  listOf(reading: Reading, tenantId: string, providerIds: readonly string[]): Promise<readonly StoredCredential[]> {
    return this.store.listOf(reading, tenantId, providerIds);
  }

  /** @returns what was added; the provider's `credentialVersion` MUST change in the same transaction */
  async carryOut(
    transaction: Transaction,
    provider: Provider,
    plan: CredentialPlan,
    now: Date,
  ): Promise<readonly AddedCredential[]> {
    for (const credential of plan.changed) await this.store.update(transaction, provider.tenantId, credential);
    const added: AddedCredential[] = [];
    for (const one of plan.added) {
      const version = (await this.store.newestVersion(transaction, provider.id, one.need.purpose)) + 1;
      added.push(await this.add(transaction, provider, one, version, now));
    }
    return added;
  }

  destroyAll(transaction: Transaction, provider: Provider, now: Date): Promise<void> {
    return this.store.destroyAll(transaction, provider.tenantId, provider.id, now);
  }

  private async add(
    transaction: Transaction,
    provider: Provider,
    { need, value, firstRevision, usableFrom, expiresAt }: NewCredential,
    version: number,
    now: Date,
  ): Promise<AddedCredential> {
    const { purpose, algorithm } = need;
    const entered = value ?? {
      kind: 'private_key',
      value: await generatePrivateKey(algorithm ?? 'RS256'),
      privateKey: null,
      keyId: null,
    };
    const id = randomUUID();
    const sealed: CredentialValue = { value: entered.value, privateKey: entered.privateKey };
    const publicJwk = await publicHalf(purpose, entered, algorithm);
    await this.store.insert(transaction, provider.tenantId, {
      credential: {
        id,
        owner: { kind: 'provider', id: provider.id },
        purpose,
        version,
        firstRevision,
        lastRevision: null,
        keyId: entered.kind === 'private_key' ? (publicJwk?.kid ?? null) : null,
        publicJwk,
        generated: value === null,
        setAt: now,
        usableFrom,
        expiresAt: purpose === 'client_certificate' ? expiryOfCertificate(entered.value) : expiresAt,
        retiredAt: null,
      },
      sealed: this.sealing.seal(JSON.stringify(sealed), credentialContext(provider.tenantId, id)),
    });
    return { purpose, version, generated: value === null };
  }
}

async function publicHalf(
  purpose: CredentialPurpose,
  entered: EnteredCredential,
  algorithm: string | null,
): Promise<(PublicJwk & { readonly kid: string }) | null> {
  switch (entered.kind) {
    case 'client_secret':
      return null;
    case 'private_key':
      return publicJwkOf(entered.value, purpose === 'decryption_key' ? 'enc' : 'sig', algorithm, entered.keyId);
    case 'client_certificate': {
      const jwk = await publicJwkOf(entered.privateKey ?? '', 'sig', null, null);
      const chain = readCertificates(entered.value) ?? [];
      return { ...jwk, x5c: chain.map((certificate) => certificate.raw.toString('base64')) };
    }
  }
}

function expiryOfCertificate(certificate: string): Date | null {
  const leaf = readCertificates(certificate)?.[0];
  return leaf === undefined ? null : new Date(leaf.validTo);
}
