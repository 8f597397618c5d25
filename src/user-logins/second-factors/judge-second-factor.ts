import { Injectable } from '@nestjs/common';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { z } from 'zod';
import type { Transaction } from '../../database/transaction.js';
import { judgeOneTimePassword } from './one-time-password.js';
import { Passkeys } from './passkeys.js';
import { recoveryCodeHash } from './recovery-codes.js';
import { passkeysAmong, type SecondFactor } from './second-factor.js';
import { SecondFactorStore } from './second-factor.store.js';

/** What a user has given as second factor: a code of either kind, or what a passkey answered to the challenge of this login. */
export type GivenFactor =
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'passkey'; readonly answer: string; readonly challenge: string | null };

/** By what it was right: RFC 8176 names of `amr`. */
type RightFactor = 'otp' | 'hwk' | 'recovery';

const assertionSchema = z.looseObject({
  id: z.string(),
  rawId: z.string(),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string(), authenticatorData: z.string(), signature: z.string() }),
  clientExtensionResults: z.looseObject({}).default({}),
});

/** Reads what a script has sent of a passkey. null: it is none. */
function readAssertion(text: string): AuthenticationResponseJSON | null {
  try {
    return assertionSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** Judges second factors. Whatever was right is used up with the transaction. */
@Injectable()
export class SecondFactorJudge {
  constructor(
    private readonly store: SecondFactorStore,
    private readonly passkeys: Passkeys,
  ) {}

  /** @returns by what it was right; null when it was not */
  async judge(
    transaction: Transaction,
    tenantId: string,
    userId: string,
    given: GivenFactor,
    now: Date,
  ): Promise<RightFactor | null> {
    const factors = await this.store.lockConfirmed(transaction, tenantId, userId);
    if (given.kind === 'passkey') return this.passkey(transaction, factors, given, now);
    if (await this.oneTime(transaction, factors, given.code, now)) return 'otp';
    const hash = recoveryCodeHash(given.code);
    if (hash === null || factors.length === 0) return null;
    return (await this.store.useRecoveryCode(transaction, tenantId, userId, hash)) ? 'recovery' : null;
  }

  private async oneTime(
    transaction: Transaction,
    factors: readonly SecondFactor[],
    code: string,
    now: Date,
  ): Promise<boolean> {
    for (const factor of factors) {
      if (factor.kind !== 'totp') continue;
      const step = judgeOneTimePassword(factor.secret.secret, code, factor.lastCount, now);
      if (step === null) continue;
      await this.store.update(transaction, { ...factor, lastCount: step, lastUsedAt: now });
      return true;
    }
    return false;
  }

  private async passkey(
    transaction: Transaction,
    factors: readonly SecondFactor[],
    { answer, challenge }: Extract<GivenFactor, { kind: 'passkey' }>,
    now: Date,
  ): Promise<RightFactor | null> {
    const response = readAssertion(answer);
    const factor = passkeysAmong(factors).find(({ secret }) => secret.credentialId === response?.id);
    if (response === null || factor === undefined || challenge === null) return null;
    const believed = await this.passkeys.judgeAssertion(response, challenge, factor.secret, factor.lastCount ?? 0);
    if (believed === null) return null;
    await this.store.update(transaction, { ...factor, lastCount: believed.counter, lastUsedAt: now });
    return 'hwk';
  }
}
