import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Reading, Transaction } from '../../database/transaction.js';
import { Sealing } from '../../secrets/sealing.js';
import type { Listener, ListenerSecret } from '../listener.js';
import { listenerSecretContext } from '../sealed-deliveries.js';
import { makeWebhookSecret } from '../signatures/webhook-secret.js';
import { ListenerSecretStore } from './listener-secret.store.js';
import type { SecretPlan } from './secret-plan.js';

/** What was stored, as the trail names it and as an answer shows it once. */
export interface StoredSecrets {
  readonly added: readonly { readonly id: string; readonly purpose: string; readonly generated: boolean }[];
  /** Values of those that were made here. */
  readonly made: readonly string[];
}

/** A secret that is used now. */
export interface OpenedSecret {
  readonly secret: ListenerSecret;
  readonly value: string;
}

/** Seals, stores and opens the secrets of listeners. */
@Injectable()
export class ListenerSecrets {
  constructor(
    private readonly store: ListenerSecretStore,
    private readonly sealing: Sealing,
  ) {}

  async carryOut(transaction: Transaction, listener: Listener, plan: SecretPlan, now: Date): Promise<StoredSecrets> {
    for (const { id, at } of plan.retired) await this.store.retire(transaction, id, at, now);
    const added: StoredSecrets['added'][number][] = [];
    const made: string[] = [];
    // What is set at one moment is ordered by its id: X-DocuSign-Signature-1 is to be the key that was entered first.
    const ids = plan.added.map(() => randomUUID()).sort();
    for (const [index, { purpose, name, value }] of plan.added.entries()) {
      const id = ids[index] ?? randomUUID();
      const text = value ?? makeWebhookSecret();
      if (value === null) made.push(text);
      await this.store.insert(transaction, listener.tenantId, {
        secret: { id, listenerId: listener.id, purpose, name, generated: value === null, setAt: now, retiredAt: null },
        sealed: this.sealing.seal(text, listenerSecretContext(listener.tenantId, id)),
      });
      added.push({ id, purpose, generated: value === null });
    }
    return { added, made };
  }

  /** Of a listener that is never called again. */
  async destroy(transaction: Transaction, { id }: Listener, now: Date): Promise<void> {
    await this.store.destroyAll(transaction, id, now);
  }

  /** Those that are used now, the newest first. */
  async open(reading: Reading, listener: Listener, now: Date): Promise<readonly OpenedSecret[]> {
    const sealed = await this.store.sealed(reading, listener.id, now);
    return sealed.map((one) => ({
      secret: one.secret,
      value: this.sealing.open(one.sealed, listenerSecretContext(listener.tenantId, one.secret.id)).toString('utf8'),
    }));
  }
}
