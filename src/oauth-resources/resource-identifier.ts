import { readUrl } from '../config/read-url.js';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** What is the same for whoever reads it as a URL: two that differ only so are one, and only one of them can be had. */
export function comparedIdentifier(identifier: string): string {
  const href = readUrl(identifier)?.href ?? identifier;
  return href.replace(/\/+$/, '');
}

const hostOf = (url: URL): string => `${url.hostname.toLowerCase()}:${url.port || (DEFAULT_PORTS[url.protocol] ?? '')}`;

/** Whether an identifier is an address of ours, or below one, whatever its scheme. @param own `PUBLIC_URL` and the like */
export function isOurs(identifier: string, own: readonly string[]): boolean {
  const url = readUrl(identifier);
  if (url === null || !(url.protocol in DEFAULT_PORTS)) return false;
  return own.some((address) => {
    const ours = new URL(address);
    const sameHost =
      hostOf(url) === hostOf(ours) || (url.port === '' && ours.port === '' && url.hostname === ours.hostname);
    const base = ours.pathname.replace(/\/+$/, '');
    const path = decoded(url.pathname);
    return sameHost && (path === base || path.startsWith(`${base}/`));
  });
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
