import { randomUUID } from 'node:crypto';
import { UnitOfWork } from '../../../src/database/unit-of-work.js';
import { UserStore } from '../../../src/people/users/user.store.js';
import { DataKeys } from '../../../src/secrets/data-keys.js';
import type { SharedService } from '../jest/shared-service.js';

/** Puts a user into a tenant, active, with the rights of some roles. @returns their id */
export async function makeUser(
  service: SharedService,
  tenantName: string,
  email: string,
  roles: readonly string[],
): Promise<string> {
  const unitOfWork = service.app.get(UnitOfWork);
  const users = service.app.get(UserStore, { strict: false });
  const keys = service.app.get(DataKeys);
  const now = new Date();
  const id = randomUUID();
  await unitOfWork.run(async (transaction) => {
    const [tenant]: { id: string }[] = await transaction.query('SELECT id FROM tenant WHERE name = $1', [tenantName]);
    const tenantId = tenant?.id ?? '';
    const { dataKey, stored } = keys.make(tenantId, now);
    await transaction.query(stored.text, [...stored.values]);
    const user = {
      id,
      tenantId,
      email,
      status: 'active' as const,
      language: 'en' as const,
      permissions: new Set<never>(),
      mayUsePassword: true,
      providerId: null,
      activatedAt: now,
      dataKeyId: dataKey.id,
      displayName: email.split('@')[0] ?? email,
      roles,
      revision: 1,
      createdAt: now,
      updatedAt: now,
      lockedAt: null,
    };
    await users.insert(transaction, user, dataKey);
  });
  return id;
}
