import type { Account } from '../../access/accounts.js';
import type { AuditEventInput, JsonValue } from '../../audit/recording.js';
import { correlationId } from '../../http/correlation.js';

/** By what somebody tried to log in. */
type LoginMethod = 'password' | 'second_factor' | 'provider';

/** Why a login failed, for the trail. */
export type LoginFailure =
  | 'password_wrong'
  | 'password_not_allowed'
  | 'not_active'
  | 'locked'
  | 'second_factor_wrong'
  | 'binding_stale'
  | 'mapping_mismatched';

type KnownUser = Pick<Account, 'id' | 'tenantId' | 'dataKeyId'>;

/** What was tried, and from where. The address is personal: it is disclosed under the user's key. */
interface Tried {
  readonly loginId: string;
  readonly method: LoginMethod;
  /** null: not known here, as when a provider answers. */
  readonly address: string | null;
}

const ofUser = ({ id, tenantId, dataKeyId }: KnownUser, address: string | null, now: Date) =>
  ({
    tenantId,
    stream: { userId: id },
    occurredAt: now,
    correlationId: correlationId(),
    ...(address === null ? {} : { disclosures: { address }, dataKeyId }),
  }) as const;

/** Somebody knows who they are; nobody says that it was they. */
const ANYBODY = { type: 'system', id: 'login' } as const;

export function failedEvent(
  user: KnownUser,
  { loginId, method, address }: Tried,
  reason: LoginFailure,
  now: Date,
  more: Readonly<Record<string, JsonValue>> = {},
): AuditEventInput {
  return {
    ...ofUser(user, address, now),
    type: 'user.login_failed',
    actor: ANYBODY,
    data: { loginId, method, reason, ...more },
  };
}

/** Nobody has that address: the trail keeps what finds it again, under the tenant's key, and not the address. */
export function unknownAddressEvent(
  tenantId: string,
  emailHash: Buffer,
  { loginId, method }: Tried,
  now: Date,
): AuditEventInput {
  return {
    tenantId,
    stream: 'tenant',
    type: 'user.login_failed',
    occurredAt: now,
    actor: ANYBODY,
    correlationId: correlationId(),
    data: { loginId, method, reason: 'address_unknown', emailHash: emailHash.toString('hex') },
  };
}

export function succeededEvent(
  user: KnownUser,
  login: { readonly id: string; readonly amr: readonly string[]; readonly acr: string | null },
  more: { readonly clientId: string; readonly providerId: string | null; readonly address: string | null },
  now: Date,
): AuditEventInput {
  const { clientId, providerId, address } = more;
  return {
    ...ofUser(user, address, now),
    type: 'user.login_succeeded',
    actor: { type: 'user', id: user.id },
    data: {
      loginId: login.id,
      amr: [...login.amr],
      acr: login.acr,
      clientId,
      ...(providerId === null ? {} : { providerId }),
    },
  };
}

/** A provider told who it is, or refused, and nobody of the tenant is known by that. */
export function unknownSubjectEvent(
  { id, tenantId }: { readonly id: string; readonly tenantId: string },
  data: { readonly providerId: string; readonly reason: string; readonly subjectHash?: string },
  now: Date,
): AuditEventInput {
  return {
    tenantId,
    stream: 'tenant',
    type: 'user.login_failed',
    occurredAt: now,
    actor: ANYBODY,
    correlationId: correlationId(),
    data: { loginId: id, method: 'provider', ...data },
  };
}
