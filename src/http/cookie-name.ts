import { createHash } from 'node:crypto';
import { publicPath } from '../config/public-path.js';

/** Characters of the hash: 48 bits, against deployments that meet by chance, not against anybody who tries. */
const HASH_LENGTH = 12;

/**
 * The name under which a browser keeps a cookie of ours. Over https it begins with `__Host-` (RFC 6265bis §4.1.3.2), which no
 * other host of the domain and no page without TLS can set; such a cookie goes to every path of its host. Where `PUBLIC_URL` has
 * a path, the name therefore carries a hash of it: two deployments on one host do not overwrite each other's.
 *
 * @param name what it is for, e.g. `attempt-…`
 */
export function cookieName(name: string, publicUrl: string): string {
  const path = publicPath(publicUrl);
  const place = path === '' ? '' : `${createHash('sha256').update(path).digest('hex').slice(0, HASH_LENGTH)}-`;
  return `${publicUrl.startsWith('https:') ? '__Host-' : ''}${place}${name}`;
}
