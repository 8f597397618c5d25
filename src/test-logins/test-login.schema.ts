import { z } from 'zod';
import { sampleShape } from '../diagnosis/sample.schema.js';
import { isUsable, type TestLogin } from './test-login.js';
import { testLoginReportSchema } from './test-login-report.schema.js';

export const testLoginRequestSchema = z.strictObject(sampleShape).meta({
  id: 'TestLoginRequest',
  description: 'May be left out: then validations are shown without a value to compare with.',
});

export const createdTestLoginSchema = z
  .object({
    id: z.uuid(),
    url: z.url().meta({ description: 'Open it in a browser and log in at the provider. It leads to one login.' }),
    expiresAt: z.iso.datetime().meta({ description: 'When the link ends.' }),
  })
  .meta({ id: 'CreatedTestLogin' });

export const testLoginSchema = z
  .object({
    id: z.uuid(),
    provider: z.string(),
    status: z.enum(['open', 'expired', 'succeeded', 'failed']).meta({
      description: '`failed` when the login failed, or when a signer with these claims would be refused.',
    }),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    deletedAt: z.iso.datetime().meta({ description: 'When it is deleted, with its report.' }),
    report: testLoginReportSchema.nullable().meta({ description: 'null until somebody has logged in.' }),
  })
  .meta({ id: 'TestLogin', description: 'A login for trying out. It holds claims of whoever logged in.' });

export function showTestLogin(login: TestLogin, now: Date): z.input<typeof testLoginSchema> {
  const { id, providerName, createdAt, expiresAt, endedAt, deleteAt, report } = login;
  return {
    id,
    provider: providerName,
    status: login.status === 'open' && !isUsable(login, now) ? 'expired' : login.status,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    deletedAt: deleteAt.toISOString(),
    report,
  };
}
