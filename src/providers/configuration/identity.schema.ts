import { z } from 'zod';
import { parseClaimPath } from '../../claims/claim-path.js';
import { customFieldPattern } from '../../claims/target.js';
import { readCertificates } from '../../credentials/key-material.js';

/** Which claim says who logged in. */
export const subjectSchema = z
  .strictObject({
    source: z
      .string()
      .regex(
        /^(id_token|token_response|resource:.{1,63})$/u,
        'must be `id_token`, `token_response` or `resource:<name>`',
      )
      .meta({ description: '`id_token`, `token_response`, or `resource:<name>` of a resource of this provider.' }),
    path: z
      .string()
      .superRefine((text, context) => {
        const result = parseClaimPath(text);
        if (!result.ok) context.addIssue({ code: 'custom', message: result.message });
      })
      .meta({ description: 'Claim path of the subject, e.g. `sub` or `id`.' }),
  })
  .meta({
    description:
      'The claim that identifies the person at the provider. Required for `oauth2`; default `sub` of the ID token.',
  });

export const assuranceSchema = z
  .strictObject({
    requiredAcr: z
      .array(z.string().min(1).max(200))
      .max(50)
      .default([])
      .meta({ description: '`acr` must be one of these. Empty: not judged.' }),
    requiredAmr: z
      .array(z.string().min(1).max(200))
      .max(50)
      .default([])
      .meta({ description: '`amr` must contain all of these. Empty: not judged.' }),
    maxAuthenticationAgeSeconds: z
      .int()
      .min(0)
      .max(31_536_000)
      .nullable()
      .default(null)
      .meta({ description: '`auth_time` must be at most so old. Sent as `max_age`. null: not judged.' }),
  })
  .meta({ description: 'How strong and recent the login must be. What cannot be judged fails.' });

/** One to `atMost` X.509 certificates as PEM. */
export const certificatesSchema = (atMost: number) =>
  z
    .string()
    .max(65_536)
    .superRefine((text, context) => {
      const certificates = readCertificates(text);
      if (certificates === null) {
        context.addIssue({ code: 'custom', message: 'must be X.509 certificates as PEM and nothing else' });
      } else if (certificates.length > atMost) {
        context.addIssue({ code: 'custom', message: `must hold at most ${atMost} certificate(s)` });
      }
    });

export const trustSchema = z
  .strictObject({
    ca: certificatesSchema(10)
      .nullable()
      .default(null)
      .meta({ description: 'PEM of a private CA that alone is trusted for this provider. null: the public CAs.' }),
    leaf: certificatesSchema(1)
      .nullable()
      .default(null)
      .meta({ description: 'PEM of the one server certificate that is accepted (pinned). null: any that chains.' }),
  })
  .meta({ description: 'Whom TLS connections to this provider trust.' });

/** A text per language (BCP 47). */
export const displayNameSchema = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'must be a language tag (BCP 47), e.g. `en` or `de-AT`'),
    z.string().trim().min(1).max(200),
  )
  .refine((names) => Object.keys(names).length > 0, 'must have at least one language')
  .refine((names) => Object.keys(names).length <= 50, 'must have at most 50 languages')
  .meta({ id: 'DisplayName', description: 'A text per language (BCP 47).', example: { en: 'ID Austria' } });

export const customFieldSchema = z
  .strictObject({
    name: z
      .string()
      .regex(customFieldPattern, 'must be 1 to 100 characters without control characters or white space at its ends')
      .meta({ description: 'Mappings use it as target `custom.<name>`.' }),
    displayName: displayNameSchema
      .nullable()
      .default(null)
      .meta({ description: 'Label per language for a form. null: the name.' }),
    required: z.boolean().default(false).meta({ description: 'Whether the sender must give an expected value.' }),
  })
  .meta({
    description: 'A field whose expected value the sender gives when creating an authentication.',
  });
