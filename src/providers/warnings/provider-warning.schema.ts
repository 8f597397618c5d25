import { z } from 'zod';

export const warningSchema = z
  .strictObject({
    code: z.string().meta({ description: 'Stable name of the warning, e.g. `any_account_passes`.' }),
    path: z.string().meta({ description: 'JSON path of the setting in this body.' }),
    message: z.string().meta({ description: 'What it means and what can be done.' }),
  })
  .meta({ id: 'ProviderWarning' });

/** Something about a provider that is allowed but should be known. */
export type ProviderWarning = z.output<typeof warningSchema>;
