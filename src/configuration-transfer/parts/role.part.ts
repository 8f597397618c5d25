import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { Principal } from '../../access/principal.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import type { Fault } from '../../errors/countersign-error.js';
import { entityTag } from '../../http/entity-tag.js';
import { judgeWithSchema } from '../../http/schema-faults.js';
import { faultsOfContent, RoleAdministration } from '../../people/administration/administer-roles.js';
import { builtInReadAs } from '../../people/roles/built-in-roles.js';
import { newRoleSchema } from '../../people/roles/role.schema.js';
import { RoleStore } from '../../people/roles/role.store.js';
import type { ConfigurationPart, MovedBody, PresentThing } from '../configuration-part.js';

type Permissions = Readonly<z.output<typeof newRoleSchema>['permissions']>;

/** A tenant's own roles, found by their names. Those that every tenant has do not move, and who has a role does not either. */
@Injectable()
export class RolePart implements ConfigurationPart {
  readonly kind = 'roles';
  readonly readScope = 'users:read';
  readonly writeScope = 'users:write';

  constructor(
    private readonly administration: RoleAdministration,
    private readonly roles: RoleStore,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  keyOf({ name }: MovedBody): string | null {
    return typeof name === 'string' ? name : null;
  }

  async present({ tenant }: Principal): Promise<readonly PresentThing[]> {
    const own = await this.roles.list(this.unitOfWork.reading, tenant.id);
    return own.map(({ name, description, permissions, revision }) => ({
      id: name,
      key: name,
      revision,
      body: { name, description, permissions: [...permissions] },
      judge: (body, principal) => judge(body, permissions, principal),
    }));
  }

  judgeNew(body: MovedBody, principal: Principal): readonly Fault[] {
    return judge(body, null, principal);
  }

  async create(principal: Principal, body: MovedBody): Promise<void> {
    const { name, ...content } = newRoleSchema.parse(body);
    await this.administration.create(principal, name, content);
  }

  async replace(principal: Principal, { id, revision }: PresentThing, body: MovedBody): Promise<void> {
    const { name: _name, ...content } = newRoleSchema.parse(body);
    await this.administration.replace(principal, id, entityTag(revision), content);
  }
}

/** @param before what the role may that it replaces; null: it is new */
function judge(body: MovedBody, before: Permissions | null, principal: Principal): readonly Fault[] {
  const judged = judgeWithSchema(newRoleSchema, body);
  if (!judged.success) return judged.faults;
  const { name, permissions } = judged.data;
  const isTaken = before === null && builtInReadAs(name) !== undefined;
  const builtIn = isTaken ? [{ path: '$.name', message: 'is built in: it does not move' }] : [];
  return [...builtIn, ...faultsOfContent(principal, permissions, before ?? [])];
}
