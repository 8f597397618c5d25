import { Injectable } from '@nestjs/common';
import type { RepeatedSettlement } from '../../attempts/attempt-owner.js';
import type { SettledPage, Settlement, SettlementContext } from '../../attempts/settlement.js';
import type { Lookups } from '../../database/transaction.js';
import { catalogueEntry, type ErrorCode } from '../../errors/catalogue.js';
import type { SignerMessage } from '../../errors/signer-message.js';
import { SignedOutPath } from '../../federation/logout/signed-out-path.js';
import { returnAddress } from '../handback/return-url.js';
import { endedMessages } from '../sign-in/sign-in-link.js';
import {
  isOverdue,
  MAXIMUM_STARTS,
  type SignerAuthentication,
  type SignerAuthenticationStatus,
} from '../signer-authentication.js';
import { HandbackStore } from '../stores/handback.store.js';
import { SignerAuthenticationStore } from '../stores/signer-authentication.store.js';

/** What every page about a signer authentication says besides. */
export function settlementContext({ details }: SignerAuthentication): SettlementContext {
  return { language: details?.recipient.language ?? null, envelopeName: details?.envelopeName ?? null };
}

/** Shapes what the browser is shown after a login. */
@Injectable()
export class SettlementShaper {
  constructor(
    private readonly handbacks: HandbackStore,
    private readonly authentications: SignerAuthenticationStore,
    private readonly signedOut: SignedOutPath,
  ) {}

  /**
   * The end: back to the workflow with a handback, or a result page where there is no return URL.
   * @param logoutUrl the provider's end session endpoint, when the browser has to pass it first
   */
  ended(
    authentication: SignerAuthentication,
    status: 'succeeded' | 'failed',
    message: SignerMessage,
    logoutUrl: string | null,
    now: Date,
  ): RepeatedSettlement {
    const { details, id, tenantId } = authentication;
    const context = settlementContext(authentication);
    const returnUrl = details?.returnUrl ?? null;
    const handback = returnUrl === null ? null : this.handbacks.issue(tenantId, id, now);
    const address =
      returnUrl === null || handback === null ? null : returnAddress(returnUrl, id, status, handback.code);
    const writes = handback === null ? [] : [handback.stored];
    if (logoutUrl !== null) {
      const url = this.signedOut.through(logoutUrl, { returnAddress: address, language: context.language });
      return { settlement: { kind: 'redirect', url, ...context }, writes };
    }
    return {
      settlement:
        address === null
          ? { kind: 'page', page: { name: 'result', status, message }, ...context }
          : { kind: 'redirect', url: address, ...context },
      writes,
    };
  }

  /** A refused attempt: the way back to the sign-in page while there is anything left to try. */
  async tryAgain(
    reading: Lookups,
    authentication: SignerAuthentication,
    code: ErrorCode,
    now: Date,
  ): Promise<Settlement> {
    const status = isOverdue(authentication, now) ? 'expired' : authentication.status;
    const attemptsLeft = Math.min(
      authentication.maxAttempts - authentication.failedAttempts,
      MAXIMUM_STARTS - authentication.starts,
    );
    if (status !== 'pending') return this.nothingLeft(authentication, status);
    const entry = catalogueEntry(code);
    const message = attemptsLeft > 0 ? (entry.signer ?? 'something_failed') : 'attempts_exhausted';
    const token =
      attemptsLeft > 0 ? await this.authentications.token(reading, authentication.tenantId, authentication.id) : null;
    const page: SettledPage = {
      name: 'try-again',
      status: entry.status,
      message,
      retryPath: token === null ? null : `/sign-in/${token}`,
      attemptsLeft,
    };
    return { kind: 'page', page, ...settlementContext(authentication) };
  }

  /** Whatever the attempt came to: it has ended otherwise, and the signer is told how. */
  nothingLeft(
    authentication: SignerAuthentication,
    status: Exclude<SignerAuthenticationStatus, 'pending'>,
  ): Settlement {
    const page: SettledPage = { name: 'ended', message: endedMessages[status] };
    return { kind: 'page', page, ...settlementContext(authentication) };
  }
}
