import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import { nameOutside } from '../../access/default-tenant.js';
import { TenantStore } from '../../access/tenant.store.js';
import { AuditRecorder } from '../../audit/recording.js';
import { Clock } from '../../config/clock.js';
import type { Transaction } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { Mails } from '../../mail/mails.js';
import { judgeOneTimePassword, makeOneTimeSecret, oneTimeUri } from './one-time-password.js';
import { Passkeys } from './passkeys.js';
import { makeRecoveryCode, RECOVERY_CODES, recoveryCodeHash } from './recovery-codes.js';
import { CONFIRMATION_TIME, MOST_OF_A_KIND, passkeysAmong, type SecondFactor } from './second-factor.js';
import { SecondFactorStore } from './second-factor.store.js';
import { type FactorChange, secondFactorEvent } from './second-factor-events.js';

/** What its owner is shown once. */
type BegunFactor =
  | { readonly kind: 'totp'; readonly id: string; readonly secret: string; readonly uri: string }
  | { readonly kind: 'passkey'; readonly id: string; readonly options: object };

/** What proves that its owner has it. */
type FactorProof = { readonly code: string } | { readonly credential: Readonly<Record<string, unknown>> };

interface ConfirmedFactor {
  readonly factor: SecondFactor;
  /** Made with the first one; null: there are some already. */
  readonly recoveryCodes: readonly string[] | null;
}

/** Lets users add and remove their second factors. Nothing counts before its owner has shown that they have it. */
@Injectable()
export class SecondFactorEnrolment {
  constructor(
    private readonly store: SecondFactorStore,
    private readonly passkeys: Passkeys,
    private readonly accounts: Accounts,
    private readonly tenants: TenantStore,
    private readonly mails: Mails,
    private readonly audit: AuditRecorder,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** @throws CountersignError `request.conflict` when there are too many of the kind */
  async begin(account: PersonalAccount, kind: SecondFactor['kind'], name: string): Promise<BegunFactor> {
    const { tenantId, id: userId } = account;
    const found = await this.tenants.findById(tenantId);
    const tenant = (found === null ? null : nameOutside(found)) ?? 'Countersign';
    const factors = await this.store.list(this.unitOfWork.reading, tenantId, userId);
    if (factors.filter((factor) => factor.kind === kind).length >= MOST_OF_A_KIND)
      throw new CountersignError('request.conflict', { detail: `There are ${MOST_OF_A_KIND} of this kind already` });
    const begun = {
      id: randomUUID(),
      tenantId,
      userId,
      name,
      createdAt: this.clock.now(),
      confirmedAt: null,
      lastUsedAt: null,
      lastCount: null,
    };
    if (kind === 'totp') {
      const secret = makeOneTimeSecret();
      await this.insert({ ...begun, kind, secret: { secret } });
      return { kind, id: begun.id, secret, uri: oneTimeUri(secret, tenant, account.email) };
    }
    const others = passkeysAmong(factors).map(({ secret }) => secret);
    const options = await this.passkeys.creationOptions(account, others, tenant);
    await this.insert({ ...begun, kind, secret: { challenge: options.challenge } });
    return { kind, id: begun.id, options };
  }

  /** @throws CountersignError `request.not_found`, `login.second_factor_wrong` */
  async confirm(account: PersonalAccount, id: string, proof: FactorProof): Promise<ConfirmedFactor> {
    return this.unitOfWork.run(async (transaction) => {
      const { tenantId, id: userId } = await this.hold(transaction, account);
      const factor = await this.store.lock(transaction, tenantId, userId, id);
      const now = this.clock.now();
      const open =
        factor?.confirmedAt === null && factor.createdAt.getTime() + CONFIRMATION_TIME > now.getTime() ? factor : null;
      if (open === null) throw new CountersignError('request.not_found');
      const confirmed = await this.proved(open, proof, now);
      if (confirmed === null) throw new CountersignError('login.second_factor_wrong');
      const first = !(await this.store.hasConfirmed(transaction, tenantId, userId));
      await this.store.update(transaction, confirmed);
      await this.record(transaction, account, { change: 'added', kind: confirmed.kind }, now);
      return { factor: confirmed, recoveryCodes: first ? await this.newCodes(transaction, tenantId, userId) : null };
    });
  }

  /** New codes in the place of all earlier ones. @throws CountersignError `request.conflict` without a second factor */
  async renewCodes(account: PersonalAccount): Promise<readonly string[]> {
    return this.unitOfWork.run(async (transaction) => {
      const { tenantId, id: userId } = await this.hold(transaction, account);
      if (!(await this.store.hasConfirmed(transaction, tenantId, userId)))
        throw new CountersignError('request.conflict', {
          detail: 'Recovery codes stand in for a second factor: add one first',
        });
      await this.record(transaction, account, { change: 'renewed', kind: 'recovery_codes' }, this.clock.now());
      return this.newCodes(transaction, tenantId, userId);
    });
  }

  /** With the last one its recovery codes go. @throws CountersignError `request.not_found` */
  async remove(account: PersonalAccount, id: string): Promise<void> {
    await this.unitOfWork.run(async (transaction) => {
      const { tenantId, id: userId } = await this.hold(transaction, account);
      const factor = await this.store.lock(transaction, tenantId, userId, id);
      if (factor === null) throw new CountersignError('request.not_found');
      await this.store.delete(transaction, tenantId, userId, id);
      if (factor.confirmedAt === null) return;
      if (!(await this.store.hasConfirmed(transaction, tenantId, userId)))
        await this.store.replaceRecoveryCodes(transaction, tenantId, userId, []);
      await this.record(transaction, account, { change: 'removed', kind: factor.kind }, this.clock.now());
    });
  }

  private insert(factor: SecondFactor): Promise<void> {
    return this.unitOfWork.run((transaction) => this.store.insert(transaction, factor));
  }

  private async hold(transaction: Transaction, { tenantId, id }: PersonalAccount): Promise<PersonalAccount> {
    const held = await this.accounts.lock(transaction, tenantId, id);
    if (held === null) throw new CountersignError('login.user_needed');
    return held;
  }

  private async proved(factor: SecondFactor, proof: FactorProof, now: Date): Promise<SecondFactor | null> {
    if (factor.kind === 'totp') {
      const step = 'code' in proof ? judgeOneTimePassword(factor.secret.secret, proof.code, null, now) : null;
      return step === null ? null : { ...factor, confirmedAt: now, lastCount: step };
    }
    if (!('credential' in proof) || !('challenge' in factor.secret)) return null;
    const believed = await this.passkeys.judgeCreation(
      proof.credential as unknown as RegistrationResponseJSON,
      factor.secret.challenge,
    );
    if (believed === null) return null;
    return { ...factor, secret: believed.passkey, confirmedAt: now, lastCount: believed.counter };
  }

  private async newCodes(transaction: Transaction, tenantId: string, userId: string): Promise<readonly string[]> {
    const codes = Array.from({ length: RECOVERY_CODES }, makeRecoveryCode);
    const hashes = codes.flatMap((code) => recoveryCodeHash(code) ?? []);
    await this.store.replaceRecoveryCodes(transaction, tenantId, userId, hashes);
    return codes;
  }

  private async record(
    transaction: Transaction,
    account: PersonalAccount,
    change: FactorChange,
    now: Date,
  ): Promise<void> {
    await this.audit.record(transaction, [secondFactorEvent(account, change, now)]);
    await this.mails.enqueue(transaction, { to: account, content: { kind: 'second_factor_changed' } });
  }
}
