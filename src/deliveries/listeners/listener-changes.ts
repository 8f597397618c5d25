import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import type { Listener, ListenerDetails } from '../listener.js';
import { OutboxSignal } from '../outbox/outbox-signal.js';
import { WebhookKeys } from '../signatures/webhook-keys.js';
import { ListenerStore } from './listener.store.js';
import { disclosureEvent, revisionEvent } from './listener-events.js';
import type { StoredSecrets } from './listener-secrets.js';

type RevisionEventType = 'listener.created' | 'listener.revised' | 'listener.enabled' | 'listener.disabled';

/** What every change of a listener has in common: it is held meanwhile, and the trail has the revision. */
@Injectable()
export class ListenerChanges {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly listeners: ListenerStore,
    private readonly webhookKeys: WebhookKeys,
    private readonly recorder: AuditRecorder,
    private readonly signal: OutboxSignal,
    private readonly clock: Clock,
  ) {}

  /** Runs a change of something that nobody else changes meanwhile; whoever sends hears of it. */
  async run<T>(change: (transaction: Transaction, now: Date) => Promise<T>): Promise<T> {
    const result = await this.unitOfWork.run((transaction) => change(transaction, this.clock.now()));
    this.signal.wake();
    return result;
  }

  /**
   * Runs a change of one listener, which nobody else changes meanwhile.
   * @param needed whether `If-Match` has to be sent
   * @throws CountersignError `request.not_found`, `request.precondition_…`
   */
  hold<T>(
    principal: Principal,
    name: string,
    { ifMatch, needed }: { readonly ifMatch: string | undefined; readonly needed: boolean },
    change: (transaction: Transaction, current: ListenerDetails, now: Date) => Promise<T>,
  ): Promise<T> {
    return this.run(async (transaction, now) => {
      const listener = await this.listeners.findByName(transaction, principal.tenant.id, name, true);
      if (listener === null) throw notFound(name);
      judgeIfMatch(ifMatch, listener.revision, needed);
      return change(transaction, await this.read(transaction, listener), now);
    });
  }

  async read(reading: Reading, listener: Listener): Promise<ListenerDetails> {
    const [details] = await this.listeners.details(reading, [listener]);
    if (details === undefined) throw new Error(`The listener ${listener.id} cannot be read`);
    return details;
  }

  /**
   * @param stored secrets that came with the change; null: none could
   * @returns the id of the event
   */
  async record(
    transaction: Transaction,
    type: RevisionEventType,
    listener: Listener,
    { actor }: Principal,
    stored: StoredSecrets | null,
    now: Date,
    data: Readonly<Record<string, string | number | null>> = {},
  ): Promise<string> {
    if (listener.configuration.standardWebhooks?.asymmetric === true)
      await this.webhookKeys.ensure(transaction, listener.tenantId, now);
    const discloses = listener.configuration.payload === 'outcome' && type !== 'listener.disabled';
    const [recorded] = await this.recorder.record(transaction, [
      revisionEvent(type, listener, actor, now, {
        ...data,
        ...(stored === null ? {} : { secrets: [...stored.added] }),
      }),
      ...(discloses ? [disclosureEvent(listener, actor, now, type)] : []),
    ]);
    if (recorded === undefined) throw new Error(`The change of the listener ${listener.id} was not recorded`);
    return recorded.id;
  }
}

export const notFound = (name: string): CountersignError =>
  new CountersignError('request.not_found', { detail: `There is no listener ${name}` });
