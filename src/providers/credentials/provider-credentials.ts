import { Injectable } from '@nestjs/common';
import type { CredentialOwner } from '../../credentials/credential.js';
import { type AddedCredential, Credentials } from '../../credentials/credentials.js';
import type { KeysMadeBefore } from '../../credentials/keys-made-before.js';
import { makeCredential } from '../../credentials/made-credential.js';
import type { Transaction } from '../../database/transaction.js';
import type { Provider } from '../provider.js';
import type { CredentialPlan } from '../rules/credential-plan.js';

export const ownerOf = (providerId: string): CredentialOwner => ({ kind: 'provider', id: providerId });

/** Carries out what was decided about a provider's credentials. */
@Injectable()
export class ProviderCredentials {
  constructor(private readonly credentials: Credentials) {}

  /**
   * @param keys holds every key that the plan generates
   * @returns what was added; the provider's `credentialVersion` MUST change in the same transaction
   */
  async carryOut(
    transaction: Transaction,
    { id, tenantId }: Provider,
    plan: CredentialPlan,
    keys: KeysMadeBefore,
    now: Date,
  ): Promise<readonly AddedCredential[]> {
    for (const credential of plan.changed) await this.credentials.update(transaction, tenantId, credential);
    const added: AddedCredential[] = [];
    for (const { need, value, ...validity } of plan.added) {
      const made = value === null ? keys.take(need) : await makeCredential(need.purpose, need.algorithm, value);
      added.push(await this.credentials.add(transaction, { tenantId, owner: ownerOf(id), made, ...validity }, now));
    }
    return added;
  }
}
