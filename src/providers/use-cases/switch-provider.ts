import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { ProviderDetails } from '../provider.js';
import { ProviderChanges } from '../provider-changes.js';
import { ProviderLock } from '../provider-lock.js';

/** Enables or disables a provider. Disabling holds at once, also for logins under way. */
@Injectable()
export class SwitchProvider {
  constructor(
    private readonly lock: ProviderLock,
    private readonly changes: ProviderChanges,
  ) {}

  /** A provider that is so already stays at its revision. @throws CountersignError those of `ProviderLock` */
  async execute(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    enabled: boolean,
  ): Promise<ProviderDetails> {
    // Not needed: an emergency switch must not lose a race.
    return this.lock.hold(principal, name, { ifMatch, needed: false }, async ({ transaction, current, now }) => {
      if (current.provider.enabled === enabled) return current;
      return this.changes.apply(transaction, {
        provider: current.provider,
        configuration: { ...current.revision.configuration, enabled },
        change: enabled ? 'enabled' : 'disabled',
        plan: null,
        principal,
        now,
      });
    });
  }
}
