import { z } from 'zod';
import { permissionSchema, permissions } from '../../access/permission.js';
import { takesBack } from '../../http/sent-back.js';

export const roleNameSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/,
    'expected 1 to 63 of the characters A-Z a-z 0-9 . _ - and a letter or digit at the start',
  );

const permissionsSchema = z
  .array(permissionSchema, { error: 'expected a list of permissions' })
  .max(permissions.length)
  .transform((list) => [...new Set(list)])
  .meta({ description: 'Scopes of the API, and `password:use`: to log in by a password beside a provider.' });

const content = {
  description: z.string().trim().max(500).default('').meta({ description: 'For administrators.' }),
  permissions: permissionsSchema,
};

export const newRoleSchema = z
  .strictObject({ name: roleNameSchema.meta({ description: 'Immutable.' }), ...content })
  .meta({ id: 'NewRole' });

export const roleBodySchema = takesBack(
  z.strictObject({
    ...content,
    name: roleNameSchema.optional().meta({ description: 'Immutable: that of the address.' }),
  }),
  'RoleBody',
  ['builtIn', 'revision', 'createdAt', 'updatedAt'],
);

export const roleSchema = z
  .object({
    name: z.string(),
    description: z.string(),
    permissions: z.array(permissionSchema),
    builtIn: z.boolean().meta({ description: 'Every tenant has it; it cannot be changed.' }),
    revision: z.int().nullable().meta({ description: 'null: built in.' }),
    createdAt: z.iso.datetime().nullable(),
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Role' });

export const rolesSchema = z.object({ items: z.array(roleSchema), next: z.null() }).meta({ id: 'Roles' });

export const permissionPreviewRequestSchema = z
  .strictObject({
    roles: z.array(roleNameSchema).max(20).default([]).meta({ description: 'Names of roles.' }),
    userId: z.uuid().optional().meta({ description: 'To compare with what this user may do now.' }),
  })
  .meta({ id: 'PermissionPreviewRequest' });

export const permissionPreviewSchema = z
  .object({
    permissions: z
      .array(z.object({ permission: permissionSchema, from: z.array(z.string()) }))
      .meta({ description: 'What the roles give together, and which of them gives it.' }),
    added: z.array(permissionSchema).meta({ description: 'Beyond what the user may do now.' }),
    removed: z.array(permissionSchema).meta({ description: 'What the user may do now and could not any more.' }),
    lacking: z.array(permissionSchema).meta({ description: 'What you lack yourself, and so cannot give.' }),
  })
  .meta({ id: 'PermissionPreview' });
