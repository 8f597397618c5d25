/** Every right that the API knows, as the service wrote them into the document; what a person lacks is not given. */
export const knownScopes: readonly string[] = (
  document.querySelector<HTMLMetaElement>('meta[name="scopes"]')?.content ?? ''
)
  .split(' ')
  .filter((scope) => scope !== '');
