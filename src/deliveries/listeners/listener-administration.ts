import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { WithinLimits } from '../../access/within-limits.js';
import { AuditRecorder } from '../../audit/recording.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ListQuery, Page } from '../../http/list.js';
import { AppliedAuthentications } from '../../outbound-authentication/configurations/applied-authentications.js';
import { recordedTypesOf } from '../events/event-patterns.js';
import type { Listener, ListenerDetails } from '../listener.js';
import { EndpointStore } from '../outbox/endpoint.store.js';
import { requireDisclosure } from './disclosure.js';
import { ListenerStore } from './listener.store.js';
import { ListenerChanges, notFound } from './listener-changes.js';
import { listenerEvent } from './listener-events.js';
import type { RuleContext } from './listener-rules.js';
import { ListenerSecrets } from './listener-secrets.js';
import { ListenerSwitch } from './listener-switch.js';
import { judgedUseOf } from './listener-uses.js';
import { configurationOf, parseListenerRequest } from './parse-listener-request.js';
import { planSecrets } from './secret-plan.js';

/** A listener as it stands after a change. */
interface ChangedListener extends ListenerDetails {
  /** Secrets that this change has made: shown once. */
  readonly made: readonly string[];
}

/** What admins do with listeners. Every change is a revision, whole in the trail, judged and written in one transaction. */
@Injectable()
export class ListenerAdministration {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ListenerChanges,
    private readonly listenerSwitch: ListenerSwitch,
    private readonly listeners: ListenerStore,
    private readonly limits: WithinLimits,
    private readonly endpoints: EndpointStore,
    private readonly secrets: ListenerSecrets,
    private readonly applied: AppliedAuthentications,
    private readonly recorder: AuditRecorder,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws CountersignError with every fault of the body; `request.conflict` when the name is taken */
  async create(principal: Principal, body: unknown): Promise<ChangedListener> {
    return this.changes.run(async (transaction, now) => {
      const request = parseListenerRequest(body, await this.context(transaction, principal, body, now, null));
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
      await this.limits.judge(transaction, listener.tenantId, 'listeners', () =>
        this.listeners.countKept(transaction, listener.tenantId),
      );
      await this.listeners.insert(transaction, listener, recordedTypesOf(listener.configuration.events));
      const stored = await this.secrets.carryOut(transaction, listener, planSecrets(request, [], now), now);
      await this.placeNew(transaction, listener, request.since === undefined ? null : new Date(request.since));
      const since = { since: request.since ?? null };
      const made = await this.changes.record(transaction, 'listener.created', listener, principal, stored, now, since);
      if (since.since === null) await this.endpoints.beginAfter(transaction, listener.id, made);
      return { ...(await this.changes.read(transaction, listener)), made: stored.made };
    });
  }

  /** @throws CountersignError `request.not_found`, `request.precondition_…`, then with every fault of the body */
  async replace(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    body: unknown,
  ): Promise<ChangedListener> {
    return this.changes.hold(principal, name, { ifMatch, needed: true }, async (transaction, current, now) => {
      const { listener: before, secrets } = current;
      const stands = { configuration: before.configuration, secrets };
      const request = parseListenerRequest(body, await this.context(transaction, principal, body, now, stands));
      if (request.name !== name) {
        const message = `must be ${name}: a listener's name is immutable`;
        throw new CountersignError('request.unacceptable', { faults: [{ path: '$.name', message }] });
      }
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
      await this.listenerSwitch.follow(transaction, before.enabled, listener, now);
      await this.changes.record(transaction, 'listener.revised', listener, principal, stored, now);
      return { ...(await this.changes.read(transaction, listener)), made: stored.made };
    });
  }

  /** Its secrets are destroyed, what was delivered stays readable, its name is never used again. */
  async delete(principal: Principal, name: string, ifMatch: string | undefined): Promise<void> {
    await this.changes.hold(principal, name, { ifMatch, needed: true }, async (transaction, { listener }, now) => {
      const archived = { ...listener, enabled: false, archivedAt: now, updatedAt: now };
      await this.listeners.update(transaction, archived, []);
      await this.endpoints.lockOutbox(transaction);
      await this.endpoints.remove(transaction, listener.id, now);
      await this.secrets.destroy(transaction, listener, now);
      await this.recorder.record(transaction, [listenerEvent('listener.deleted', archived, principal.actor, now)]);
    });
  }

  async one(tenantId: string, name: string): Promise<ListenerDetails> {
    const listener = await this.listeners.findByName(this.unitOfWork.reading, tenantId, name);
    if (listener === null) throw notFound(name);
    return this.changes.read(this.unitOfWork.reading, listener);
  }

  async page(tenantId: string, query: ListQuery): Promise<Page<ListenerDetails>> {
    const page = await this.listeners.list(this.unitOfWork.reading, tenantId, query);
    return { items: await this.listeners.details(this.unitOfWork.reading, page.items), next: page.next };
  }

  /** What of the rules depends on the deployment, and on how calls to the address authenticate. */
  private async context(
    transaction: Transaction,
    principal: Principal,
    body: unknown,
    now: Date,
    before: RuleContext['before'],
  ): Promise<RuleContext> {
    const use = judgedUseOf(body);
    const { presentsCertificate } = await this.applied.judgeSaved(transaction, principal, use === null ? [] : [use]);
    return {
      allowHttp: this.settings.OUTBOUND_ALLOW_HTTP,
      now,
      certificateApplies: presentsCertificate,
      showsGenerated: true,
      before,
    };
  }

  private async placeNew(transaction: Transaction, listener: Listener, since: Date | null): Promise<void> {
    const nextIndex = await this.endpoints.lockOutbox(transaction);
    const place =
      since === null
        ? listener.enabled
          ? null
          : nextIndex
        : await this.endpoints.placeSince(transaction, listener.tenantId, since, nextIndex);
    await this.endpoints.insert(transaction, listener, place, since);
  }
}
