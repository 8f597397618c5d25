import { Global, Module } from '@nestjs/common';
import { LoginsOfSessions } from '../access/logins-of-sessions.js';
import { UserSecrets } from '../access/user-secrets.js';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { AuditModule } from '../audit/audit.module.js';
import { FederationModule } from '../federation/federation.module.js';
import { ProvidersModule } from '../providers/providers.module.js';
import { BackchannelLogoutController } from './api/backchannel-logout.controller.js';
import { MeController } from './api/me.controller.js';
import { OwnAccount } from './api/own-account.js';
import { OwnSessionsController } from './api/own-sessions.controller.js';
import { SecondFactorsController } from './api/second-factors.controller.js';
import { UserSessionsController } from './api/user-sessions.controller.js';
import { ConsoleLinks } from './console-links/console-links.js';
import { UserLoginUpkeepJob } from './login-upkeep.job.js';
import { LoginBeginner } from './logins/begin-login.js';
import { LoginDescriber } from './logins/describe-login.js';
import { LoginFinisher } from './logins/finish-login.js';
import { ProviderLoginJudge } from './logins/judge-provider-login.js';
import { PasswordLogin } from './logins/password-login.js';
import { SecondFactorLogin } from './logins/second-factor-login.js';
import { ProviderLoginStarter } from './logins/start-provider-login.js';
import { UserLoginStore } from './logins/user-login.store.js';
import { UserLoginOwner } from './logins/user-login-owner.js';
import { LogoutReceiver } from './logouts/receive-logout.js';
import { StoredLoginsOfSessions } from './logouts/stored-logins-of-sessions.js';
import { PasswordChange } from './passwords/change-password.js';
import { PasswordHasher } from './passwords/password-hasher.js';
import { UserPasswordStore } from './passwords/user-password.store.js';
import { ResetAsker } from './resets/ask-for-reset.js';
import { PasswordResetStore } from './resets/password-reset.store.js';
import { ResetMailer } from './resets/reset-mailer.js';
import { PasswordReset } from './resets/reset-password.js';
import { SecondFactorEnrolment } from './second-factors/enrol-second-factor.js';
import { SecondFactorJudge } from './second-factors/judge-second-factor.js';
import { Passkeys } from './second-factors/passkeys.js';
import { SecondFactorStore } from './second-factors/second-factor.store.js';
import { StoredUserSecrets } from './stored-user-secrets.js';

/** People of a tenant who log in: passwords, second factors, providers, sessions. May depend on people, mail, attempts and what is below. */
@Global()
@Module({
  imports: [AuditModule, ProvidersModule, FederationModule, AttemptsModule],
  controllers: [
    BackchannelLogoutController,
    MeController,
    OwnSessionsController,
    SecondFactorsController,
    UserSessionsController,
  ],
  providers: [
    PasswordHasher,
    UserPasswordStore,
    { provide: UserSecrets, useClass: StoredUserSecrets },
    SecondFactorStore,
    SecondFactorJudge,
    Passkeys,
    UserLoginStore,
    LoginBeginner,
    LoginDescriber,
    PasswordLogin,
    SecondFactorLogin,
    ProviderLoginStarter,
    ProviderLoginJudge,
    UserLoginOwner,
    LoginFinisher,
    ConsoleLinks,
    LogoutReceiver,
    { provide: LoginsOfSessions, useClass: StoredLoginsOfSessions },
    PasswordChange,
    SecondFactorEnrolment,
    OwnAccount,
    PasswordResetStore,
    ResetMailer,
    ResetAsker,
    PasswordReset,
    UserLoginUpkeepJob,
  ],
  exports: [
    LoginsOfSessions,
    UserSecrets,
    LoginDescriber,
    PasswordLogin,
    SecondFactorLogin,
    ProviderLoginStarter,
    LoginFinisher,
    ConsoleLinks,
    ResetAsker,
    PasswordReset,
  ],
})
export class UserLoginsModule {}
