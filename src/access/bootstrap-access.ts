import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { readOrMakeKey } from '../config/generated-key.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { makeSecret } from '../secrets/lookup-secret.js';
import { AccessTrail } from './access-trail.js';
import { ApiKeyStore } from './api-key.store.js';
import { scopes } from './scope.js';
import { TenantStore } from './tenant.store.js';

const DEFAULT_TENANT = 'default';
const BOOTSTRAP_KEY_NAME = 'operator (bootstrap)';

/** Makes sure at start that tenant `default` and the operator's key exist. */
@Injectable()
export class BootstrapAccess implements OnModuleInit {
  private readonly logger = new Logger(BootstrapAccess.name);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly tenants: TenantStore,
    private readonly apiKeys: ApiKeyStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly trail: AccessTrail,
  ) {}

  async onModuleInit(): Promise<void> {
    const key = this.operatorKey();
    await this.unitOfWork.run(async (transaction) => {
      const now = new Date();
      const { tenant, made } = await this.tenants.ensure(transaction, {
        id: randomUUID(),
        name: DEFAULT_TENANT,
        displayName: 'Default',
        createdAt: now,
      });
      if (made)
        await this.trail.record(
          transaction,
          { type: 'tenant.created', tenantId: tenant.id, name: tenant.name },
          null,
          now,
        );
      const apiKey = {
        id: randomUUID(),
        name: BOOTSTRAP_KEY_NAME,
        scopes,
        createdAt: now,
        expiresAt: null,
        revokedAt: null,
      };
      const apiKeyId = await this.apiKeys.replaceBootstrap(transaction, tenant.id, apiKey, key);
      if (apiKeyId !== null) {
        await this.trail.record(
          transaction,
          { type: 'api_key.created', tenantId: tenant.id, apiKeyId, scopes, expiresAt: null },
          null,
          now,
        );
      }
    });
  }

  private operatorKey(): string {
    if (this.settings.BOOTSTRAP_API_KEY !== undefined) return this.settings.BOOTSTRAP_API_KEY;
    const made = readOrMakeKey(this.settings.DATA_DIR, 'operator.key', () => `csk_${makeSecret(256)}`);
    this.logger.warn(
      `BOOTSTRAP_API_KEY is not set: the operator's API key of tenant ${DEFAULT_TENANT} is in ${made.file}`,
    );
    return made.value;
  }
}
