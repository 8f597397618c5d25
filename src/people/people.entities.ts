import { RoleEntity } from './roles/role.entity.js';
import { UserEntity } from './users/user.entity.js';

/** For the data source. */
export const peopleEntities = [UserEntity, RoleEntity];
