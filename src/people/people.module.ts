import { Global, Module } from '@nestjs/common';
import { Accounts } from '../access/accounts.js';
import { Bindings } from '../access/bindings.js';
import { ExtendedLimit } from '../access/extended-limit.js';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { ErasureModule } from '../audit/erasure/erasure.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { AccountBindingOwner } from './account-binding/account-binding-owner.js';
import { ConfirmationAsker } from './account-binding/ask-to-confirm.js';
import { StartBinding } from './account-binding/start-binding.js';
import { StoredBindings } from './account-binding/stored-bindings.js';
import { LoginAdministration } from './administration/administer-logins.js';
import { RoleAdministration } from './administration/administer-roles.js';
import { UserAdministration } from './administration/administer-users.js';
import { ConsoleOperator } from './administration/console-operator.js';
import { ErasedUsers } from './administration/erased-users.js';
import { AccessRecovery } from './administration/recover-access.js';
import { SentUserJudge } from './administration/sent-user.js';
import { UserPresenter } from './administration/show-user.js';
import { UserProviders } from './administration/user-providers.js';
import { RolesController } from './api/roles.controller.js';
import { SettingsController } from './api/settings.controller.js';
import { UsersController } from './api/users.controller.js';
import { BindingStore } from './bindings/binding.store.js';
import { BindingRemoval } from './bindings/remove-binding.js';
import { Inviter } from './invitations/invite.js';
import { LinkEndings } from './invitations/link-endings.js';
import { LinkResults } from './invitations/link-results.js';
import { UserLinkOpener } from './invitations/open-link.js';
import { AddressProof } from './invitations/prove-address.js';
import { PruneLinksJob } from './invitations/prune-links.job.js';
import { UserLinkStore } from './invitations/user-link.store.js';
import { KnownRoles } from './roles/known-roles.js';
import { RoleStore } from './roles/role.store.js';
import { TenantExtendedLimit } from './settings/tenant-extended-limit.js';
import { TenantSettings } from './settings/tenant-settings.js';
import { TenantSettingsStore } from './settings/tenant-settings.store.js';
import { EndAccess } from './users/end-access.js';
import { HeldUsers } from './users/hold-user.js';
import { StoredAccounts } from './users/stored-accounts.js';
import { UserStore } from './users/user.store.js';
import { UserCountStore } from './users/user-count.store.js';

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
    SentUserJudge,
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
    RoleAdministration,
    RoleStore,
  ],
})
export class PeopleModule {}
