import type { interactionPolicy as policies } from 'oidc-provider';
import type { OidcProvider } from './load-oidc-provider.js';

/** When a user has to log in or to consent: as oidc-provider has it, and when whoever is logged in may not any more. */
export function interactionPolicy({ interactionPolicy: { base, Check } }: OidcProvider): policies.DefaultPolicy {
  const policy = base();
  policy
    .get('login')
    ?.checks.add(
      new Check('account_gone', 'End-User authentication is required', 'login_required', ({ oidc }) =>
        oidc.session?.accountId !== undefined && oidc.account === undefined
          ? Check.REQUEST_PROMPT
          : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return policy;
}
