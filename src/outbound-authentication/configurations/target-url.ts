import { readUrl } from '../../config/read-url.js';

/** Which calls a configuration is for: those to exactly its URL, or to everything below its path. */
export const matchKinds = ['exact', 'prefix'] as const;
export type MatchKind = (typeof matchKinds)[number];

/** Where a configuration applies, as it is stored: normalised as WHATWG URLs are. */
export interface ConfiguredTarget {
  readonly url: string;
  readonly match: MatchKind;
}

/** A URL as both sides are compared: scheme, host in lower case and punycode, port, and the path without dot segments. */
export interface TargetUrl {
  readonly origin: string;
  readonly path: string;
}

/** What is read of a call's URL, or of a configured one. Query and fragment do not count: a query may hold the token. */
export function targetUrlOf(text: string | URL): TargetUrl | null {
  const url = typeof text === 'string' ? readUrl(text) : text;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return null;
  return { origin: url.origin, path: url.pathname };
}

/** An encoded slash or backslash: who decodes it sees another path than who does not. */
const ambiguousPath = /%(2f|5c)/i;

/** What is wrong with applying a configuration to a URL, beyond its being one; null when nothing is. */
export function faultOfTarget(text: string, match: MatchKind): string | null {
  if (text.includes('?')) return 'must not have a query: that of the call is not looked at';
  const target = targetUrlOf(text);
  if (target !== null && match === 'prefix' && ambiguousPath.test(target.path))
    return 'must not hold %2F or %5C with match `prefix`: such paths are matched by `exact` only';
  return null;
}

/** The URL as it is stored and answered. */
export function normalUrl({ origin, path }: TargetUrl): string {
  return origin + path;
}

/** Whether a configuration is for a call. A prefix is one of path segments, never of text: `/esign` is not for `/esignature`. */
function applies(configured: ConfiguredTarget, call: TargetUrl): boolean {
  const own = targetUrlOf(configured.url);
  if (own?.origin !== call.origin) return false;
  if (configured.match === 'exact') return own.path === call.path;
  if (ambiguousPath.test(call.path)) return false;
  return call.path === own.path || call.path.startsWith(own.path.endsWith('/') ? own.path : `${own.path}/`);
}

/** Those that are for a call, the one that is applied first: exact before prefix, the longer prefix before the shorter. */
export function inOrderOfMatch<T extends ConfiguredTarget>(configured: readonly T[], call: TargetUrl): readonly T[] {
  return configured
    .filter((one) => applies(one, call))
    .toSorted((one, other) => rank(one) - rank(other) || other.url.length - one.url.length);
}

const rank = ({ match }: ConfiguredTarget): number => matchKinds.indexOf(match);
