import { randomUUID } from 'node:crypto';
import { configurationHash } from '../audit/configuration-hash.js';
import type { UsableCredential } from '../credentials/credential.js';
import { publicJwkOf } from '../credentials/key-pair.js';
import type { EnteredCredential } from '../credentials/made-credential.js';
import { CountersignError, type Fault } from '../errors/countersign-error.js';
import { type ParsedProviderRequest, parseProviderRequest } from '../providers/parse-provider-request.js';
import { redirectUriOf } from '../providers/redirect-uri.js';
import type { DiagnosisSubject } from './diagnosis-subject.js';

interface BodyContext {
  readonly allowHttp: boolean;
  readonly publicUrl: string;
  readonly tenantId: string;
  readonly tenantName: string;
  /** Default: the one that the service would have. */
  readonly redirectUri?: string | undefined;
}

/** What a provider body means before it is saved, or every fault that keeps it from being saved. */
export async function subjectOfBody(
  body: unknown,
  context: BodyContext,
): Promise<{ readonly subject: DiagnosisSubject } | { readonly faults: readonly Fault[] }> {
  const parsed = readBody(body, context.allowHttp);
  if ('faults' in parsed) return parsed;
  const { configuration } = parsed;
  const { name } = configuration;
  return {
    subject: {
      saved: false,
      lastSeen: null,
      lastFailure: null,
      redirectUri: context.redirectUri ?? redirectUriOf(context.publicUrl, context.tenantName, name),
      provider: {
        id: randomUUID(),
        tenantId: context.tenantId,
        tenantName: context.tenantName,
        name,
        revision: 0,
        revisionHash: configurationHash(configuration),
        configuration,
        credentials: await usable(parsed),
        pinnedOrigins: null,
        issuerParameterSeen: false,
      },
    },
  };
}

function readBody(body: unknown, allowHttp: boolean): ParsedProviderRequest | { readonly faults: readonly Fault[] } {
  try {
    return parseProviderRequest(body, { allowHttp, creating: true });
  } catch (error) {
    if (error instanceof CountersignError && error.faults.length > 0) return { faults: error.faults };
    throw error;
  }
}

/** The entered credentials as a login would get them once they are stored. */
async function usable({ configuration, credentials }: ParsedProviderRequest): Promise<readonly UsableCredential[]> {
  const { clientAuthentication: entered, decryptionKey } = credentials;
  const { method } = configuration.clientAuthentication;
  const algorithm =
    method === 'apple_client_secret'
      ? 'ES256'
      : 'signingAlgorithm' in configuration.clientAuthentication
        ? configuration.clientAuthentication.signingAlgorithm
        : null;
  const own = entered === null ? [] : [await ofClient(entered, algorithm, credentials.expiresAt ?? null)];
  if (decryptionKey === null) return own;
  const { kid } = await publicJwkOf(decryptionKey, 'enc', null, null);
  const decryption = { id: randomUUID(), version: 1, kind: 'decryption_key', expiresAt: null } as const;
  return [...own, { ...decryption, value: decryptionKey, keyId: kid }];
}

async function ofClient(
  entered: EnteredCredential,
  algorithm: string | null,
  expiresAt: Date | null,
): Promise<UsableCredential> {
  const { kind, value, privateKey, keyId } = entered;
  const kid = kind === 'private_key' ? (await publicJwkOf(value, 'sig', algorithm, keyId)).kid : null;
  return {
    id: randomUUID(),
    version: 1,
    kind,
    value,
    ...(privateKey === null ? {} : { privateKey }),
    ...(kid === null ? {} : { keyId: kid }),
    expiresAt,
  };
}
