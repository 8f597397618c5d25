import { type FactoryProvider, Global, Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { AuthorizationServerPages } from '../authorization-server/provider/provider-parts.js';
import { BrandingModule } from '../branding/branding.module.js';
import { publicPath } from '../config/public-path.js';
import type { Settings } from '../config/settings.js';
import { SETTINGS } from '../config/settings.token.js';
import { FederationModule } from '../federation/federation.module.js';
import { SignerAuthenticationsModule } from '../signer-authentications/signer-authentications.module.js';
import { TestLoginsModule } from '../test-logins/test-logins.module.js';
import { AuthorizationAnswers } from './authorization-answers.js';
import { AuthorizationPage } from './authorization-page.js';
import { BindingPageFilter } from './bindings/binding-page.filter.js';
import { BindingsController } from './bindings/bindings.controller.js';
import { BindingPageRenderer } from './bindings/render-binding-page.js';
import { CallbackController } from './callback.controller.js';
import { ConsentController } from './consent.controller.js';
import { ConsoleLinkController } from './console-link/console-link.controller.js';
import { ConsoleLinkPage } from './console-link/console-link-page.js';
import { PageFilter } from './page.filter.js';
import { PageRenderer } from './render-page.js';
import { SignInController } from './sign-in.controller.js';
import { SignedOutController } from './signed-out.controller.js';
import { TestLoginController } from './test-login.controller.js';
import { TestLoginPages } from './test-login-pages.js';
import { LoginController } from './user-logins/login.controller.js';
import { LoginEntryController } from './user-logins/login-entry.controller.js';
import { LoginPageFilter } from './user-logins/login-page.filter.js';
import { LoginPages } from './user-logins/login-pages.js';
import { LoginRequests } from './user-logins/login-requests.js';
import { LoginPageRenderer } from './user-logins/render-login-page.js';
import { ResetController } from './user-logins/reset.controller.js';

/** Pages whose links lead below the path of `PUBLIC_URL`. */
const belowPublicPath = <T>(pages: new (publicPath: string) => T): FactoryProvider<T> => ({
  provide: pages,
  inject: [SETTINGS],
  useFactory: ({ PUBLIC_URL }: Settings) => new pages(publicPath(PUBLIC_URL)),
});

/** What a signer's browser sees. May depend on everything but operations. */
@Global()
@Module({
  imports: [BrandingModule, FederationModule, AttemptsModule, TestLoginsModule, SignerAuthenticationsModule],
  controllers: [
    SignInController,
    CallbackController,
    SignedOutController,
    TestLoginController,
    LoginController,
    ResetController,
    LoginEntryController,
    ConsentController,
    ConsoleLinkController,
    BindingsController,
  ],
  providers: [
    belowPublicPath(PageRenderer),
    belowPublicPath(TestLoginPages),
    PageFilter,
    belowPublicPath(LoginPageRenderer),
    LoginPageFilter,
    LoginPages,
    LoginRequests,
    belowPublicPath(AuthorizationPage),
    belowPublicPath(ConsoleLinkPage),
    { provide: AuthorizationServerPages, useClass: AuthorizationAnswers },
    belowPublicPath(BindingPageRenderer),
    BindingPageFilter,
  ],
  exports: [AuthorizationServerPages],
})
export class PagesModule {}
