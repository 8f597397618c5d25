import { Command } from 'commander';
import { z } from 'zod';
import { TenantStore } from '../access/tenant.store.js';
import { recipientFieldsSchema } from '../claims/recipient-fields.js';
import type { Settings } from '../config/settings.js';
import { CountersignError } from '../errors/countersign-error.js';
import { languages } from '../http/languages.js';
import { judgeWithSchema } from '../http/schema-faults.js';
import { Mails } from '../mail/mails.js';
import { AccessRecovery } from '../people/administration/recover-access.js';
import { languageSchema, personNameSchema } from '../people/users/user.schema.js';
import { withPartsOfService } from './parts-of-service.js';

interface Named {
  readonly tenant: string;
  readonly email: string;
}

interface Invited extends Named {
  readonly role: readonly string[];
  readonly name?: string;
  readonly language: string;
  readonly provider?: string;
}

/** `countersign user …`: how the operator lets somebody into a tenant. */
export function userCommands(settings: () => Settings): Command {
  const user = new Command('user').description('people of a tenant');
  user
    .command('invite')
    .description('invites somebody, prints the link, and mails it where a mail server is set up')
    .requiredOption('--tenant <name>', 'the tenant')
    .requiredOption('--email <address>', 'their address; somebody who is there already is invited again')
    .requiredOption('--role <role...>', 'what they may do, e.g. admin')
    .option('--name <name>', 'their name; default: the address before its @')
    .option('--language <language>', `of pages and mails, one of ${languages.join(', ')}`, 'en')
    .option('--provider <name>', 'the provider at which they log in; default: none, they choose a password')
    .action((options: Invited) => invite(settings(), options));
  user
    .command('unlock')
    .description('lets somebody in again whom an administrator has locked')
    .requiredOption('--tenant <name>', 'the tenant')
    .requiredOption('--email <address>', 'their address')
    .action((options: Named) => unlock(settings(), options));
  return user;
}

/** @throws Error that names every option at fault */
function read<T extends z.ZodType>(schema: T, options: unknown): z.output<T> {
  const judged = judgeWithSchema(schema, options, '-');
  if (judged.success) return judged.data;
  const lines = judged.faults.map(({ path, message }) => `${path.replace('-.', '--')}: ${message}`);
  throw new Error(lines.join('\n'), { cause: judged.cause });
}

const named = z.object({ email: recipientFieldsSchema.shape.email });

async function invite(settings: Settings, options: Invited): Promise<void> {
  const { email, name, language } = read(named.extend({ name: personNameSchema, language: languageSchema }), {
    ...options,
    name: options.name ?? options.email.slice(0, options.email.lastIndexOf('@')),
  });
  const wanted = {
    email,
    displayName: name,
    language,
    roles: options.role,
    provider: options.provider ?? null,
  };
  await withPartsOfService(settings, async (part) => {
    const tenant = await part(TenantStore).findByName(options.tenant);
    if (tenant === null) throw new Error(`There is no tenant ${options.tenant}`);
    const { url, link } = await part(AccessRecovery).invite(tenant, wanted).catch(explained);
    console.log(`${email} sets up how they log in, once, until ${link.expiresAt.toISOString()}:\n\n  ${url}\n`);
    if (part(Mails).available)
      console.log('The running service mails it too. A code that is mailed to the address is asked for.');
  });
}

async function unlock(settings: Settings, options: Named): Promise<void> {
  const { email } = read(named, options);
  const { tenant: name } = options;
  await withPartsOfService(settings, async (part) => {
    const tenant = await part(TenantStore).findByName(name);
    if (tenant === null) throw new Error(`There is no tenant ${name}`);
    const { status } = await part(AccessRecovery).unlock(tenant, email).catch(explained);
    console.log(`${email} is ${status}.`);
  });
}

/** Faults as the API names them, in lines. */
function explained(error: unknown): never {
  if (!(error instanceof CountersignError)) throw error;
  const lines = [error.detail ?? error.code, ...error.faults.map(({ path, message }) => `${path} ${message}`)];
  throw new Error(lines.join('\n'), { cause: error });
}
