import { z } from 'zod';

/** What readers of the trail rely on in the data of some events. Whoever records these events writes them so. */

/** `jwks.first_used`: a provider's key set, when a login first relied on it. */
export const jwksFirstUsedSchema = z.looseObject({
  provider: z.string(),
  /** RFC 7638 SHA-256 thumbprints, base64url. */
  keys: z.array(z.looseObject({ thumbprint: z.string() })),
});

/** `attempt.id_token_verified`: by which key; null when it was keyed with the client secret. */
export const idTokenVerifiedSchema = z.looseObject({ jwkThumbprint: z.string().nullable() });

/** `attempt.started`: at which provider. */
export const attemptStartedSchema = z.looseObject({ provider: z.string() });

/** `personal_data.erased`: under which data keys everything is gone. */
export const personalDataErasedSchema = z.looseObject({ dataKeyIds: z.array(z.string()) });

/** `evidence.destroyed`: evidence of events before this time is gone, because its retention has ended. */
export const evidenceDestroyedSchema = z.looseObject({ before: z.iso.datetime() });
