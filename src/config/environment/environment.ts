import { z } from 'zod';
import { databaseSettings } from './database-settings.js';
import { keySettings } from './key-settings.js';
import { mutualTlsSettings } from './mutual-tls-settings.js';
import { outboundSettings } from './outbound-settings.js';
import { recordSettings } from './record-settings.js';
import { smtpSettings } from './smtp-settings.js';
import { tracingSettings } from './tracing-settings.js';
import { webSettings } from './web-settings.js';

/**
 * Every environment variable that the service reads, with its default and its meaning. The README's table is made from it: a new
 * one goes into the group that it belongs to.
 */
export const environmentSchema = z.object({
  ...webSettings,
  ...mutualTlsSettings,
  ...databaseSettings,
  ...keySettings,
  ...outboundSettings,
  ...smtpSettings,
  ...recordSettings,
  ...tracingSettings,
});

export type Environment = z.infer<typeof environmentSchema>;
