import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { Clock } from '../../config/clock.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { KeysMadeBefore } from '../../credentials/keys-made-before.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { AppliedAuthentications } from '../../outbound-authentication/configurations/applied-authentications.js';
import { planProviderRequest } from '../plan-request.js';
import type { Provider, ProviderDetails } from '../provider.js';
import { ProviderChanges } from '../provider-changes.js';
import { usesOf } from '../provider-uses.js';
import { wantedKeys } from '../rules/credential-plan.js';

/** Saves a new provider. Makes no outbound call. */
@Injectable()
export class CreateProvider {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changes: ProviderChanges,
    private readonly authentications: AppliedAuthentications,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws CountersignError with every fault of the body; `request.conflict` when the name is taken */
  async execute(principal: Principal, body: unknown): Promise<ProviderDetails> {
    const now = this.clock.now();
    const { configuration, plan } = await planProviderRequest(body, {
      allowHttp: this.settings.OUTBOUND_ALLOW_HTTP,
      before: null,
      now,
    });
    if (plan.faults.length > 0) throw new CountersignError('request.unacceptable', { faults: plan.faults });
    const provider: Provider = {
      id: randomUUID(),
      tenantId: principal.tenant.id,
      name: configuration.name,
      legacyName: configuration.legacyName,
      enabled: configuration.enabled,
      usage: configuration.usage,
      showOnLoginPage: configuration.showOnLoginPage,
      revision: 0,
      credentialVersion: 0,
      createdAt: now,
      updatedAt: now,
      archivedAt: null,
    };
    const keys = new KeysMadeBefore();
    await keys.make(wantedKeys(plan));
    return this.unitOfWork.run(async (transaction) => {
      await this.authentications.judgeSaved(transaction, principal, usesOf(configuration));
      return this.changes.apply(transaction, {
        provider,
        configuration,
        change: 'created',
        plan: { credentials: plan, keys },
        principal,
        now,
      });
    });
  }
}
