import { Module } from '@nestjs/common';
import { AttemptsModule } from '../attempts/attempts.module.js';
import { SignerAuthenticationsModule } from '../signer-authentications/signer-authentications.module.js';
import { TestLoginsModule } from '../test-logins/test-logins.module.js';
import { CallbackController } from './callback.controller.js';
import { PageFilter } from './page.filter.js';
import { PageRenderer } from './render-page.js';
import { SignInController } from './sign-in.controller.js';
import { SignedOutController } from './signed-out.controller.js';
import { TestLoginController } from './test-login.controller.js';
import { TestLoginPages } from './test-login-pages.js';

/** What a signer's browser sees. May depend on everything but operations. */
@Module({
  imports: [AttemptsModule, TestLoginsModule, SignerAuthenticationsModule],
  controllers: [SignInController, CallbackController, SignedOutController, TestLoginController],
  providers: [
    { provide: PageRenderer, useFactory: () => new PageRenderer() },
    { provide: TestLoginPages, useFactory: () => new TestLoginPages() },
    PageFilter,
  ],
})
export class PagesModule {}
