import { Injectable } from '@nestjs/common';
import { Clock } from '../config/clock.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { CountersignError } from '../errors/countersign-error.js';
import type { SignerMessage } from '../errors/signer-message.js';
import {
  isOverdue,
  type SignerAuthentication,
  type SignerAuthenticationDetails,
  type SignerAuthenticationStatus,
} from './signer-authentication.js';
import { SignerAuthenticationStore } from './signer-authentication.store.js';

/** What a signer is told when there is nothing left to do with their link. */
export const endedMessages: Readonly<Record<Exclude<SignerAuthenticationStatus, 'pending'>, SignerMessage>> = {
  succeeded: 'link_completed',
  failed: 'link_failed',
  expired: 'link_expired',
  cancelled: 'link_cancelled',
};

/** A sign-in link that leads to a login. */
export interface OpenSignIn {
  readonly authentication: SignerAuthentication;
  readonly details: SignerAuthenticationDetails;
}

/** Follows a sign-in link. Reads only: mail scanners fetch links. */
@Injectable()
export class SignInLink {
  constructor(
    private readonly authentications: SignerAuthenticationStore,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** The signer authentication of a link in whatever state it is, or null when the link is not known. */
  async find(token: string): Promise<SignerAuthentication | null> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
    const found = await this.authentications.findByToken(this.unitOfWork.reading, token);
    return found !== null && isOverdue(found, this.clock.now()) ? { ...found, status: 'expired' } : found;
  }

  /** @throws CountersignError `sign_in.link_unknown`, `sign_in.expired`, `sign_in.ended` */
  async open(token: string): Promise<OpenSignIn> {
    const authentication = await this.find(token);
    if (authentication === null) throw new CountersignError('sign_in.link_unknown');
    if (authentication.status === 'pending' && authentication.details !== null)
      return { authentication, details: authentication.details };
    const code: ErrorCode = authentication.status === 'expired' ? 'sign_in.expired' : 'sign_in.ended';
    throw new CountersignError(code, { detail: `Its status is ${authentication.status}` });
  }
}
