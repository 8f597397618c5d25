import type { AuthenticationMethod } from '../../access/oauth-client-terms.js';

/** Where a policy stands: for every token of a tenant, for those of one client, for those with one scope. */
export const policyLevels = ['tenant', 'client', 'scope'] as const;
export type PolicyLevel = (typeof policyLevels)[number];

/** To what a token can be bound: a client certificate (RFC 8705 §3) or a DPoP key (RFC 9449). */
export const tokenBindings = ['certificate', 'dpop'] as const;
type TokenBinding = (typeof tokenBindings)[number];

export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** Hours of some days in a time zone. Where the end is not after the beginning it is the next day's. */
export interface PolicyHours {
  /** IANA name, e.g. `Europe/Vienna`. */
  readonly timeZone: string;
  readonly days: readonly (typeof weekdays)[number][];
  /** `HH:MM`. */
  readonly from: string;
  readonly to: string;
}

/** What has to be so for a policy to match; what is left out is always so. */
export interface PolicyConditions {
  readonly grants?: readonly string[] | undefined;
  readonly networks?: readonly string[] | undefined;
  readonly hours?: PolicyHours | undefined;
  /** RFC 4514, compared by RFC 4517. */
  readonly certificateIssuer?: string | undefined;
}

/** What has to hold where a policy matches. */
export interface PolicyDemands {
  readonly binding?: TokenBinding | undefined;
  readonly authentication?: readonly AuthenticationMethod[] | undefined;
  readonly maximumSeconds?: number | undefined;
}

/** A rule of a tenant about its tokens. */
export interface TokenPolicy {
  readonly id: string;
  readonly level: PolicyLevel;
  /** Id of the client, or name of the scope; null for the tenant itself. */
  readonly subject: string | null;
  readonly when: PolicyConditions;
  readonly require: PolicyDemands;
  /** `require` neither allows nor denies: it only demands. */
  readonly effect: 'allow' | 'deny' | 'require';
  /** In words, for the trail. */
  readonly reason: string;
}
