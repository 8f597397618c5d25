import type { Settings } from '../../config/settings.js';

/** How long a link that opens the console may wait, in milliseconds. */
export const LINK_LIFETIME = 600_000;

/** How long the browser that has used it may take to log in, in milliseconds. */
export const SIGN_IN_LIFETIME = 120_000;

/**
 * Whether links that open the console are given at all: to whoever tries the service on their own machine, never where it is run for
 * others. Who can read `DATA_DIR` of an embedded database holds the database and its keys anyway.
 */
export const givesConsoleLinks = ({ DATABASE_URL, NODE_ENV }: Settings): boolean =>
  DATABASE_URL === undefined && NODE_ENV !== 'production';

/** The token of a link, which says itself until when it holds: `<seconds since 1970, base 36>.<secret>`. */
export const linkToken = (secret: string, expiresAt: Date): string =>
  `${Math.floor(expiresAt.getTime() / 1000).toString(36)}.${secret}`;

/** Pure. */
export function isOver(token: string, now: Date): boolean {
  const seconds = Number.parseInt(token.split('.', 1)[0] ?? '', 36);
  return !(seconds * 1000 > now.getTime());
}
