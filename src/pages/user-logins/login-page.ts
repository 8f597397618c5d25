import type { PasswordRefusal } from '../../access/user-secrets.js';
import type { LoginNotice } from '../../user-logins/logins/user-login.js';
import type { ProviderChoice } from '../page.js';

/** What somebody who logs in can be shown, as facts. Paths are those of the service, without the path of `PUBLIC_URL`. */
export type LoginPage =
  | LogInPage
  | SecondFactorPage
  | AskForResetPage
  | NewPasswordPage
  | ResetSentPage
  | PasswordChangedPage
  | LoggedInPage
  | LoginNoticePage;

/** Where and how to log in. */
interface LogInPage {
  readonly kind: 'log-in';
  readonly tenant: string;
  readonly client: string;
  readonly host: string;
  readonly path: string;
  readonly providers: readonly ProviderChoice[];
  readonly withPassword: boolean;
  /** null: no mail can be sent. */
  readonly resetPath: string | null;
  /** To fill in. */
  readonly email: string;
  readonly failure: LoginNotice | null;
}

interface SecondFactorPage {
  readonly kind: 'second-factor';
  readonly path: string;
  /** null: the user has no passkey. */
  readonly passkeyRequest: object | null;
  readonly failure: LoginNotice | null;
}

interface AskForResetPage {
  readonly kind: 'ask-for-reset';
  readonly path: string;
  readonly loginPath: string;
}

interface ResetSentPage {
  readonly kind: 'reset-sent';
  readonly loginPath: string;
}

interface NewPasswordPage {
  readonly kind: 'new-password';
  readonly path: string;
  /** For password managers. */
  readonly email: string;
  readonly refusal: PasswordRefusal | null;
}

interface PasswordChangedPage {
  readonly kind: 'password-changed';
  readonly loginPath: string;
}

/** The login page was opened by itself, and nothing is to go on with. */
interface LoggedInPage {
  readonly kind: 'logged-in';
  readonly tenant: string;
  /** null: there is no console. */
  readonly consolePath: string | null;
}

interface LoginNoticePage {
  readonly kind: 'notice';
  readonly notice: LoginNotice;
  /** null: nothing can be begun from here. */
  readonly loginPath: string | null;
  readonly correlationId: string;
  /** After how many seconds it is worth trying again; null: nobody knows. */
  readonly waitSeconds: number | null;
}
