/** Every right that the API knows, as the service wrote them into the document; what a person lacks is not given. */
export const knownScopes: readonly string[] = (
  document.querySelector<HTMLMetaElement>('meta[name="scopes"]')?.content ?? ''
)
  .split(' ')
  .filter((scope) => scope !== '');

/** What people may have besides: to log in by a password although their account is meant for a provider. */
export const PASSWORD_USE = 'password:use';

/** What an application may ask for besides rights of the API. */
export const protocolScopes = ['impersonation', 'extended', 'openid', 'profile', 'email'] as const;
