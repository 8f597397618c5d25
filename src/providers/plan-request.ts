import { publicJwkOf } from '../credentials/key-pair.js';
import { type ParsedProviderRequest, parseProviderRequest } from './parse-provider-request.js';
import type { ProviderDetails } from './provider.js';
import { type CredentialPlan, planCredentials } from './rules/credential-plan.js';

interface RequestSituation {
  /** `OUTBOUND_ALLOW_HTTP`. */
  readonly allowHttp: boolean;
  /** What the body replaces; null: it is new. */
  readonly before: ProviderDetails | null;
  readonly now: Date;
}

interface PlannedRequest extends Pick<ParsedProviderRequest, 'configuration'> {
  /** What becomes of its credentials; with faults where secrets are missing, or have to be entered again. */
  readonly plan: CredentialPlan;
}

/**
 * Reads a provider body and decides what becomes of its credentials; nothing is done yet.
 * @throws CountersignError those of `parseProviderRequest`
 */
export async function planProviderRequest(
  body: unknown,
  { allowHttp, before, now }: RequestSituation,
): Promise<PlannedRequest> {
  const { configuration, credentials } = parseProviderRequest(body, { allowHttp, creating: before === null });
  const enteredDecryptionJwk =
    credentials.decryptionKey === null ? null : await publicJwkOf(credentials.decryptionKey, 'enc', null, null);
  const plan = planCredentials({
    before: before?.revision.configuration ?? null,
    after: configuration,
    revision: (before?.provider.revision ?? 0) + 1,
    stored: before?.credentials ?? [],
    entered: credentials,
    enteredDecryptionJwk,
    pinned: before?.metadata.pinnedOrigins ?? null,
    now,
  });
  return { configuration, plan };
}
