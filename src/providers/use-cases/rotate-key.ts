import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import type { Principal } from '../../access/principal.js';
import { withKeysMadeBefore } from '../../credentials/keys-made-before.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { ProviderDetails } from '../provider.js';
import { ProviderChanges } from '../provider-changes.js';
import { ProviderLock } from '../provider-lock.js';
import { wantedKeys } from '../rules/credential-plan.js';
import { planRotation } from '../rules/rotation-plan.js';

const seconds = (atMost: number, byDefault: number, description: string) =>
  z.int().min(0).max(atMost).default(byDefault).meta({ description });

export const keyRotationSchema = z
  .strictObject({
    purpose: z.enum(['signing_key', 'decryption_key']).default('signing_key').meta({
      description: '`signing_key`: assertions and request objects. `decryption_key`: encrypted tokens.',
    }),
    useAfterSeconds: seconds(
      604_800,
      3600,
      'For how long a new signing key is only published, so that the provider can fetch it, before it signs. Default 3600.',
    ),
    overlapSeconds: seconds(
      2_592_000,
      86_400,
      'For how long after that the old key stays published and usable. Default 86400, at most 30 days.',
    ),
  })
  .meta({ id: 'KeyRotation' });
export type KeyRotation = z.output<typeof keyRotationSchema>;

/** Generates a new key pair in the place of the present one. Both are published while they overlap. */
@Injectable()
export class RotateKey {
  constructor(
    private readonly lock: ProviderLock,
    private readonly changes: ProviderChanges,
  ) {}

  /** @throws CountersignError `request.unacceptable` when the provider uses no such key; those of `ProviderLock` */
  async execute(
    principal: Principal,
    name: string,
    ifMatch: string | undefined,
    rotation: KeyRotation,
  ): Promise<ProviderDetails> {
    return withKeysMadeBefore((keys) =>
      this.lock.hold(principal, name, { ifMatch, needed: false }, async ({ transaction, current, now }) => {
        const plan = planRotation({
          ...rotation,
          configuration: current.revision.configuration,
          revision: current.provider.revision,
          stored: current.credentials,
          now,
        });
        if (plan === null) {
          const message = 'must name a kind of key that this provider uses';
          throw new CountersignError('request.unacceptable', { faults: [{ path: '$.purpose', message }] });
        }
        keys.require(wantedKeys(plan));
        return this.changes.applyRotation(transaction, { current, plan: { credentials: plan, keys }, principal, now });
      }),
    );
  }
}
