import { readUrl } from '../config/read-url.js';
import { OutboundFailure } from './outbound-failure.js';

/** Where a call goes, in the parts that undici takes. The fragment is dropped. */
interface RequestedUrl {
  readonly origin: string;
  readonly path: string;
  /** As in the URL; an IPv6 literal without brackets. */
  readonly hostname: string;
}

/**
 * Reads a URL as WHATWG does, which turns `2130706433`, `0x7f.1`, `0177.0.0.1`, `127.1` and full-width digits into
 * `127.0.0.1`, so that the connector judges what will be connected to.
 * @throws OutboundFailure `url_invalid` or `scheme_refused`. Its detail never repeats the URL: a query may hold a token.
 */
export function readRequestedUrl(url: string | URL, allowHttp: boolean): RequestedUrl {
  const parsed = typeof url === 'string' ? readUrl(url) : url;
  if (parsed === null) {
    throw new OutboundFailure('url_invalid', 'expected an absolute https URL');
  }
  if (parsed.protocol !== 'https:' && !(allowHttp && parsed.protocol === 'http:')) {
    const expected = parsed.protocol === 'http:' ? 'expected https (http needs OUTBOUND_ALLOW_HTTP)' : 'expected https';
    throw new OutboundFailure('scheme_refused', `${expected}, saw ${parsed.protocol.slice(0, -1).slice(0, 40)}`);
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw new OutboundFailure('url_invalid', 'expected a URL without user name and password');
  }
  return {
    origin: parsed.origin,
    path: parsed.pathname + parsed.search,
    hostname: parsed.hostname.startsWith('[') ? parsed.hostname.slice(1, -1) : parsed.hostname,
  };
}
