import { z } from 'zod';

const most = (what: string) =>
  z
    .int({ error: 'expected a whole number, or null' })
    .min(0)
    .max(1_000_000)
    .nullable()
    .default(null)
    .meta({ description: `How many ${what} the tenant may have at once; null: any number.` });

const limits = z.strictObject({
  providers: most('providers that are not deleted'),
  listeners: most('listeners that are not deleted'),
  apiKeys: most('API keys that are neither revoked nor expired'),
  users: most('users'),
});

/** What an operator may bound. What is there already stays when a limit is set below it. */
export const tenantLimitsRequestSchema = limits.meta({ id: 'TenantLimitsRequest' });
/** The bounds as they are shown: all of them. */
export const tenantLimitsSchema = limits.meta({ id: 'TenantLimits' });

/** A kind that is left out is not bounded. */
export type TenantLimits = Partial<z.output<typeof tenantLimitsSchema>>;

/** What an `ETag` is made of: there is no count of changes, and whoever sends back what is there changes nothing. */
export const revisionOf = ({ providers, listeners, apiKeys, users }: TenantLimits): string =>
  [providers, listeners, apiKeys, users].map((most) => most ?? '-').join(' ');
