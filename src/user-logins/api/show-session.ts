import type { z } from 'zod';
import type { UserSession } from '../../access/sessions-of-users.js';
import type { userSessionSchema } from './me.schema.js';

export const showSession = ({
  id,
  startedAt,
  lastUsedAt,
  expiresAt,
  clients,
}: UserSession): z.input<typeof userSessionSchema> => ({
  id,
  startedAt: startedAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  expiresAt: expiresAt.toISOString(),
  clients: [...clients],
});
