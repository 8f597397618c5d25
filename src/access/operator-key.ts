import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { isGuessable } from '../config/environment/key-settings.js';
import { readOrMakeKey } from '../config/generated-key.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import type { Transaction } from '../database/transaction.js';
import { makeSecret } from '../secrets/lookup-secret.js';
import { AccessTrail, START } from './access-trail.js';
import { ApiKeyStore } from './api-key.store.js';
import { DEFAULT_TENANT } from './default-tenant.js';
import { scopes } from './scope.js';

const NAME = 'operator (bootstrap)';
/** In `DATA_DIR`. */
const FILE = 'operator.key';

/** The API key with which an operator begins: `BOOTSTRAP_API_KEY`, or one that is made once in `DATA_DIR`. */
@Injectable()
export class OperatorKey {
  private readonly logger = new Logger(OperatorKey.name);

  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly apiKeys: ApiKeyStore,
    private readonly trail: AccessTrail,
  ) {}

  read(): string {
    const { BOOTSTRAP_API_KEY: given } = this.settings;
    if (given !== undefined) {
      if (isGuessable(given)) this.logger.warn('BOOTSTRAP_API_KEY is short enough to be guessed: for trying only');
      return given;
    }
    const made = readOrMakeKey(this.settings.DATA_DIR, FILE, () => `csk_${makeSecret(256)}`);
    this.logger.warn(
      `BOOTSTRAP_API_KEY is not set: the operator's API key of tenant ${DEFAULT_TENANT} is in ${made.file}`,
    );
    return made.value;
  }

  /**
   * Makes the key the only one of its kind: an earlier operator key is revoked. One that was revoked stays revoked.
   * @throws Error when the key is one that the service once issued
   */
  async ensure(transaction: Transaction, tenantId: string, key: string, now: Date): Promise<void> {
    const unlimited = { rotatedFrom: null, expiresAt: null, revokedAt: null };
    const apiKey = { id: randomUUID(), name: NAME, scopes, createdAt: now, ...unlimited };
    const { change, id, replaced } = await this.apiKeys.replaceBootstrap(transaction, tenantId, apiKey, key);
    if (change === 'revoked')
      this.logger.warn(
        `The operator's API key was revoked or replaced and is refused: set BOOTSTRAP_API_KEY to another one, or remove ${FILE}`,
      );
    for (const apiKeyId of replaced)
      await this.trail.record(transaction, { type: 'api_key.revoked', tenantId, apiKeyId }, START, now);
    if (change !== 'made') return;
    const event = { type: 'api_key.created', tenantId, apiKeyId: id, scopes, expiresAt: null } as const;
    await this.trail.record(transaction, event, START, now);
  }
}
