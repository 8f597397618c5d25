import { closeSync, openSync } from 'node:fs';
import { z } from 'zod';
import { readDatabaseUrl } from '../database-url.js';
import { readUrl } from '../read-url.js';
import { wholeNumber } from '../whole-number.js';

/** @returns why a file cannot be read, e.g. `no such file or directory`; null when it can */
function unreadable(file: string): string | null {
  try {
    closeSync(openSync(file, 'r'));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Splits a comma-separated environment value; blanks are dropped. */
export const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

/** `true`, `1`, `false` or `0`. */
export const flag = z
  .enum(['true', 'false', '1', '0'], { error: 'expected true or false' })
  .transform((text) => text === 'true' || text === '1');

/** A block of addresses, IPv4 or IPv6. */
export const cidr = z.union([z.cidrv4(), z.cidrv6()], { error: 'expected CIDR blocks such as 10.0.0.0/8 or fd00::/8' });

/** Base64 of 32 bytes. */
export const encryptionKey = z
  .base64({ error: 'expected base64 of 32 bytes' })
  .refine((text) => Buffer.from(text, 'base64').length === 32, {
    error: 'expected base64 of exactly 32 bytes, e.g. from: openssl rand -base64 32',
  });

/** A PostgreSQL URL, of one host or several. */
export const postgresUrl = z.string().superRefine((text, context) => {
  const read = readDatabaseUrl(text);
  if ('faults' in read) context.addIssue(read.faults.join('; '));
});

/** Where browsers reach the service: an origin, perhaps with a path, without the slash at its end. */
export const webOrigin = z
  .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
  .refine((text) => readUrl(text)?.search === '' && readUrl(text)?.hash === '', {
    error: 'expected a URL without query and fragment',
  })
  .refine((text) => readUrl(text)?.username === '' && readUrl(text)?.password === '', {
    error: 'expected a URL without user name and password',
  })
  // A path with a mark that HTML, a cookie or a route would read differently is a slip of the pen.
  .refine((text) => /^(?:\/[A-Za-z0-9._~-]+)*\/*$/.test(readUrl(text)?.pathname ?? ''), {
    error: 'expected a path of letters, digits and . _ ~ - only',
  })
  .transform((text) => {
    const { origin, pathname } = new URL(text);
    return `${origin}${pathname.replace(/\/+$/, '')}`;
  });

/** A TCP port. */
export const port = wholeNumber(0, 65_535, 'expected a port number');

/** Path of a file that can be read now. */
export const readableFile = z.string().superRefine((file, context) => {
  const why = unreadable(file);
  if (why !== null) context.addIssue(`cannot be read: ${why}`);
});
