/** What connects us with somebody: an OAuth client that gets tokens here, or how calls of ours to a URL authenticate. */
export const connectionKinds = ['oauth_client', 'external_authentication'] as const;
export type ConnectionKind = (typeof connectionKinds)[number];

/** Names one connection of a tenant. */
export interface ConnectionReference {
  readonly tenantId: string;
  readonly kind: ConnectionKind;
  /** Of the client or the external authentication. */
  readonly id: string;
}

/**
 * `disabled`: somebody has stopped the client. `unused`: nothing was tried yet. `expiring`: it works, and the last credential that it has ends within 30 days. `failing`: what was
 * tried last did not work, or its last credential has ended.
 */
export const connectionStates = ['disabled', 'unused', 'working', 'expiring', 'failing'] as const;
export type ConnectionState = (typeof connectionStates)[number];

/** A connection with what became of it. */
export interface Connection extends ConnectionReference {
  /** Name of the client, or the URL. */
  readonly name: string;
  /** False: somebody has stopped it, so that nobody is told of what it lacks. */
  readonly enabled: boolean;
  /** The user who is told when it stops working; null: the administrators. */
  readonly ownerId: string | null;
  /** To within five minutes while it works. */
  readonly lastSuccessAt: Date | null;
  readonly lastFailureAt: Date | null;
  /** Code of the last failure, e.g. `invalid_client`. */
  readonly lastFailureCode: string | null;
  /** null: it does not fail. */
  readonly failingSince: Date | null;
  /** When the last credential ends that it could go on with; null: never, or nobody knows. */
  readonly expiresAt: Date | null;
}

/** How long before its last credential ends a connection counts as expiring, in milliseconds. */
export const EXPIRING = 30 * 86_400_000;

export function stateOf(
  {
    enabled,
    failingSince,
    expiresAt,
    lastSuccessAt,
  }: Pick<Connection, 'enabled' | 'failingSince' | 'expiresAt' | 'lastSuccessAt'>,
  now: Date,
): ConnectionState {
  if (!enabled) return 'disabled';
  if (failingSince !== null || (expiresAt !== null && expiresAt <= now)) return 'failing';
  if (expiresAt !== null && expiresAt.getTime() - now.getTime() <= EXPIRING) return 'expiring';
  return lastSuccessAt === null ? 'unused' : 'working';
}
