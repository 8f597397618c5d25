import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import type { Settings } from '../../config/settings.js';
import { SETTINGS } from '../../config/settings.token.js';
import { withKeysMadeBefore } from '../../credentials/keys-made-before.js';
import { CountersignError, type Fault } from '../../errors/countersign-error.js';
import { AppliedAuthentications } from '../../outbound-authentication/configurations/applied-authentications.js';
import { planProviderRequest } from '../plan-request.js';
import type { ProviderDetails } from '../provider.js';
import { ProviderChanges } from '../provider-changes.js';
import { ProviderLock } from '../provider-lock.js';
import { usesOf } from '../provider-uses.js';
import { wantedKeys } from '../rules/credential-plan.js';

/** Replaces a provider's configuration by a new revision. A secret that is left out is kept where it may be. */
@Injectable()
export class ReplaceProvider {
  constructor(
    private readonly lock: ProviderLock,
    private readonly changes: ProviderChanges,
    private readonly authentications: AppliedAuthentications,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @throws CountersignError those of `ProviderLock`, before anything of the body; then with every fault of the body;
   *   `request.unacceptable` also when the secret has to be entered again
   */
  async execute(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    body: unknown,
  ): Promise<ProviderDetails> {
    return withKeysMadeBefore((keys) =>
      this.lock.hold(principal, name, { ifMatch, needed: true }, async ({ transaction, current, now }) => {
        // After the precondition, as RFC 9110 §13.2.1 has it: whoever changes an old revision learns that, not what is wrong with the rest.
        const { configuration, plan } = await planProviderRequest(body, {
          allowHttp: this.settings.OUTBOUND_ALLOW_HTTP,
          before: current,
          now,
        });
        const faults: readonly Fault[] = [...nameFaults(configuration.name, name), ...plan.faults];
        if (faults.length > 0) throw new CountersignError('request.unacceptable', { faults });
        await this.authentications.judgeSaved(transaction, principal, usesOf(configuration));
        keys.require(wantedKeys(plan));
        return this.changes.apply(transaction, {
          provider: current.provider,
          configuration,
          change: 'replaced',
          plan: { credentials: plan, keys },
          principal,
          now,
        });
      }),
    );
  }
}

function nameFaults(given: string, name: string): Fault[] {
  return given === name ? [] : [{ path: '$.name', message: `must be ${name}: a provider's name is immutable` }];
}
