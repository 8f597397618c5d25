import { z } from 'zod';
import { permissionSchema } from '../../access/permission.js';
import { recipientFieldsSchema } from '../../claims/recipient-fields.js';
import { judgedBy } from '../../http/judged-by.js';
import { languages } from '../../http/languages.js';
import { listQueryShape } from '../../http/list.js';
import { takesBack } from '../../http/sent-back.js';
import { faultOfName } from '../../mail/settings/tenant-text.js';
import { providerNameSchema } from '../../providers/configuration/provider-members.js';
import { roleNameSchema } from '../roles/role.schema.js';

/** A name that stands in mails: nothing in it becomes a link there. */
export const personNameSchema = z
  .string({ error: 'expected 1 to 200 characters' })
  .trim()
  .min(1)
  .max(200)
  .superRefine(judgedBy(faultOfName));

export const languageSchema = z.enum(languages, { error: `expected one of ${languages.join(', ')}` });

const rolesSchema = z
  .array(roleNameSchema, { error: 'expected a list of names of roles' })
  .max(20)
  .transform((names) => [...new Set(names)])
  .meta({ description: 'Names of roles, built in or own. What they give is what the user may do.' });

const providerSchema = providerNameSchema.nullable().meta({
  description: 'Name of the provider by which the user logs in; null: by a password.',
});

const profile = {
  displayName: personNameSchema.meta({ description: 'Shown in the console and in mails.', examples: ['Ada Lovelace'] }),
  language: languageSchema.optional().meta({ description: 'Of pages and mails; default: that of the tenant.' }),
};

export const newUserSchema = z
  .strictObject({
    email: recipientFieldsSchema.shape.email.meta({
      description: 'Address of the user, who is known by it: it never changes. Unique in the tenant.',
    }),
    ...profile,
    roles: rolesSchema.default([]),
    provider: providerSchema.default(null),
  })
  .meta({ id: 'NewUser' });

const statusSchema = z.enum(['invited', 'active', 'locked']);

/** As answers show a user: what is changed elsewhere, or never, is taken as it is now. */
export const userBodySchema = takesBack(
  z.strictObject({
    ...profile,
    roles: rolesSchema,
    email: z.string().max(320).optional().meta({ description: 'As it is: another address is another user.' }),
    status: statusSchema.optional().meta({ description: 'As it is.' }),
    permissions: z.array(permissionSchema).max(100).optional().meta({ description: 'As they are: `roles` give them.' }),
    provider: providerSchema.optional().meta({ description: 'As it is: `PUT …/provider` replaces it.' }),
  }),
  'UserBody',
  ['id', 'bindings', 'invitation', 'invitationLink', 'revision', 'createdAt', 'updatedAt', 'activatedAt', 'lockedAt'],
);

export const assignedProviderSchema = z.strictObject({ provider: providerSchema }).meta({ id: 'AssignedProvider' });

export const userQuerySchema = z.strictObject({
  ...listQueryShape,
  status: statusSchema.optional().meta({ description: 'Only those who stand so.' }),
  role: z.string().max(100).optional().meta({ description: 'Only those who have this role.' }),
  email: recipientFieldsSchema.shape.email.optional().meta({
    description: 'Only who has this address, whole; it is looked up by its keyed hash.',
  }),
});

const bindingSchema = z
  .object({
    provider: z.string(),
    issuer: z.string().meta({ description: 'Of the ID token; at a provider of kind `oauth2` the id of the provider.' }),
    subjectHash: z.string().meta({ description: 'Keyed hash of who it is at the provider, hex.' }),
    boundAt: z.iso.datetime(),
    stale: z.boolean().meta({
      description:
        'Settings of the provider that say who is who have changed: nobody logs in by it until its user confirms it.',
    }),
  })
  .meta({ id: 'Binding' });

const invitationSchema = z
  .object({
    kind: z.enum(['invitation', 'renewal']).meta({ description: '`renewal`: the user could log in before.' }),
    expiresAt: z.iso.datetime(),
    mail: z
      .object({ state: z.enum(['waiting', 'sent', 'refused', 'expired', 'erased']), failure: z.string().nullable() })
      .nullable()
      .meta({ description: 'What became of the mail; null: none was sent.' }),
    stale: z.boolean().meta({
      description:
        'Settings of the provider that say who is who have changed since: the link is refused. Invite again, or set them back.',
    }),
  })
  .meta({ id: 'Invitation' });

export const userSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    displayName: z.string(),
    language: languageSchema,
    status: statusSchema,
    roles: z.array(z.string()),
    permissions: z.array(permissionSchema).meta({ description: 'What the roles give now.' }),
    provider: z.string().nullable().meta({ description: 'By which the user is meant to log in; null: by a password.' }),
    bindings: z.array(bindingSchema),
    invitation: invitationSchema.nullable().meta({ description: 'The link that is open; null: none.' }),
    revision: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    activatedAt: z.iso.datetime().nullable().meta({ description: 'When the user could log in for the first time.' }),
    lockedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'User' });

export const invitedUserSchema = userSchema
  .extend({
    invitationLink: z.url().nullable().meta({
      description:
        'Shown once, for one hour, and only for the first user that a tenant ever had while no mail can be sent; null otherwise: only the user’s mail has it.',
    }),
  })
  .meta({ id: 'InvitedUser' });
