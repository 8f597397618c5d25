import type { ImportedKeys } from '../../credentials/imported-keys.js';
import type { ProviderForTrip } from '../../providers/provider-for-trip.js';
import { decryptCompactJwe } from '../jwt/decrypt-jwe.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import { callbackState, encryptedResponse } from './callback-state.js';
import { expectsResponseJwt } from './read-response-jwt.js';

/**
 * The `state` of an encrypted JWT authorization response (JARM §2.2), where the provider is configured to send one. Nothing
 * about it has been verified. Null when there is none, or when it is not for us.
 */
export async function encryptedState(
  provider: ProviderForTrip,
  parameters: URLSearchParams,
  imported: ImportedKeys,
): Promise<string | null> {
  const response = encryptedResponse(parameters);
  const { encryption } = provider.configuration.authorizationResponse;
  if (response === null || encryption === null || !expectsResponseJwt({ provider })) return null;
  const keys = provider.credentials.filter(({ kind }) => kind === 'decryption_key');
  try {
    return callbackState(
      new URLSearchParams({ response: await decryptCompactJwe(response, encryption, keys, imported) }),
    );
  } catch (error) {
    if (error instanceof JwtFault) return null;
    throw error;
  }
}
