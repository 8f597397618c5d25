import { isSignerRoute } from './signer-routes.js';

/** The longest part of a path that the router takes. */
export const maxPathPart = 512;

function canBeRouted(path: string): boolean {
  try {
    return decodeURI(path)
      .split('/')
      .every((part) => part.length <= maxPathPart);
  } catch {
    return false;
  }
}

/**
 * The address that is routed. A signer's link that was damaged on the way, so that it cannot be decoded or is far too long, is
 * routed as one that lost its end: what the router itself refuses meets no hook and no filter, and would be answered to a browser
 * as to a program.
 */
export function routableAddress(url: string): string {
  if (!isSignerRoute(url)) return url;
  const [path = ''] = url.split('?', 1);
  if (canBeRouted(path)) return url;
  return `/${path.split('/')[1] ?? ''}`;
}
