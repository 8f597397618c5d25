import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { StandingQuery } from './confirmation.store.js';
import type { Principal } from './principal.js';

/** What an `Authorization` header carries (RFC 6750 §2.1, RFC 9449 §7.1). */
export interface PresentedToken {
  readonly scheme: 'bearer' | 'dpop';
  readonly token: string;
}

/** Whom a token stood for when it was valid, which never changes. What it may do, and whether it still is, is to be asked. */
export interface Recognised extends Pick<Principal, 'tenant' | 'actor'> {
  readonly standing: StandingQuery;
}

/** One kind of token that API requests are made with. */
export interface Authenticator {
  /** Whether the token has the shape of this kind. Pure; shapes MUST exclude each other. */
  accepts(presented: PresentedToken): boolean;
  /**
   * Who the token stands for; null when it is unknown, expired or revoked.
   * A tenant that is suspended is to be refused here (`access.tenant_suspended`): whoever looks a token up reads it along.
   * @param request what a bound token has to fit: its connection, its DPoP proof
   * @throws CountersignError when there is more to say than that the token is not valid
   */
  authenticate(presented: PresentedToken, request: FastifyRequest): Promise<Principal | null>;
  /** From memory, of a token that is bound to nothing; null when it was not seen before. Absent: none is recognised. */
  recognise?(presented: PresentedToken): Recognised | null;
}

const AUTHORIZATION = /^(Bearer|DPoP) +([A-Za-z0-9._~+/-]+=*) *$/i;

/** Reads a header of one of the two schemes, in any letter case; null for anything else. */
export function presentedToken(authorization: string): PresentedToken | null {
  const [, scheme, token] = AUTHORIZATION.exec(authorization) ?? [];
  if (scheme === undefined || token === undefined) return null;
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'dpop' : 'bearer', token };
}

/** Finds who a token stands for by its shape. Whoever issues tokens registers when the service starts. */
@Injectable()
export class Authenticators {
  private readonly authenticators: Authenticator[] = [];

  register(authenticator: Authenticator): void {
    this.authenticators.push(authenticator);
  }

  /** Null when no kind of token looks like this, or the token is not valid. */
  async authenticate(authorization: string, request: FastifyRequest): Promise<Principal | null> {
    const presented = presentedToken(authorization);
    return presented === null ? null : ((await this.of(presented)?.authenticate(presented, request)) ?? null);
  }

  /** Whom a token stood for before; null when only a look-up can say that. */
  recognise(authorization: string): Recognised | null {
    const presented = presentedToken(authorization);
    return presented === null ? null : (this.of(presented)?.recognise?.(presented) ?? null);
  }

  private of(presented: PresentedToken): Authenticator | undefined {
    return this.authenticators.find((one) => one.accepts(presented));
  }
}
