import { Injectable } from '@nestjs/common';
import type { StreamHead } from '../../audit/stream-head.js';
import { Clock } from '../../config/clock.js';
import type { Lookups } from '../../database/transaction.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { ErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { SignerMessage } from '../../errors/signer-message.js';
import {
  isOverdue,
  type SignerAuthentication,
  type SignerAuthenticationDetails,
  type SignerAuthenticationStatus,
} from '../signer-authentication.js';
import {
  type LinkedAuthentication,
  type LocatedAuthentication,
  SignerAuthenticationStore,
} from '../stores/signer-authentication.store.js';

/** What a signer is told when there is nothing left to do with their link. */
export const endedMessages = {
  succeeded: 'link_completed',
  failed: 'link_failed',
  expired: 'link_expired',
  cancelled: 'link_cancelled',
} as const satisfies Readonly<Record<Exclude<SignerAuthenticationStatus, 'pending'>, SignerMessage>>;

/** A sign-in link that leads to a login. */
interface OpenSignIn {
  readonly authentication: SignerAuthentication;
  readonly head: StreamHead;
  readonly details: SignerAuthenticationDetails;
}

/** A link that leads to a login, with the providers that it offers, see `ProviderDirectory.forStart`. */
type FollowedLink = OpenSignIn & Pick<LinkedAuthentication, 'providers'>;

/** What is overdue has expired, whether it was ended yet or not. */
function asOf<Located extends LocatedAuthentication>(located: Located, now: Date): Located {
  const { authentication } = located;
  return isOverdue(authentication, now)
    ? { ...located, authentication: { ...authentication, status: 'expired' } }
    : located;
}

/** @throws CountersignError `sign_in.expired`, `sign_in.ended` */
function openSignIn({ authentication, head }: LocatedAuthentication): OpenSignIn {
  if (authentication.status === 'pending' && authentication.details !== null)
    return { authentication, details: authentication.details, head };
  const code: ErrorCode = authentication.status === 'expired' ? 'sign_in.expired' : 'sign_in.ended';
  throw new CountersignError(code, { detail: `Its status is ${authentication.status}` });
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
    return (await this.locate(token))?.authentication ?? null;
  }

  /** What a link leads to that was followed before. @throws CountersignError `sign_in.expired`, `sign_in.ended` */
  async openAgain(reading: Lookups, { tenantId, id }: SignerAuthentication): Promise<OpenSignIn> {
    const located = await this.authentications.locate(reading, tenantId, id);
    if (located === null) throw new CountersignError('sign_in.ended');
    return openSignIn(asOf(located, this.clock.now()));
  }

  /** @throws CountersignError `sign_in.link_unknown`, `sign_in.expired`, `sign_in.ended` */
  async open(token: string): Promise<FollowedLink> {
    const located = await this.locate(token);
    if (located === null) throw new CountersignError('sign_in.link_unknown');
    return { ...openSignIn(located), providers: located.providers };
  }

  private async locate(token: string): Promise<LinkedAuthentication | null> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
    const located = await this.authentications.findByToken(this.unitOfWork.lookups, token);
    return located === null ? null : asOf(located, this.clock.now());
  }
}
