import type { StoredCredential } from '../../credentials/credential.js';
import type { StoredSecret } from '../configuration/credential.schema.js';
import type { ProviderDetails } from '../provider.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import { logonUrlOf, redirectUriOf } from '../redirect-uri.js';
import { isLive } from '../rules/credential-plan.js';
import { warningsOf } from '../warnings/warnings-of.js';
import type { ProviderResponse } from './provider-response.schema.js';

interface ShowContext {
  readonly publicUrl: string;
  readonly tenantName: string;
  readonly now: Date;
}

/** A provider as the API answers it. */
export function showProvider(details: ProviderDetails, { publicUrl, tenantName, now }: ShowContext): ProviderResponse {
  const { provider, revision, metadata, credentials } = details;
  const { configuration } = revision;
  return {
    id: provider.id,
    revision: provider.revision,
    revisionHash: revision.hash,
    ...configuration,
    clientAuthentication: showClientAuthentication(configuration, credentials, now),
    decryptionKey: stored(newest(credentials, 'decryption_key', now)),
    redirectUri: redirectUriOf(publicUrl, tenantName, provider.name),
    logonUrl: configuration.usage.includes('user') ? logonUrlOf(publicUrl, tenantName, provider.name) : null,
    pinnedOrigins: metadata.pinnedOrigins,
    createdAt: provider.createdAt.toISOString(),
    updatedAt: provider.updatedAt.toISOString(),
    warnings: [...warningsOf({ configuration, metadata, credentials, now })],
  };
}

function showClientAuthentication(
  { clientAuthentication }: ProviderConfiguration,
  credentials: readonly StoredCredential[],
  now: Date,
): ProviderResponse['clientAuthentication'] {
  const of = (purpose: StoredCredential['purpose']) => newest(credentials, purpose, now);
  const expiry = (credential: StoredCredential | undefined) => ({
    expiresAt: credential?.expiresAt?.toISOString() ?? null,
  });
  switch (clientAuthentication.method) {
    case 'client_secret_basic':
    case 'client_secret_post':
    case 'client_secret_jwt': {
      const secret = of('client_secret');
      return { ...clientAuthentication, clientSecret: stored(secret), ...expiry(secret) };
    }
    case 'private_key_jwt':
    case 'apple_client_secret': {
      const key = of(clientAuthentication.method === 'private_key_jwt' ? 'signing_key' : 'apple_key');
      return { ...clientAuthentication, privateKey: stored(key), keyId: key?.keyId ?? null, ...expiry(key) };
    }
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth': {
      const certificate = of('client_certificate');
      return {
        ...clientAuthentication,
        certificate: stored(certificate),
        privateKey: stored(certificate),
        ...expiry(certificate),
      };
    }
    case 'none':
      return clientAuthentication;
  }
}

function newest(
  credentials: readonly StoredCredential[],
  purpose: StoredCredential['purpose'],
  now: Date,
): StoredCredential | undefined {
  return credentials
    .filter((credential) => credential.purpose === purpose && isLive(credential, now))
    .sort((one, other) => other.version - one.version)[0];
}

function stored(credential: StoredCredential | undefined): StoredSecret {
  return { set: credential !== undefined, setAt: credential?.setAt.toISOString() ?? null };
}
