import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { Transaction } from '../../database/transaction.js';
import { recordedTypesOf } from '../events/event-patterns.js';
import type { Listener, ListenerDetails } from '../listener.js';
import { EndpointStore } from '../outbox/endpoint.store.js';
import { requireDisclosure } from './disclosure.js';
import { ListenerStore } from './listener.store.js';
import { ListenerChanges } from './listener-changes.js';

/** Lets listeners be sent events, or not. Whatever is switched keeps its place in the trail. */
@Injectable()
export class ListenerSwitch {
  constructor(
    private readonly changes: ListenerChanges,
    private readonly listeners: ListenerStore,
    private readonly endpoints: EndpointStore,
  ) {}

  /**
   * Lets a listener go on from its place, in order, also one that was suspended.
   * @param skip leaves out everything up to now
   * @returns `skipped`: how many events were left out; null: nothing was to be
   */
  async enable(principal: Principal, name: string, ifMatch: string | undefined, skip: boolean) {
    return this.changes.hold(
      principal,
      name,
      { ifMatch, needed: false },
      async (transaction, { listener: was }, now) => {
        requireDisclosure(principal, was.configuration);
        const listener = switched(was, true, now);
        const nextIndex = await this.endpoints.lockOutbox(transaction);
        const skipped = skip ? await this.endpoints.skip(transaction, listener.id, nextIndex, now) : null;
        if (!was.enabled)
          await this.listeners.update(transaction, listener, recordedTypesOf(listener.configuration.events));
        await this.endpoints.goOn(transaction, listener.id, now);
        if (!was.enabled || skip) {
          const switchedOn = await this.changes.record(
            transaction,
            'listener.enabled',
            listener,
            principal,
            null,
            now,
            {
              skipped,
            },
          );
          if (skip) await this.endpoints.beginAfter(transaction, listener.id, switchedOn);
        }
        return { ...(await this.changes.read(transaction, listener)), skipped };
      },
    );
  }

  /** It is sent nothing from now on. */
  async disable(principal: Principal, name: string, ifMatch: string | undefined): Promise<ListenerDetails> {
    return this.changes.hold(principal, name, { ifMatch, needed: false }, async (transaction, current, now) => {
      if (!current.listener.enabled) return current;
      const listener = switched(current.listener, false, now);
      await this.listeners.update(transaction, listener, recordedTypesOf(listener.configuration.events));
      await this.stop(transaction, listener, now);
      await this.changes.record(transaction, 'listener.disabled', listener, principal, null, now);
      return this.changes.read(transaction, listener);
    });
  }

  /** Has the endpoint follow a revision. @param was whether it was enabled before */
  async follow(transaction: Transaction, was: boolean, listener: Listener, now: Date): Promise<void> {
    if (was === listener.enabled) {
      await this.endpoints.wake(transaction, listener.id, now);
      return;
    }
    if (!listener.enabled) return this.stop(transaction, listener, now);
    await this.endpoints.lockOutbox(transaction);
    await this.endpoints.goOn(transaction, listener.id, now);
  }

  private async stop(transaction: Transaction, { id }: Listener, now: Date): Promise<void> {
    const nextIndex = await this.endpoints.lockOutbox(transaction);
    await this.endpoints.stop(transaction, id, nextIndex, { at: now, why: null });
  }
}

function switched(listener: Listener, enabled: boolean, now: Date): Listener {
  return listener.enabled === enabled
    ? listener
    : { ...listener, enabled, revision: listener.revision + 1, updatedAt: now };
}
