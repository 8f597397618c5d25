import { Global, Module } from '@nestjs/common';
import { Accounts } from '../access/accounts.js';
import { Bindings } from '../access/bindings.js';
import { ExtendedLimit } from '../access/extended-limit.js';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { ErasureModule } from '../audit/erasure/erasure.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { AccountBindingOwner } from './bindings/account-binding-owner.js';
import { ConfirmationAsker } from './bindings/ask-to-confirm.js';
import { BindingStore } from './bindings/binding.store.js';
import { BindingRemoval } from './bindings/remove-binding.js';
import { StartBinding } from './bindings/start-binding.js';
import { StoredBindings } from './bindings/stored-bindings.js';
import { Inviter } from './invitations/invite.js';
import { LinkEndings } from './invitations/link-endings.js';
import { LinkResults } from './invitations/link-results.js';
import { UserLinkOpener } from './invitations/open-link.js';
import { AddressProof } from './invitations/prove-address.js';
import { PruneLinksJob } from './invitations/prune-links.job.js';
import { UserLinkStore } from './invitations/user-link.store.js';
import { RoleAdministration } from './roles/administer-roles.js';
import { KnownRoles } from './roles/known-roles.js';
import { RoleStore } from './roles/role.store.js';
import { RolesController } from './roles/roles.controller.js';
import { SettingsController } from './settings/settings.controller.js';
import { TenantExtendedLimit } from './settings/tenant-extended-limit.js';
import { TenantSettings } from './settings/tenant-settings.js';
import { TenantSettingsStore } from './settings/tenant-settings.store.js';
import { LoginAdministration } from './users/administer-logins.js';
import { UserAdministration } from './users/administer-users.js';
import { ConsoleOperator } from './users/console-operator.js';
import { EndAccess } from './users/end-access.js';
import { ErasedUsers } from './users/erased-users.js';
import { HeldUsers } from './users/hold-user.js';
import { AccessRecovery } from './users/recover-access.js';
import { UserPresenter } from './users/show-user.js';
import { StoredAccounts } from './users/stored-accounts.js';
import { UserStore } from './users/user.store.js';
import { UserCountStore } from './users/user-count.store.js';
import { UserProviders } from './users/user-providers.js';
import { UsersController } from './users/users.controller.js';

/** People of a tenant: accounts, roles, invitations, bindings. May depend on attempts, mail and what is below. */
@Global()
@Module({
  imports: [AttemptsModule, ProvidersModule, ErasureModule],
  controllers: [UsersController, RolesController, SettingsController],
  providers: [
    UserStore,
    UserCountStore,
    RoleStore,
    BindingStore,
    UserLinkStore,
    TenantSettingsStore,
    TenantSettings,
    KnownRoles,
    EndAccess,
    BindingRemoval,
    ConfirmationAsker,
    StoredBindings,
    Inviter,
    UserProviders,
    HeldUsers,
    UserAdministration,
    LoginAdministration,
    RoleAdministration,
    UserPresenter,
    UserLinkOpener,
    AddressProof,
    StartBinding,
    LinkEndings,
    LinkResults,
    AccountBindingOwner,
    ErasedUsers,
    AccessRecovery,
    ConsoleOperator,
    PruneLinksJob,
    { provide: Accounts, useClass: StoredAccounts },
    { provide: Bindings, useExisting: StoredBindings },
    { provide: ExtendedLimit, useClass: TenantExtendedLimit },
  ],
  exports: [
    Accounts,
    Bindings,
    ExtendedLimit,
    UserLinkOpener,
    AddressProof,
    StartBinding,
    LinkEndings,
    LinkResults,
    UserAdministration,
    AccessRecovery,
    ConsoleOperator,
  ],
})
export class PeopleModule {}
