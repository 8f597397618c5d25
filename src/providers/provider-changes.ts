import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { WithinLimits } from '../access/within-limits.js';
import type { AuditEventType } from '../audit/audit-event-type.js';
import { configurationHash } from '../audit/configuration-hash.js';
import { type Actor, AuditRecorder, type JsonValue } from '../audit/recording.js';
import type { AddedCredential } from '../credentials/credentials.js';
import type { KeysMadeBefore } from '../credentials/keys-made-before.js';
import type { Transaction } from '../database/transaction.js';
import { correlationId } from '../http/correlation.js';
import { ProviderCredentials } from './credentials/provider-credentials.js';
import type { Provider, ProviderDetails, RevisionChange } from './provider.js';
import type { ProviderConfiguration } from './provider-configuration.js';
import { ProviderReader } from './provider-reader.js';
import type { CredentialPlan } from './rules/credential-plan.js';
import { ProviderStore } from './stores/provider.store.js';
import { ProviderRevisionStore } from './stores/provider-revision.store.js';
import type { ProviderWarning } from './warnings/provider-warning.schema.js';
import { warningsOf } from './warnings/warnings-of.js';

/** What becomes of credentials, with every key that is generated for it made already. */
interface CarriedOut {
  readonly credentials: CredentialPlan;
  readonly keys: KeysMadeBefore;
}

interface ProviderChange {
  /** As it stands before; with revision 0 for one that does not exist yet. */
  readonly provider: Provider;
  readonly configuration: ProviderConfiguration;
  readonly change: RevisionChange;
  /** null: the credentials stay as they are. */
  readonly plan: CarriedOut | null;
  readonly principal: Principal;
  readonly now: Date;
  /** What the event says beyond the revision. */
  readonly data?: Readonly<Record<string, JsonValue>>;
}

interface KeyRotationChange {
  readonly current: ProviderDetails;
  readonly plan: CarriedOut;
  readonly principal: Principal;
  readonly now: Date;
}

const eventOfChange: Readonly<Record<RevisionChange, AuditEventType>> = {
  created: 'provider.created',
  replaced: 'provider.revised',
  enabled: 'provider.enabled',
  disabled: 'provider.disabled',
  metadata_approved: 'provider.metadata_approved',
};

interface RecordedChange {
  readonly type: AuditEventType;
  readonly details: ProviderDetails;
  readonly actor: Actor;
  readonly added: readonly AddedCredential[];
  readonly now: Date;
  readonly data?: Readonly<Record<string, JsonValue>>;
}

/** Makes a new revision: provider row, revision, credentials and audit event, in one transaction that the use case holds. */
@Injectable()
export class ProviderChanges {
  constructor(
    private readonly providers: ProviderStore,
    private readonly limits: WithinLimits,
    private readonly revisions: ProviderRevisionStore,
    private readonly credentials: ProviderCredentials,
    private readonly reader: ProviderReader,
    private readonly recorder: AuditRecorder,
  ) {}

  async apply(transaction: Transaction, change: ProviderChange): Promise<ProviderDetails> {
    const { configuration, now, plan } = change;
    const { actor } = change.principal;
    const provider: Provider = {
      ...change.provider,
      legacyName: configuration.legacyName,
      enabled: configuration.enabled,
      usage: configuration.usage,
      showOnLoginPage: configuration.showOnLoginPage,
      revision: change.provider.revision + 1,
      credentialVersion: change.provider.credentialVersion + (plan === null ? 0 : 1),
      updatedAt: now,
    };
    if (change.change === 'created') {
      const { tenantId } = provider;
      await this.limits.judge(transaction, tenantId, 'providers', () =>
        this.providers.countKept(transaction, tenantId),
      );
      await this.providers.insert(transaction, provider);
    } else await this.providers.update(transaction, provider);
    const hash = configurationHash(configuration);
    await this.revisions.insert(transaction, provider.tenantId, provider.id, {
      number: provider.revision,
      configuration,
      written: configuration,
      hash,
      change: change.change,
      actor,
      createdAt: now,
    });
    const added =
      plan === null ? [] : await this.credentials.carryOut(transaction, provider, plan.credentials, plan.keys, now);
    const details = await this.reader.detailsOf(transaction, provider);
    const { data } = change;
    await this.record(transaction, {
      type: eventOfChange[change.change],
      details,
      actor,
      added,
      now,
      ...(data === undefined ? {} : { data }),
    });
    return details;
  }

  /** Keys are no part of a revision: there is no new one. */
  async applyRotation(
    transaction: Transaction,
    { current, plan, principal, now }: KeyRotationChange,
  ): Promise<ProviderDetails> {
    const provider: Provider = {
      ...current.provider,
      credentialVersion: current.provider.credentialVersion + 1,
      updatedAt: now,
    };
    await this.providers.update(transaction, provider);
    const added = await this.credentials.carryOut(transaction, provider, plan.credentials, plan.keys, now);
    const details = await this.reader.detailsOf(transaction, provider);
    const { actor } = principal;
    await this.record(transaction, { type: 'provider.key_rotated', details, actor, added, now });
    return details;
  }

  private async record(
    transaction: Transaction,
    { type, details, actor, added, now, data }: RecordedChange,
  ): Promise<void> {
    const { provider, revision, metadata, credentials } = details;
    const warnings = warningsOf({ configuration: revision.configuration, metadata, credentials, now });
    await this.recorder.record(transaction, [
      {
        tenantId: provider.tenantId,
        stream: 'tenant',
        type,
        occurredAt: now,
        actor,
        correlationId: correlationId(),
        data: {
          providerId: provider.id,
          provider: provider.name,
          revision: revision.number,
          revisionHash: revision.hash,
          enabled: provider.enabled,
          warnings: oncePerSetting(warnings),
          credentials: added.map(({ purpose, version, generated }) => ({ purpose, version, generated })),
          ...data,
        },
      },
    ]);
  }
}

/** What the trail says of warnings: their code and the setting, once each, since an event has little room. */
function oncePerSetting(warnings: readonly ProviderWarning[]): readonly { code: string; path: string }[] {
  const byName = new Map(warnings.map(({ code, path }) => [`${code} ${path}`, { code, path }]));
  return [...byName.values()];
}
