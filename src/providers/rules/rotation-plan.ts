import type { CredentialPurpose, StoredCredential } from '../../credentials/credential.js';
import type { ProviderConfiguration } from '../provider-configuration.js';
import { type CredentialPlan, isLive, retire } from './credential-plan.js';
import { keyFits, neededCredentials } from './needed-credentials.js';

interface Rotation {
  readonly configuration: ProviderConfiguration;
  readonly revision: number;
  readonly stored: readonly StoredCredential[];
  readonly purpose: CredentialPurpose;
  /** From when the new key is used for signing. A decryption key can be used by the provider as soon as it is published. */
  readonly useAfterSeconds: number;
  /** For how long after that the old key stays published and usable. */
  readonly overlapSeconds: number;
  readonly now: Date;
}

/** Replaces the generated keys of one purpose by new ones; null when the configuration needs none. */
export function planRotation(rotation: Rotation): CredentialPlan | null {
  const { configuration, revision, stored, purpose, useAfterSeconds, overlapSeconds, now } = rotation;
  const needs = neededCredentials(configuration).filter((need) => need.purpose === purpose && need.generated);
  if (needs.length === 0) return null;
  const useAfter = purpose === 'decryption_key' ? 0 : useAfterSeconds * 1000;
  const usableFrom = new Date(now.getTime() + useAfter);
  const live = stored.filter((credential) => credential.purpose === purpose && isLive(credential, now));
  return {
    faults: [],
    added: needs.map((need) => {
      const replaced = live.filter((credential) => keyFits(credential.publicJwk, need.algorithm));
      const firstRevision = Math.min(revision, ...replaced.map((credential) => credential.firstRevision));
      return { need, value: null, firstRevision, usableFrom, expiresAt: null };
    }),
    changed: live.map((credential) => retire(credential, now, useAfter + overlapSeconds * 1000)),
  };
}
