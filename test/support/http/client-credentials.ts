import type { ReceivedRequest } from './received-request.js';

/** Who a client says it is at the token endpoint (RFC 6749 §2.3.1). */
export interface PresentedCredentials {
  readonly method: 'client_secret_basic' | 'client_secret_post' | 'none';
  readonly clientId: string;
  readonly clientSecret: string | null;
}

/** Reads `Authorization: Basic` (form-encoded, as RFC 6749 wants), else the form. */
export function presentedCredentials(request: ReceivedRequest): PresentedCredentials {
  const basic = /^Basic +(?<encoded>\S+)$/i.exec(request.headers.authorization ?? '')?.groups?.encoded;
  if (basic !== undefined) {
    const decoded = Buffer.from(basic, 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    return {
      method: 'client_secret_basic',
      clientId: formDecode(decoded.slice(0, colon)),
      clientSecret: formDecode(decoded.slice(colon + 1)),
    };
  }
  const clientSecret = request.form.get('client_secret');
  return {
    method: clientSecret === null ? 'none' : 'client_secret_post',
    clientId: request.form.get('client_id') ?? '',
    clientSecret,
  };
}

/** The token of `Authorization: Bearer` (or DPoP), any letter case. */
export function bearerToken(request: ReceivedRequest): string | null {
  return /^(?:Bearer|DPoP) +(?<token>\S+)$/i.exec(request.headers.authorization ?? '')?.groups?.token ?? null;
}

function formDecode(text: string): string {
  return new URLSearchParams(`v=${text}`).get('v') ?? '';
}
