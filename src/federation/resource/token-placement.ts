import type { TokenParameter } from '../../providers/provider-configuration.js';
import type { TokenAnswer } from '../token-request/token-answer.js';

/** How one call to a resource URI carries the access token. */
export interface TokenPlacement {
  /** Query parameter; null: none. */
  readonly parameter: Exclude<TokenParameter, 'none'> | null;
  /** `Authorization` header. */
  readonly header: boolean;
}

/**
 * The calls that may be made, in order. The token goes into the query parameter that the admin chose; into the header too
 * whenever the token endpoint called it a bearer token. The second call, for servers that refuse the parameter, has the
 * header only. A DPoP-bound token is sent in the header alone (RFC 9449 §7.1).
 */
export function tokenPlacements(
  tokenParameter: TokenParameter,
  tokenType: TokenAnswer['tokenType'],
): readonly [TokenPlacement, ...TokenPlacement[]] {
  const headerOnly: TokenPlacement = { parameter: null, header: true };
  if (tokenParameter === 'none' || tokenType === 'dpop') return [headerOnly];
  return [{ parameter: tokenParameter, header: tokenType === 'bearer' }, headerOnly];
}

/** The address with the token in the query, the admin's own query left as it is. */
export function withToken(uri: string, parameter: string | null, token: string): string {
  if (parameter === null) return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}${parameter}=${encodeURIComponent(token)}`;
}

/** The address as records show it. */
export function redacted(uri: string, parameter: string | null): string {
  return parameter === null ? uri : `${uri}${uri.includes('?') ? '&' : '?'}${parameter}=[redacted]`;
}

/** Where the token was, for records. */
export function sentAs({ parameter, header }: TokenPlacement): readonly string[] {
  return [...(parameter === null ? [] : [`query parameter ${parameter}`]), ...(header ? ['Authorization header'] : [])];
}
