import { z } from 'zod';
import type { SealedColumn } from '../secrets/sealed-column.js';
import type { SealContext } from '../secrets/sealing.js';

/** What an attempt's secrets are, as they were sealed. */
export const secretsSchema = z.object({
  state: z.string(),
  nonce: z.string().nullable(),
  codeVerifier: z.string().nullable(),
  dpopKey: z.record(z.string(), z.unknown()).nullable(),
});

export const sealContext = (tenantId: string, id: string, purpose: 'secrets' | 'report'): SealContext => ({
  tenantId,
  table: 'attempt',
  row: id,
  purpose,
});

/** What this room seals under the encryption key. */
export const sealedAttempts: readonly SealedColumn[] = (['secrets', 'report'] as const).map((purpose) => ({
  table: 'attempt',
  column: purpose,
  rowColumn: 'id',
  purpose,
}));
