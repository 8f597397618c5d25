import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import type { Transaction } from '../database/transaction.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ClientCredentials } from './client-credentials.js';
import { type ClientDetails, ClientDetailsReader } from './client-details.js';
import type { GeneratedKeyKind } from './client-key.schema.js';
import { type GivenKey, madeKey, namedKey } from './client-keys.js';
import { ClientLock } from './client-lock.js';
import { ClientTrail } from './client-trail.js';
import { type OAuthClient, usesSecret } from './oauth-client.js';
import { faultsOfAddedKey, MOST_KEYS } from './oauth-client.rules.js';
import { OAuthClientStore } from './oauth-client.store.js';

/** Gives clients other secrets and keys while those before still work, and takes keys away. */
@Injectable()
export class ClientCredentialChanges {
  constructor(
    private readonly lock: ClientLock,
    private readonly store: OAuthClientStore,
    private readonly credentials: ClientCredentials,
    private readonly details: ClientDetailsReader,
    private readonly trail: ClientTrail,
  ) {}

  /** Makes another secret; the one before works for a while longer. @throws CountersignError `request.unacceptable` where none is used */
  async rotateSecret(principal: Principal, id: string, overlapSeconds: number): Promise<ClientDetails> {
    return this.lock.holdWithRights(principal, id, undefined, async (transaction, client, now) => {
      if (!usesSecret(client)) throw notPossible('the client authenticates without a secret');
      const [, ...older] = await this.store.secrets(transaction, client, now);
      // At most two work at once: whatever is older than the newest ends now.
      if (older.length > 0) await this.store.retireOlder(transaction, client, now);
      await this.store.retireSecrets(transaction, client, new Date(now.getTime() + overlapSeconds * 1000));
      const clientSecret = await this.credentials.newSecret(transaction, client, now);
      const changed = await this.revised(transaction, client, now);
      await this.trail.record(transaction, principal, changed, 'oauth_client.secret_rotated', { overlapSeconds });
      return this.details.read(transaction, changed, { clientSecret });
    });
  }

  async addKey(
    principal: Principal,
    id: string,
    { key, generateKey }: { readonly key?: GivenKey | undefined; readonly generateKey?: GeneratedKeyKind | undefined },
  ): Promise<ClientDetails> {
    const made = await madeKey(generateKey);
    return this.lock.holdWithRights(principal, id, undefined, async (transaction, client, now) => {
      const faults = faultsOfAddedKey(client, key ?? null);
      if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
      const jwk = made?.jwk ?? (await namedKey(key ?? {}));
      if ((await this.store.keys(transaction, client)).length >= MOST_KEYS)
        throw notPossible(`a client has at most ${MOST_KEYS} keys`);
      const added = { jwk, generated: made !== null, path: '$.key' };
      const told = await this.credentials.addKey(transaction, client, added, now);
      const changed = await this.revised(transaction, client, now);
      await this.trail.record(transaction, principal, changed, 'oauth_client.key_added', told);
      return this.details.read(transaction, changed, { privateKey: made?.privateKey });
    });
  }

  async removeKey(principal: Principal, id: string, kid: string): Promise<void> {
    await this.lock.holdWithRights(principal, id, undefined, async (transaction, client, now) => {
      if (!(await this.store.removeKey(transaction, client, kid))) throw new CountersignError('request.not_found');
      const changed = await this.revised(transaction, client, now);
      await this.trail.record(transaction, principal, changed, 'oauth_client.key_removed', { kid });
    });
  }

  /** Whoever has read the client before, and sends its keys back, is told that they were changed. */
  private async revised(transaction: Transaction, client: OAuthClient, now: Date): Promise<OAuthClient> {
    const changed = { ...client, revision: client.revision + 1, updatedAt: now };
    await this.store.update(transaction, changed);
    return changed;
  }
}

const notPossible = (message: string): CountersignError =>
  new CountersignError('request.unacceptable', { faults: [{ path: '$', message }] });
