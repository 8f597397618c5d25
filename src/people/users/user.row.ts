import { z } from 'zod';
import type { Account, PersonalAccount } from '../../access/accounts.js';
import { CountersignError } from '../../errors/countersign-error.js';
import type { DataKey } from '../../secrets/data-key.js';
import type { SealContext } from '../../secrets/sealing.js';
import { permissionsOfRoles } from '../roles/built-in-roles.js';
import type { UserEntity } from './user.entity.js';
import type { User } from './user.js';

/** A row with what its tenant's own roles give. */
export type UserRow = UserEntity & { readonly ownPermissions: readonly string[] };

const columns = Object.entries({
  id: 'id',
  tenantId: 'tenant_id',
  status: 'status',
  lockedAt: 'locked_at',
  emailHash: 'email_hash',
  dataKeyId: 'data_key_id',
  personal: 'personal',
  language: 'language',
  roles: 'roles',
  providerId: 'provider_id',
  revision: 'revision',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  activatedAt: 'activated_at',
  deletedAt: 'deleted_at',
} satisfies Record<keyof UserEntity, string>).map(([property, column]) => `u.${column} AS "${property}"`);

/** Reads those of one tenant, `$1`, who were not deleted, with what their roles give now. */
export const PRESENT_USERS = `SELECT ${columns.join(', ')}, coalesce((
    SELECT array_agg(DISTINCT permission) FROM user_role r, unnest(r.permissions) AS permission
     WHERE r.tenant_id = u.tenant_id AND r.name = ANY (u.roles)), '{}') AS "ownPermissions"
  FROM user_account u WHERE u.tenant_id = $1 AND u.deleted_at IS NULL`;

/** SQL: the status that others see. */
export const STATUS = `CASE WHEN u.locked_at IS NULL THEN u.status ELSE 'locked' END`;

/** An address has one account of a tenant. */
export function addressTaken(cause?: unknown): CountersignError {
  const faults = [{ path: '$.email', message: 'has an account already' }];
  return new CountersignError('request.conflict', { detail: 'The address has an account already', faults, cause });
}

/** What is personal of an account. */
type Personal = Pick<PersonalAccount, 'email' | 'displayName'>;

const personalSchema = z.object({ email: z.string(), displayName: z.string() });

const contextOf = (tenantId: string, row: string): SealContext => ({
  tenantId,
  table: 'user_account',
  row,
  purpose: 'personal',
});

export function sealPersonal(dataKey: DataKey, tenantId: string, id: string, { email, displayName }: Personal): Buffer {
  return dataKey.seal(JSON.stringify({ email, displayName }), contextOf(tenantId, id));
}

/** @throws SealBrokenError */
function openPersonal(dataKey: DataKey, tenantId: string, id: string, sealed: Buffer): Personal {
  return personalSchema.parse(JSON.parse(dataKey.open(sealed, contextOf(tenantId, id)).toString('utf8')));
}

export function accountOf(row: UserRow): Account {
  const permissions = permissionsOfRoles(row.roles, row.ownPermissions);
  return {
    id: row.id,
    tenantId: row.tenantId,
    status: row.lockedAt === null ? row.status : 'locked',
    language: row.language,
    permissions,
    mayUsePassword: row.providerId === null || permissions.has('password:use'),
    providerId: row.providerId,
    activatedAt: row.activatedAt,
    dataKeyId: row.dataKeyId,
  };
}

export function userOf(row: UserRow, dataKey: DataKey): User {
  if (row.personal === null) throw new Error(`User ${row.id} has no name and was not deleted`);
  return {
    ...accountOf(row),
    ...openPersonal(dataKey, row.tenantId, row.id, row.personal),
    roles: row.roles,
    revision: row.revision,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    lockedAt: row.lockedAt,
  };
}
