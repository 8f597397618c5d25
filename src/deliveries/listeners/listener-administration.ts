import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { type Actor, AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Reading, Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { judgeIfMatch } from '../../http/entity-tag.js';
import type { ListQuery, Page } from '../../http/list.js';
import { CallAuthentication } from '../../outbound/call-authentication.js';
import { AppliedAuthentications } from '../../outbound-authentication/configurations/applied-authentications.js';
import { recordedTypesOf } from '../events/event-patterns.js';
import { EndpointStore } from '../outbox/endpoint.store.js';
import { OutboxSignal } from '../outbox/outbox-signal.js';
import { WebhookKeys } from '../signatures/webhook-keys.js';
import { requireDisclosure } from './disclosure.js';
import type { Listener, ListenerDetails } from './listener.js';
import { ListenerStore } from './listener.store.js';
import { disclosureEvent, listenerEvent, revisionEvent } from './listener-events.js';
import { ListenerSecrets, type StoredSecrets } from './listener-secrets.js';
import { configurationOf, parseListenerRequest } from './parse-listener-request.js';
import { planSecrets } from './secret-plan.js';

/** A listener as it stands after a change. */
export interface ChangedListener extends ListenerDetails {
  /** Secrets that this change has made: shown once. */
  readonly made: readonly string[];
}

/** What admins do with listeners. Every change is a revision, whole in the trail, in one transaction. */
@Injectable()
export class ListenerAdministration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly listeners: ListenerStore,
    private readonly endpoints: EndpointStore,
    private readonly secrets: ListenerSecrets,
    private readonly webhookKeys: WebhookKeys,
    private readonly authentication: CallAuthentication,
    private readonly applied: AppliedAuthentications,
    private readonly recorder: AuditRecorder,
    private readonly signal: OutboxSignal,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws CountersignError with every fault of the body; `request.conflict` when the name is taken */
  async create(principal: Principal, body: unknown): Promise<ChangedListener> {
    const request = parseListenerRequest(body, await this.context(principal, body, null));
    const now = this.clock.now();
    const listener: Listener = {
      id: randomUUID(),
      tenantId: principal.tenant.id,
      name: request.name,
      revision: 1,
      enabled: request.enabled,
      configuration: configurationOf(request),
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
    };
    requireDisclosure(principal, listener.configuration);
    const changed = await this.unitOfWork.run(async (transaction) => {
      await this.listeners.insert(transaction, listener, recordedTypesOf(listener.configuration.events));
      const stored = await this.secrets.carryOut(transaction, listener, planSecrets(request, [], now), now);
      await this.placeNew(transaction, listener, request.since === undefined ? null : new Date(request.since));
      await this.record(transaction, 'listener.created', listener, principal, stored, now, {
        since: request.since ?? null,
      });
      return { ...(await this.read(transaction, listener)), made: stored.made };
    });
    this.signal.wake();
    return changed;
  }

  /** @throws CountersignError `request.not_found`, `request.precondition_…`, then with every fault of the body */
  async replace(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    body: unknown,
  ): Promise<ChangedListener> {
    const certificate = await this.context(principal, body, null);
    return this.hold(principal, name, ifMatch, true, async (transaction, current, now) => {
      const { listener: before, secrets } = current;
      const request = parseListenerRequest(body, {
        ...certificate,
        before: { configuration: before.configuration, secrets },
      });
      const faults: Fault[] =
        request.name === name ? [] : [{ path: '$.name', message: `must be ${name}: a listener's name is immutable` }];
      if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
      const listener: Listener = {
        ...before,
        revision: before.revision + 1,
        enabled: request.enabled,
        configuration: configurationOf(request),
        updatedAt: now,
      };
      requireDisclosure(principal, listener.configuration);
      await this.listeners.update(transaction, listener, recordedTypesOf(listener.configuration.events));
      const stored = await this.secrets.carryOut(transaction, listener, planSecrets(request, secrets, now), now);
      await this.switchEndpoint(transaction, before.enabled, listener, now);
      await this.record(transaction, 'listener.revised', listener, principal, stored, now);
      return { ...(await this.read(transaction, listener)), made: stored.made };
    });
  }

  /**
   * Lets a listener go on from its place, in order, also one that was suspended.
   * @param skip leaves out everything up to now
   */
  async enable(principal: Principal, name: string, ifMatch: string | undefined, skip: boolean) {
    return this.hold(principal, name, ifMatch, false, async (transaction, current, now) => {
      requireDisclosure(principal, current.listener.configuration);
      const listener = this.switched(current.listener, true, now);
      const nextIndex = await this.endpoints.lockOutbox(transaction);
      const skipped = skip ? await this.endpoints.skip(transaction, listener.id, nextIndex, now) : null;
      if (!current.listener.enabled)
        await this.listeners.update(transaction, listener, recordedTypesOf(listener.configuration.events));
      await this.endpoints.goOn(transaction, listener.id, now);
      if (!current.listener.enabled || skip)
        await this.record(transaction, 'listener.enabled', listener, principal, null, now, { skipped });
      return { ...(await this.read(transaction, listener)), skipped };
    });
  }

  /** It is sent nothing from now on and keeps its place. */
  async disable(principal: Principal, name: string, ifMatch: string | undefined): Promise<ListenerDetails> {
    return this.hold(principal, name, ifMatch, false, async (transaction, current, now) => {
      if (!current.listener.enabled) return current;
      const listener = this.switched(current.listener, false, now);
      await this.listeners.update(transaction, listener, recordedTypesOf(listener.configuration.events));
      await this.endpoints.stop(transaction, listener.id, await this.endpoints.lockOutbox(transaction), {
        at: now,
        why: null,
      });
      await this.record(transaction, 'listener.disabled', listener, principal, null, now);
      return this.read(transaction, listener);
    });
  }

  /** Its secrets are destroyed, what was delivered stays readable, its name is never used again. */
  async delete(principal: Principal, name: string, ifMatch: string | undefined): Promise<void> {
    await this.hold(principal, name, ifMatch, true, async (transaction, { listener }, now) => {
      const archived = { ...listener, enabled: false, archivedAt: now, updatedAt: now };
      await this.listeners.update(transaction, archived, []);
      await this.endpoints.lockOutbox(transaction);
      await this.endpoints.remove(transaction, listener.id, now);
      await this.listeners.destroySecrets(transaction, listener.id, now);
      await this.recorder.record(transaction, [listenerEvent('listener.deleted', archived, actorOf(principal), now)]);
    });
  }

  async one(tenantId: string, name: string): Promise<ListenerDetails> {
    const listener = await this.listeners.findByName(this.unitOfWork.reading, tenantId, name);
    if (listener === null) throw notFound(name);
    return this.read(this.unitOfWork.reading, listener);
  }

  async page(tenantId: string, query: ListQuery): Promise<Page<ListenerDetails>> {
    const page = await this.listeners.list(this.unitOfWork.reading, tenantId, query);
    return { items: await this.listeners.details(this.unitOfWork.reading, page.items), next: page.next };
  }

  /** What of the rules depends on the deployment. */
  private async context(principal: Principal, body: unknown, before: null) {
    const url = typeof body === 'object' && body !== null && 'url' in body ? body.url : null;
    const matching = typeof url === 'string' ? await this.authentication.matching(principal.tenant.id, url) : null;
    const basic = typeof body === 'object' && body !== null && 'basic' in body ? (body.basic ?? null) : null;
    if (typeof url === 'string') {
      const use = { name: 'the listener', url, carriesAuthorization: basic !== null, presentsCertificate: false };
      await this.applied.judge(this.unitOfWork.lookups, principal, [{ ...use, path: '$.url' }]);
    }
    return {
      allowHttp: this.settings.OUTBOUND_ALLOW_HTTP,
      now: this.clock.now(),
      certificateApplies: matching?.presentsCertificate ?? false,
      before,
    };
  }

  private async hold<T>(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    needed: boolean,
    change: (transaction: Transaction, current: ListenerDetails, now: Date) => Promise<T>,
  ): Promise<T> {
    const result = await this.unitOfWork.run(async (transaction) => {
      const listener = await this.listeners.findByName(transaction, principal.tenant.id, name, true);
      if (listener === null) throw notFound(name);
      judgeIfMatch(ifMatch, listener.revision, needed);
      return change(transaction, await this.read(transaction, listener), this.clock.now());
    });
    this.signal.wake();
    return result;
  }

  private async placeNew(transaction: Transaction, listener: Listener, since: Date | null): Promise<void> {
    const nextIndex = await this.endpoints.lockOutbox(transaction);
    const place =
      since === null
        ? listener.enabled
          ? null
          : nextIndex
        : await this.endpoints.placeSince(transaction, listener.tenantId, since, nextIndex);
    // What happened before it was made is not for it, though it may get its leaf only now.
    await this.endpoints.insert(transaction, listener, place, since ?? listener.createdAt);
  }

  private async switchEndpoint(transaction: Transaction, was: boolean, listener: Listener, now: Date): Promise<void> {
    if (was === listener.enabled) {
      await this.endpoints.wake(transaction, listener.id, now);
      return;
    }
    const nextIndex = await this.endpoints.lockOutbox(transaction);
    if (listener.enabled) await this.endpoints.goOn(transaction, listener.id, now);
    else await this.endpoints.stop(transaction, listener.id, nextIndex, { at: now, why: null });
  }

  private switched(listener: Listener, enabled: boolean, now: Date): Listener {
    return listener.enabled === enabled
      ? listener
      : { ...listener, enabled, revision: listener.revision + 1, updatedAt: now };
  }

  private async read(reading: Reading, listener: Listener): Promise<ListenerDetails> {
    const [details] = await this.listeners.details(reading, [listener]);
    if (details === undefined) throw new Error(`The listener ${listener.id} cannot be read`);
    return details;
  }

  private async record(
    transaction: Transaction,
    type: 'listener.created' | 'listener.revised' | 'listener.enabled' | 'listener.disabled',
    listener: Listener,
    principal: Principal,
    stored: StoredSecrets | null,
    now: Date,
    data: Readonly<Record<string, string | number | null>> = {},
  ): Promise<void> {
    const actor = actorOf(principal);
    if (listener.configuration.standardWebhooks?.asymmetric === true)
      await this.webhookKeys.ensure(transaction, listener.tenantId, now);
    const discloses = listener.configuration.payload === 'outcome' && type !== 'listener.disabled';
    await this.recorder.record(transaction, [
      revisionEvent(type, listener, actor, now, {
        ...data,
        ...(stored === null ? {} : { secrets: [...stored.added] }),
      }),
      ...(discloses ? [disclosureEvent(listener, actor, now, type)] : []),
    ]);
  }
}

/** Who acts, as the trail names them. */
export const actorOf = ({ actor }: Principal): Actor => ({ ...actor });

export const notFound = (name: string): CountersignError =>
  new CountersignError('request.not_found', { detail: `There is no listener ${name}` });
