import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal.js';

/** What an `Authorization` header carries (RFC 6750 §2.1, RFC 9449 §7.1). */
export interface PresentedToken {
  readonly scheme: 'bearer' | 'dpop';
  readonly token: string;
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
    if (presented === null) return null;
    const authenticator = this.authenticators.find((one) => one.accepts(presented));
    return (await authenticator?.authenticate(presented, request)) ?? null;
  }
}
