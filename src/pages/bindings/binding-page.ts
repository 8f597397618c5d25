import type { PasswordRefusal } from '../../access/user-secrets.js';
import type { LinkStep } from '../../people/invitations/open-link.js';
import type { UserLinkKind } from '../../people/invitations/user-link.js';
import type { ProviderChoice } from '../page.js';

/** What somebody who sets up how they log in can be shown, as facts. Paths are without the path of `PUBLIC_URL`. */
export type BindingPage = LinkPage | BindingResultPage | LinkEndedPage;

/** One step on the way. */
export interface LinkPage {
  readonly kind: 'link';
  readonly link: UserLinkKind;
  readonly step: LinkStep;
  /** Whether a code is mailed first. */
  readonly needsCode: boolean;
  readonly tenant: string;
  /** Masked: whoever holds the link may see it. */
  readonly email: string;
  readonly host: string;
  /** `/bindings/{token}`. */
  readonly path: string;
  readonly provider: ProviderChoice | null;
  /** What a confirmation is about. */
  readonly identitySettings: string | null;
  readonly failure: 'code_wrong' | 'settings_changed' | PasswordRefusal | null;
  /** Every origin that a post may be redirected to. */
  readonly formActionOrigins: readonly string[];
}

/** After the login at the provider, or the last step without one. */
export interface BindingResultPage {
  readonly kind: 'result';
  readonly result: 'done' | 'confirmed' | 'taken' | 'changed' | 'mismatch' | 'other';
  /** null: not yet. */
  readonly loginPath: string | null;
}

export interface LinkEndedPage {
  readonly kind: 'ended';
  /** Whether it has ended because the provider is set otherwise now. */
  readonly providerChanged: boolean;
}
