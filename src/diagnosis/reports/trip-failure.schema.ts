import { z } from 'zod';
import { catalogueEntry, type ErrorCode, stepOf } from '../../errors/catalogue.js';

export const tripFailureSchema = z
  .object({
    code: z.string(),
    step: z.string(),
    title: z.string(),
    detail: z.string(),
    cause: z.string(),
    confirm: z.string(),
    remedy: z.string(),
    type: z.url().meta({ description: 'Opens the page that explains the code.' }),
  })
  .meta({ id: 'TripFailure', description: 'Why a login failed, with what lies behind it.' });

type ShownTripFailure = z.output<typeof tripFailureSchema>;

export function showTripFailure(code: ErrorCode, detail: string, publicUrl: string): ShownTripFailure {
  const { title, cause, confirm, remedy } = catalogueEntry(code);
  return { code, step: stepOf(code), title, detail, cause, confirm, remedy, type: `${publicUrl}/errors/${code}` };
}
