import { Injectable, Logger } from '@nestjs/common';
import { Accounts, type PersonalAccount } from '../../access/accounts.js';
import { Bindings, type FoundBinding } from '../../access/bindings.js';
import type { AttemptFailure } from '../../attempts/attempt.js';
import type { EndedTrip } from '../../attempts/attempt-owner.js';
import type { AuditEventInput } from '../../audit/recording.js';
import type { Lookups } from '../../database/transaction.js';
import type { Write } from '../../database/write-together.js';
import type { ErrorCode } from '../../errors/catalogue.js';
import type { CompletedTrip } from '../../federation/trip.js';
import { identityAt } from '../../people/bindings/identity-at-provider.js';
import { judgeUserClaims } from '../../people/bindings/judge-user-claims.js';
import { KeyedHash } from '../../secrets/keyed-hash.js';
import { failedEvent, type LoginFailure, unknownSubjectEvent } from './login-events.js';
import { noticeOf } from './login-notice.js';
import type { LoginNotice, UserLogin } from './user-login.js';
import { UserLoginStore } from './user-login.store.js';

/** What a trip means for a login. */
export interface JudgedProviderLogin {
  /** null: it is known who it is, and they may log in. */
  readonly failure: AttemptFailure | null;
  readonly events: readonly AuditEventInput[];
  readonly writes: readonly Write[];
}

interface Refusal {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly notice: LoginNotice;
  readonly event: AuditEventInput;
}

/** The domain of keyed hashes by which a logout at the provider finds the sessions that began there. */
export const SUBJECT_AT_PROVIDER = 'user login subject';
export const SESSION_AT_PROVIDER = 'user login session';

/**
 * Judges what a provider has told about somebody who logs in. The steps, in order:
 *
 * 1. outcome: did the trip succeed, and may people still log in at this provider?
 * 2. binding: whose identity is it, and is the binding live?
 * 3. account: may that user log in now?
 */
@Injectable()
export class ProviderLoginJudge {
  private readonly logger = new Logger(ProviderLoginJudge.name);

  constructor(
    private readonly bindings: Bindings,
    private readonly accounts: Accounts,
    private readonly keyedHash: KeyedHash,
    private readonly logins: UserLoginStore,
  ) {}

  async judge(reading: Lookups, login: UserLogin, ended: EndedTrip): Promise<JudgedProviderLogin> {
    const { attempt, outcome, usable, now } = ended;
    if (outcome.kind === 'failed' || !usable) {
      const failure: AttemptFailure =
        outcome.kind === 'failed'
          ? outcome.failure
          : {
              code: 'outcome.provider_disabled',
              detail:
                'The provider is disabled, deleted, or not for people of the tenant any more, or the tenant is suspended',
            };
      const { code, detail, quoted } = failure;
      return {
        failure: { code, detail, quoted },
        events: [unknownSubjectEvent(login, { providerId: attempt.providerId, reason: code }, now)],
        writes: [this.logins.fail(login, noticeOf(code))],
      };
    }
    const { trip } = outcome;
    const subjectHash = await this.hashOf(reading, login, SUBJECT_AT_PROVIDER, trip.subject);
    const found =
      ended.provider === null
        ? null
        : await this.bindings.findBinding(reading, login.tenantId, identityAt(ended.provider, trip.subject));
    const account = found === null ? null : await this.accounts.find(reading, login.tenantId, found.userId);
    if (found === null || account === null)
      return this.refused(login, {
        code: 'login.not_bound',
        detail: 'No user of the tenant is bound to this identity',
        notice: 'not_bound',
        event: unknownSubjectEvent(
          login,
          { providerId: attempt.providerId, reason: 'not_bound', subjectHash: subjectHash.toString('hex') },
          now,
        ),
      });
    return this.ofUser(reading, login, ended, { trip, found, account, subjectHash });
  }

  private async ofUser(
    reading: Lookups,
    login: UserLogin,
    { attempt, provider, now }: EndedTrip,
    known: {
      readonly trip: CompletedTrip;
      readonly found: FoundBinding;
      readonly account: PersonalAccount;
      readonly subjectHash: Buffer;
    },
  ): Promise<JudgedProviderLogin> {
    const { trip, found, account, subjectHash } = known;
    const refuse = (code: ErrorCode, notice: LoginNotice, reason: LoginFailure, detail: string) => {
      const tried = { loginId: login.id, method: 'provider', address: null } as const;
      const event = failedEvent(account, tried, reason, now, { providerId: attempt.providerId });
      return this.refused(login, { code, detail, notice, event });
    };
    if (found.stale) {
      const refused = refuse(
        'login.binding_stale',
        'binding_stale',
        'binding_stale',
        'The settings of the provider that say who is who have changed since the user was bound',
      );
      return {
        ...refused,
        writes: refused.writes.map((write) => this.askOnceWritten(write, login.tenantId, found.id)),
      };
    }
    if (account.status === 'locked')
      return refuse('login.refused', 'refused', 'locked', 'An administrator has locked the user');
    if (account.status !== 'active')
      return refuse('login.refused', 'refused', 'not_active', 'The user has not finished setting up how they log in');
    const { mismatch, change } =
      provider === null ? unmapped : judgeUserClaims(trip.sources, provider.configuration, account);
    if (mismatch !== null) return refuse(mismatch.code, 'profile_mismatched', 'mapping_mismatched', mismatch.detail);
    const session = sessionOf(trip);
    return {
      failure: null,
      events: [],
      writes: [
        this.logins.authenticate(
          login,
          {
            userId: account.id,
            amr: trip.amr,
            acr: trip.acr,
            profile: Object.keys(change).length === 0 ? null : change,
            provider: {
              providerId: attempt.providerId,
              subjectHash,
              sessionHash:
                session === null
                  ? null
                  : await this.hashOf(reading, login, SESSION_AT_PROVIDER, {
                      issuer: trip.subject.issuer,
                      sub: session,
                    }),
              logoutUrl: trip.logoutUrl,
            },
          },
          now,
        ),
      ],
    };
  }

  private refused(login: UserLogin, { code, detail, notice, event }: Refusal): JudgedProviderLogin {
    return { failure: { code, detail }, events: [event], writes: [this.logins.fail(login, notice)] };
  }

  /** Once the refusal is written, the user is asked by mail; that it cannot be sent changes nothing for the login. */
  private askOnceWritten(write: Write, tenantId: string, bindingId: string): Write {
    const written = () => {
      this.bindings.askToConfirm(tenantId, bindingId).catch((error: unknown) => {
        this.logger.error({ error }, 'The mail that asks a user to confirm a binding was not written');
      });
    };
    return { ...write, written };
  }

  private hashOf(
    reading: Lookups,
    { tenantId }: UserLogin,
    domain: string,
    { issuer, sub }: { readonly issuer: string; readonly sub: string },
  ): Promise<Buffer> {
    return this.keyedHash.of(reading, tenantId, domain, JSON.stringify([issuer, sub]));
  }
}

const unmapped = { mismatch: null, change: {} } as const;

/** `sid` of the ID token (OpenID Connect Front-Channel Logout 1.0 §3). */
function sessionOf({ sources }: CompletedTrip): string | null {
  const claims = sources.find(({ source }) => source === 'id_token')?.claims;
  const sid = typeof claims === 'object' && claims !== null && 'sid' in claims ? claims.sid : null;
  return typeof sid === 'string' && sid !== '' ? sid : null;
}
