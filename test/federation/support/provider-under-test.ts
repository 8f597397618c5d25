import { createHash, randomUUID } from 'node:crypto';
import type { UsableCredential } from '../../../src/credentials/credential.js';
import { parseProviderRequest } from '../../../src/providers/parse-provider-request.js';
import type { ProviderForTrip } from '../../../src/providers/provider-for-trip.js';

type Body = Readonly<Record<string, unknown>>;

/** What an admin would send, made into what a trip gets: through the API's own parser, so with its rules and defaults. */
export function providerUnderTest(body: Body, credentials: readonly Partial<UsableCredential>[] = []): ProviderForTrip {
  const parsed = parseProviderRequest({ name: 'test', ...body }, { allowHttp: true, creating: true });
  const entered = parsed.credentials.clientAuthentication;
  const decryptionKey = parsed.credentials.decryptionKey;
  const usable: UsableCredential[] = [];
  if (entered !== null) {
    usable.push({
      id: randomUUID(),
      version: 1,
      kind: entered.kind,
      value: entered.value,
      ...(entered.privateKey === null ? {} : { privateKey: entered.privateKey }),
      ...(entered.keyId === null ? {} : { keyId: entered.keyId }),
      expiresAt: null,
    });
  }
  if (decryptionKey !== null) {
    usable.push({ id: randomUUID(), version: 1, kind: 'decryption_key', value: decryptionKey, expiresAt: null });
  }
  for (const credential of credentials) {
    usable.push({ id: randomUUID(), version: 1, kind: 'client_secret', value: '', expiresAt: null, ...credential });
  }
  return {
    id: randomUUID(),
    tenantId: randomUUID(),
    tenantName: 'default',
    name: parsed.configuration.name,
    revision: 1,
    revisionHash: createHash('sha256').update(JSON.stringify(parsed.configuration)).digest('hex'),
    configuration: parsed.configuration,
    credentials: usable,
    pinnedOrigins: null,
    issuerParameterSeen: false,
  };
}
