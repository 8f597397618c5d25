import { readPrivateKey } from '../../credentials/key-material.js';
import type { EnteredCredential } from '../../credentials/made-credential.js';
import type { ProviderRequest } from '../configuration/provider-request.schema.js';

/** The write-only part of a provider request. */
export interface EnteredCredentials {
  /** null: the stored one is kept, or a key is generated where the method allows that. */
  readonly clientAuthentication: EnteredCredential | null;
  /** `undefined`: as it is. From a certificate it is read, never entered. */
  readonly expiresAt: Date | null | undefined;
  /** For how long what is replaced stays valid. */
  readonly overlapSeconds: number;
  /** PKCS#8 PEM; null: the stored one is kept, or one is generated. */
  readonly decryptionKey: string | null;
}

function pkcs8(text: string): string {
  const key = readPrivateKey(text);
  if (key === null) throw new Error('A private key that cannot be read passed the schema');
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function clientCredential(request: ProviderRequest['clientAuthentication']): EnteredCredential | null {
  switch (request.method) {
    case 'client_secret_basic':
    case 'client_secret_post':
    case 'client_secret_jwt':
      return request.clientSecret === undefined
        ? null
        : { kind: 'client_secret', value: request.clientSecret, privateKey: null, keyId: null };
    case 'private_key_jwt':
    case 'apple_client_secret':
      return request.privateKey === undefined
        ? null
        : { kind: 'private_key', value: pkcs8(request.privateKey), privateKey: null, keyId: request.keyId ?? null };
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return request.certificate === undefined || request.privateKey === undefined
        ? null
        : {
            kind: 'client_certificate',
            value: request.certificate,
            privateKey: pkcs8(request.privateKey),
            keyId: null,
          };
    case 'none':
      return null;
  }
}

/** Takes the credentials out of a request that has passed every rule. */
export function enteredCredentials(request: ProviderRequest): EnteredCredentials {
  const { clientAuthentication, decryptionKey } = request;
  const expiresAt = 'expiresAt' in clientAuthentication ? clientAuthentication.expiresAt : undefined;
  return {
    clientAuthentication: clientCredential(clientAuthentication),
    expiresAt: typeof expiresAt === 'string' ? new Date(expiresAt) : expiresAt,
    overlapSeconds: 'overlapSeconds' in clientAuthentication ? (clientAuthentication.overlapSeconds ?? 0) : 0,
    decryptionKey: decryptionKey === undefined ? null : pkcs8(decryptionKey),
  };
}
