/** Where discovery documents are: OpenID Connect Discovery §4 appends, RFC 8414 §3.1 inserts before the path. */
const appended = '/.well-known/openid-configuration';
const inserted = '/.well-known/oauth-authorization-server';

/** The issuer that an admin meant who pasted it, or the address of its discovery document. */
export function issuerOf(pasted: string): string {
  const { origin, pathname, search } = new URL(pasted);
  if (pathname.endsWith(appended)) return `${origin}${pathname.slice(0, -appended.length)}`;
  if (pathname.startsWith(inserted)) return `${origin}${pathname.slice(inserted.length)}`;
  return search === '' ? pasted : `${origin}${pathname}`;
}
