import type { ClientAuth } from 'oauth4webapi';
import type { ErrorCode } from '../../errors/catalogue.js';
import type { ProviderForTrip, UsableCredential } from '../../providers/provider-for-trip.js';
import type { ImportedKeys } from '../jwt/imported-keys.js';
import type { ServerMetadata } from '../metadata/server-metadata.js';
import { refuse } from '../refusal.js';

/** The steps that authenticate the client. */
export type AuthenticatedStep = 'token_request' | 'pushed_authorization';

/** What a client authentication method may use. */
export interface ClientAuthenticationInput {
  readonly step: AuthenticatedStep;
  readonly provider: ProviderForTrip;
  readonly server: ServerMetadata;
  readonly imported: ImportedKeys;
  readonly now: Date;
}

export type { ClientAuth };

/**
 * The newest credential of a kind.
 * @throws CountersignError `<step>.credential_missing`; then nothing is sent
 */
export function requireCredential(
  { provider, step }: ClientAuthenticationInput,
  kind: UsableCredential['kind'],
): UsableCredential {
  const credential = provider.credentials.find((candidate) => candidate.kind === kind);
  if (credential !== undefined) return credential;
  const { method } = provider.configuration.clientAuthentication;
  throw refuse(`${step}.credential_missing`, `${method} needs a valid ${kind.replaceAll('_', ' ')}, there is none`);
}

/** @returns the error for a credential that cannot be used; then nothing is sent */
export function unusableCredential({ step }: ClientAuthenticationInput, detail: string, cause: unknown): Error {
  const code: ErrorCode = `${step}.credential_unusable`;
  return refuse(code, detail, cause);
}
