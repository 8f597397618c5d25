import type { X509Certificate } from 'node:crypto';
import type { Lookups } from '../database/transaction.js';

/** A token that is about to be issued. */
export interface IntendedToken {
  readonly tenantId: string;
  readonly clientId: string;
  /** Client authentication that was passed, e.g. `private_key_jwt`; `none` for public clients. */
  readonly authentication: string;
  /** `grant_type` of the request (RFC 6749 §1.3), e.g. `client_credentials`, `refresh_token`. */
  readonly grant: string;
  readonly scopes: readonly string[];
  readonly audience: string;
  /** What the token will be bound to. */
  readonly binding: 'none' | 'certificate' | 'dpop';
  /** Of the request; null: none. */
  readonly certificate: X509Certificate | null;
  /** What came with it. Default: nothing. */
  readonly chain?: readonly X509Certificate[];
  /** Whether the client is a part of this service, of which mutual TLS is not demanded: browsers show no certificate. Default false. */
  readonly firstParty?: boolean;
  /** Where the request came from, behind `TRUSTED_PROXIES`. */
  readonly address: string;
  /** How long it would live. */
  readonly seconds: number;
}

/** What the policies of a tenant say about a token. */
export type IssueVerdict =
  | {
      readonly issue: true;
      /** How long it may live at most; null: as long as it would. */
      readonly maximumSeconds: number | null;
    }
  | {
      readonly issue: false;
      /** The policy that refuses, or demands what is missing; null: mutual TLS is demanded of the whole deployment. */
      readonly policyId: string | null;
      /** For the trail. */
      readonly reason: string;
      /** For the client (`error_description`), without inside knowledge. */
      readonly description: string;
    };

/** Judges tokens of one client. */
export interface IssueJudge {
  judge(intended: IntendedToken, now: Date): Promise<IssueVerdict>;
}

/**
 * Says whether a token may be issued, at every issue, refresh included. `src/token-policies/` implements it; it judges what is
 * demanded of the deployment (mutual TLS for everybody), of the tenant, the client and each scope.
 */
export abstract class TokenPolicies {
  /**
   * Begins to read what concerns a client, and judges tokens by that: to be called for each request anew. No failure of reading is
   * known before a token is judged.
   * @param client `tenantHasPolicies` as it was read with the client just now: where there are none, none are read
   */
  abstract judgeFor(reading: Lookups, client: { readonly id: string; readonly tenantHasPolicies: boolean }): IssueJudge;
}
