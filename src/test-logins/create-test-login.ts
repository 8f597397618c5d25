import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { Clock } from '../config/clock.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Sample } from '../diagnosis/sample.schema.js';
import { CountersignError } from '../errors/countersign-error.js';
import { AppliedAuthentications } from '../outbound-authentication/configurations/applied-authentications.js';
import { ProviderDirectory } from '../providers/provider-directory.js';
import { usesOf } from '../providers/provider-uses.js';
import { makeSecret } from '../secrets/lookup-secret.js';
import { KEPT_FOR, LINK_LIFETIME, type TestLogin } from './test-login.js';
import { TestLoginStore } from './test-login.store.js';

/** Makes the link by which an admin logs in at a provider. Nothing of it touches an envelope. */
@Injectable()
export class CreateTestLogin {
  constructor(
    private readonly providers: ProviderDirectory,
    private readonly store: TestLoginStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly authentications: AppliedAuthentications,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws CountersignError `request.not_found` */
  async create(
    principal: Principal,
    providerName: string,
    sample: Sample,
  ): Promise<{ readonly login: TestLogin; readonly url: string }> {
    const {
      tenant: { id: tenantId },
      actor,
    } = principal;
    const provider = await this.providers.forTest(tenantId, providerName);
    if (provider === null) throw new CountersignError('request.not_found');
    await this.authentications.judge(this.unitOfWork.lookups, principal, usesOf(provider.configuration));
    const now = this.clock.now();
    const token = makeSecret(256);
    const login: TestLogin = {
      id: randomUUID(),
      tenantId,
      providerId: provider.id,
      providerName: provider.name,
      createdBy: actor,
      status: 'open',
      sample,
      firstSteps: [],
      report: null,
      createdAt: now,
      expiresAt: new Date(now.getTime() + LINK_LIFETIME),
      deleteAt: new Date(now.getTime() + KEPT_FOR),
      endedAt: null,
    };
    await this.unitOfWork.run((transaction) => this.store.insert(transaction, login, token));
    return { login, url: `${this.settings.PUBLIC_URL}/test-logins/${token}` };
  }
}
