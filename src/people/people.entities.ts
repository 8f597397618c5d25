import { BindingEntity } from './bindings/binding.entity.js';
import { UserLinkEntity } from './invitations/user-link.entity.js';
import { RoleEntity } from './roles/role.entity.js';
import { TenantSettingsEntity } from './settings/tenant-settings.entity.js';
import { UserEntity } from './users/user.entity.js';

/** For the data source. */
export const peopleEntities = [UserEntity, RoleEntity, BindingEntity, UserLinkEntity, TenantSettingsEntity];
