import { z } from 'zod';

/** Names in lower case; one that ends with `*` stands for every name that begins so. */
const forbidden = [
  'authorization',
  'proxy-*',
  'cookie',
  'host',
  'content-*',
  'accept-encoding',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'connection',
  'keep-alive',
  'user-agent',
  'dpop',
  'forwarded',
  'x-forwarded-*',
  'client-cert*',
  'x-ssl-client-*',
  'webhook-*',
  'x-docusign-*',
  'x-authorization-digest',
  'traceparent',
] as const;

/** Whether an admin may not set this header on our calls: it is ours, the transport's, or would say who somebody is. */
function isForbiddenHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return forbidden.some((entry) => (entry.endsWith('*') ? lower.startsWith(entry.slice(0, -1)) : lower === entry));
}

/** Name of a header that an admin sets on our calls (RFC 9110 §5.1). */
export const configuredHeaderNameSchema = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'must be a header name (RFC 9110 §5.1)')
  .refine((name) => !isForbiddenHeader(name), 'is a header that may not be configured here');

/** Its value: visible ASCII without line breaks, blanks only within. */
export const configuredHeaderValueSchema = z
  .string()
  .min(1)
  .max(2000)
  .regex(/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/, 'must be visible ASCII without line breaks');
