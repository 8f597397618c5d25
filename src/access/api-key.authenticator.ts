import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { CountersignError } from '../errors/countersign-error.js';
import { ApiKeyStore } from './api-key.store.js';
import { type Authenticator, Authenticators, type PresentedToken, type Recognised } from './authenticator.js';
import { challenge } from './challenge.js';
import type { Principal } from './principal.js';

const SHAPE = /^csk_[A-Za-z0-9_-]{1,200}$/;

/** Authenticates API keys. They are bound to nothing. */
@Injectable()
export class ApiKeyAuthenticator implements Authenticator, OnModuleInit {
  constructor(
    private readonly authenticators: Authenticators,
    private readonly apiKeys: ApiKeyStore,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.authenticators.register(this);
  }

  accepts({ token }: PresentedToken): boolean {
    return SHAPE.test(token);
  }

  /** @throws CountersignError `access.key_invalid` where it comes as `DPoP`: a key is bound to nothing that could be proved */
  async authenticate({ scheme, token }: PresentedToken): Promise<Principal | null> {
    if (scheme === 'dpop')
      throw new CountersignError('access.key_invalid', {
        detail: 'An API key is bound to no key: present it as Bearer',
        headers: challenge('Bearer', { error: 'invalid_token' }),
      });
    const found = await this.apiKeys.findValid(token, this.clock.now());
    if (found === null) return null;
    const { id, tenant, scopes, suspended } = found;
    if (suspended) throw new CountersignError('access.tenant_suspended');
    return { tenant, actor: { type: 'api_key', id }, scopes: new Set(scopes), binding: null };
  }

  recognise({ token }: PresentedToken): Recognised | null {
    const found = this.apiKeys.recognise(token, this.clock.now());
    if (found === null) return null;
    const { id, tenant, standing } = found;
    return { tenant, actor: { type: 'api_key', id }, standing };
  }
}
