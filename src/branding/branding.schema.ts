import { z } from 'zod';
import { languages } from '../http/languages.js';
import { contrast, LEAST_CONTRAST, sheets } from './contrast.js';
import { logoMediaTypes, MAXIMUM_LOGO_BYTES, pictureKind } from './logo.js';

function accent(theme: keyof typeof sheets) {
  return z
    .string()
    .regex(/^#[0-9a-fA-F]{6}$/, 'expected a colour such as #0d4a7c')
    .transform((colour) => colour.toLowerCase())
    .superRefine((colour, context) => {
      const ratio = contrast(colour, sheets[theme]);
      if (ratio >= LEAST_CONTRAST) return;
      context.addIssue({
        code: 'custom',
        message: `expected a contrast of at least ${LEAST_CONTRAST}:1 to ${sheets[theme]}, which text stands on; it is ${ratio.toFixed(2)}:1`,
      });
    })
    .nullable();
}

const noticeText = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^[^\p{Cc}]*$/u, 'expected plain text in one paragraph');

const membersShape = {
  colours: z
    .strictObject({
      accent: accent('light').default(null).meta({ description: 'Of buttons and links. null: our own.' }),
      accentDark: accent('dark').default(null).meta({ description: 'The same where the browser prefers dark.' }),
    })
    .prefault({}),
  support: z
    .strictObject({
      // What browsers take: the library's own pattern refuses top-level domains that begin with xn--.
      email: z
        .email({ pattern: z.regexes.html5Email, error: 'expected an e-mail address' })
        .max(254)
        .nullable()
        .default(null),
      url: z
        .url({ protocol: /^https$/, error: 'expected an https URL' })
        .max(500)
        .nullable()
        .default(null),
    })
    .prefault({})
    .meta({ description: 'Where signers find help; shown at the foot of each page.' }),
  notice: z
    .partialRecord(z.enum(languages), noticeText)
    .default({})
    .meta({
      description: 'Plain text for signers by language, shown before the login.',
      examples: [{ en: 'Have your ID at hand.' }],
    }),
};

const enteredLogo = z
  .strictObject({
    mediaType: z.enum(logoMediaTypes, { error: `expected ${logoMediaTypes.join(', ')}` }),
    data: z
      .base64({ error: 'expected base64' })
      .meta({ description: `At most ${MAXIMUM_LOGO_BYTES} bytes when decoded.` }),
  })
  .superRefine(({ mediaType, data }, context) => {
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length > MAXIMUM_LOGO_BYTES)
      context.addIssue({
        code: 'custom',
        path: ['data'],
        message: `expected at most ${MAXIMUM_LOGO_BYTES} bytes; these are ${bytes.length}`,
      });
    const kind = pictureKind(bytes);
    if (kind !== mediaType)
      context.addIssue({
        code: 'custom',
        path: ['data'],
        message: `expected a picture of type ${mediaType}; this is ${kind ?? 'none that is allowed'}`,
      });
  });

const shownLogo = z
  .strictObject({ mediaType: z.enum(logoMediaTypes), bytes: z.int(), sha256: z.string(), url: z.string() })
  .meta({ description: 'The logo that is there. Sent back, it stays.' });

export const brandingRequestSchema = z
  .strictObject({
    ...membersShape,
    logo: z
      .union([enteredLogo, shownLogo], { error: 'expected {mediaType, data}, the logo as it was answered, or null' })
      .nullable()
      .optional()
      .meta({ description: 'PNG, JPEG or WebP. Left out: it stays. null: none.' }),
    revision: z.int().optional().meta({ readOnly: true }),
    updatedAt: z.string().nullable().optional().meta({ readOnly: true }),
  })
  .meta({ id: 'BrandingRequest' });

export type BrandingRequest = z.output<typeof brandingRequestSchema>;

export const brandingSchema = z
  .object({
    revision: z.int().meta({ description: 'The ETag; 0: never saved.' }),
    colours: z.object({ accent: z.string().nullable(), accentDark: z.string().nullable() }),
    support: z.object({ email: z.string().nullable(), url: z.string().nullable() }),
    notice: z.record(z.string(), z.string()),
    logo: shownLogo.nullable(),
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Branding', description: 'How the pages of a tenant look that signers see.' });
