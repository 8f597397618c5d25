import type { IncomingMessage } from 'node:http';
import type { Settings } from '../config/settings.js';
import { isOverMutualTls } from './certificates-of-requests.js';

/**
 * Which of our two addresses a request was sent to: `MTLS_PUBLIC_URL` over its port, or where a proxy hands on that host name. What
 * a client writes chooses between the two and makes no third.
 */
export function addressedAt(
  request: IncomingMessage,
  { PUBLIC_URL, MTLS_PUBLIC_URL }: Pick<Settings, 'PUBLIC_URL' | 'MTLS_PUBLIC_URL'>,
): string {
  if (MTLS_PUBLIC_URL === undefined) return PUBLIC_URL;
  return isOverMutualTls(request) || request.headers.host === new URL(MTLS_PUBLIC_URL).host
    ? MTLS_PUBLIC_URL
    : PUBLIC_URL;
}
