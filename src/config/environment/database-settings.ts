import { z } from 'zod';
import { wholeNumber } from '../whole-number.js';
import { flag, postgresUrl } from './formats.js';

/** Where the state is. */
export const databaseSettings = {
  DATABASE_URL: postgresUrl.optional().meta({
    description:
      'PostgreSQL server, or several (`host1:5432,host2:5432`) of which the one that takes writes is followed; unset: embedded PostgreSQL in `DATA_DIR`.',
  }),
  READ_DATABASE_URL: postgresUrl.optional().meta({
    description:
      'One or several standbys, from which lists, trails, evidence and tiles are read; what decides is asked of `DATABASE_URL`.',
  }),
  MIGRATION_DATABASE_URL: postgresUrl
    .optional()
    .meta({ description: 'A role that may change the schema; default `DATABASE_URL`.' }),
  DATABASE_POOL_SIZE: wholeNumber(1, 200)
    .default(10)
    .meta({ description: 'Connections to the PostgreSQL server (the embedded one has one).' }),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    .meta({ description: 'Directory of the embedded database and of generated keys.' }),
  ALLOW_EMBEDDED_IN_PRODUCTION: flag
    .default(false)
    .meta({ description: 'Allows the embedded database under `NODE_ENV=production`.' }),
};
