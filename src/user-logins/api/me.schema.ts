import { z } from 'zod';
import { permissionSchema } from '../../access/permission.js';
import { languages } from '../../http/languages.js';
import { personNameSchema } from '../../people/users/user.schema.js';
import { MOST_CHARACTERS } from '../passwords/judge-password.js';

const secondFactorSchema = z
  .object({
    id: z.uuid(),
    kind: z.enum(['totp', 'passkey']),
    name: z.string(),
    confirmed: z.boolean().meta({ description: 'Until it is confirmed it counts for nothing.' }),
    createdAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'SecondFactor' });

export type ShownSecondFactor = z.input<typeof secondFactorSchema>;

export const meSchema = z
  .object({
    id: z.uuid(),
    tenant: z.object({ id: z.uuid(), name: z.string(), displayName: z.string() }),
    email: z.string(),
    displayName: z.string(),
    language: z.enum(languages),
    permissions: z.array(permissionSchema).meta({ description: 'What their roles give now.' }),
    password: z.object({
      allowed: z.boolean().meta({ description: 'Whether they may log in by a password.' }),
      set: z.boolean(),
    }),
    secondFactors: z.array(secondFactorSchema),
    recoveryCodesLeft: z.int(),
    recentLogin: z.boolean().meta({ description: 'Whether password and second factors can be changed now.' }),
  })
  .meta({ id: 'Me', description: 'The user for whom the access token acts.' });

export const profileSchema = z
  .strictObject({
    displayName: personNameSchema.optional(),
    language: z.enum(languages).optional(),
  })
  .meta({
    id: 'ProfileChange',
    description: 'What people may change about themselves. Members that are left out stay.',
  });

const passwordText = z.string().max(4 * MOST_CHARACTERS);

export const passwordChangeSchema = z
  .strictObject({
    currentPassword: passwordText.optional().meta({
      description: 'Needed where a password is set. The first one is set by the console only, or by a mailed link.',
      writeOnly: true,
    }),
    newPassword: passwordText.meta({ description: '15 to 256 characters.', writeOnly: true }),
  })
  .meta({ id: 'PasswordChange' });

const factorName = z.string().trim().min(1).max(100);

export const newSecondFactorSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('totp'), name: factorName.default('Authenticator app') }),
    z.strictObject({ kind: z.literal('passkey'), name: factorName.default('Passkey') }),
    z.strictObject({ kind: z.literal('recovery-codes') }),
  ])
  .meta({ id: 'NewSecondFactor' });

export const begunSecondFactorSchema = z
  .object({
    id: z.uuid().nullable().meta({ description: 'null for recovery codes.' }),
    kind: z.enum(['totp', 'passkey', 'recovery-codes']),
    secret: z.string().optional().meta({ description: 'Of an authenticator app, base32. Shown only now.' }),
    uri: z.string().optional().meta({ description: '`otpauth:` address of the same, for a QR code. Shown only now.' }),
    options: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'For `navigator.credentials.create`, as JSON (WebAuthn Level 3 §5.1.8).' }),
    recoveryCodes: z
      .array(z.string())
      .optional()
      .meta({ description: 'Ten codes, each for one login. Shown only now.' }),
  })
  .meta({ id: 'BegunSecondFactor' });

export const confirmationSchema = z
  .union([
    z.strictObject({ code: z.string().min(6).max(20) }),
    z.strictObject({ credential: z.record(z.string(), z.unknown()) }),
  ])
  .meta({
    id: 'SecondFactorConfirmation',
    description: 'A code of the app, or what `navigator.credentials.create` has answered, as JSON.',
  });

export const confirmedSecondFactorSchema = z
  .object({
    secondFactor: secondFactorSchema,
    recoveryCodes: z
      .array(z.string())
      .nullable()
      .meta({ description: 'Made with the first second factor; null: there are some already. Shown only now.' }),
  })
  .meta({ id: 'ConfirmedSecondFactor' });

export const userSessionSchema = z
  .object({
    id: z.string().meta({ description: 'Names the session; worth nothing to whoever knows it.' }),
    startedAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    clients: z.array(z.string()).meta({ description: 'Ids of the OAuth clients that were given tokens in it.' }),
  })
  .meta({ id: 'UserSession' });
