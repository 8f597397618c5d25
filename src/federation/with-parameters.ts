/** Adds parameters to an endpoint, which may have a query of its own (RFC 6749 §3.1): that one is left as it is written. */
export function withParameters(endpoint: string, parameters: URLSearchParams): string {
  return `${endpoint}${endpoint.includes('?') ? '&' : '?'}${parameters.toString()}`;
}
