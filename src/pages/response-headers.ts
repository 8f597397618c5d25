import { contentSecurityPolicy } from './content-security-policy.js';

/** Features of the browser that no page uses, and that nothing smuggled into one may use either. */
const permissionsPolicy = [
  'accelerometer',
  'camera',
  'display-capture',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'usb',
  'xr-spatial-tracking',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

const withPasskeys = permissionsPolicy.replace('publickey-credentials-get=()', 'publickey-credentials-get=(self)');

/**
 * Headers of one page.
 *
 * `Referrer-Policy` is `same-origin`: the link's token must not leak to the provider, but with `no-referrer` the browser would send
 * `Origin: null` and our own form could not be told from a foreign one. `Cross-Origin-Opener-Policy` keeps whoever opened the
 * window from navigating it away in the middle of a login.
 */
export function responseHeaders(page: {
  readonly language: string;
  readonly styleHashes: readonly string[];
  readonly formActionOrigins: readonly string[] | null;
  /** Whether it shows a picture of our own. Default: no. */
  readonly picture?: boolean;
  /** Of the one script of a page that has one. */
  readonly scriptHash?: string | null;
}): Readonly<Record<string, string>> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': page.language,
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentSecurityPolicy(
      page.styleHashes,
      page.formActionOrigins,
      page.picture,
      page.scriptHash ?? null,
    ),
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': page.scriptHash == null ? permissionsPolicy : withPasskeys,
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'X-Robots-Tag': 'noindex, nofollow',
  };
}
