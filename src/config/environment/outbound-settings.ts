import { z } from 'zod';
import { cidr, flag, list } from './formats.js';

/** Where calls of the service may go. */
export const outboundSettings = {
  OUTBOUND_ALLOWED_CIDRS: list
    .pipe(z.array(cidr))
    .default([])
    .meta({ description: 'Private ranges that outbound calls may reach.' }),
  OUTBOUND_ALLOWED_CIDRS_TENANTS: list
    .optional()
    .meta({ description: 'Names of the tenants whose calls may reach them, comma-separated; unset: all.' }),
  OUTBOUND_ALLOW_HTTP: flag.default(false).meta({ description: 'Allows outbound calls without TLS.' }),
};
