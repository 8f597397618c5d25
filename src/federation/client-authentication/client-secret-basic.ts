import type { ClientAuthentication } from '../../providers/provider-configuration.js';
import { type ClientAuth, type ClientAuthenticationInput, requireCredential } from './client-authenticator.js';

/**
 * One value in `application/x-www-form-urlencoded` (RFC 6749 Appendix B). It leaves `-`, `.` and `_` as they are, which
 * servers that forget to decode understand too.
 */
function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}

/**
 * `client_secret_basic` (RFC 6749 §2.3.1): id and secret are form-encoded before they are joined. `raw` leaves the encoding
 * out, for servers that get it wrong.
 */
export function clientSecretBasic(
  input: ClientAuthenticationInput,
  { basicEncoding }: Extract<ClientAuthentication, { method: 'client_secret_basic' }>,
): ClientAuth {
  const secret = requireCredential(input, 'client_secret').value;
  const encoded = basicEncoding === 'raw' ? (value: string) => value : formEncoded;
  return (_server, client, _body, headers) => {
    const credentials = Buffer.from(`${encoded(client.client_id)}:${encoded(secret)}`, 'utf8').toString('base64');
    headers.set('authorization', `Basic ${credentials}`);
  };
}
