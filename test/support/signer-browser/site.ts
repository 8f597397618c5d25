import { getPublicSuffix } from 'tough-cookie';

/** How a browser calls the relation of a request to the page that caused it (Fetch Metadata, `Sec-Fetch-Site`). */
export type SiteRelation = 'none' | 'same-origin' | 'same-site' | 'cross-site';

const RANK: Readonly<Record<SiteRelation, number>> = { none: 0, 'same-origin': 1, 'same-site': 2, 'cross-site': 3 };

/** `initiator` is null when the person typed or clicked the address outside any page, as in an e-mail program. */
export function relationOf(initiator: URL | null, target: URL): SiteRelation {
  if (!initiator) return 'none';
  if (initiator.origin === target.origin) return 'same-origin';
  return siteOf(initiator) === siteOf(target) ? 'same-site' : 'cross-site';
}

/** A redirect keeps the worst relation of the way so far. */
export function worseOf(one: SiteRelation, other: SiteRelation): SiteRelation {
  return RANK[one] >= RANK[other] ? one : other;
}

/** `localhost` and `example` are names like any other here. */
const SPECIAL_NAMES = { allowSpecialUseDomain: true, ignoreError: true };

/** Scheme and registrable domain; ports do not count. */
function siteOf(url: URL): string {
  const isAddress = /^[\d.]+$|^\[/.test(url.hostname);
  const domain = isAddress ? url.hostname : (getPublicSuffix(url.hostname, SPECIAL_NAMES) ?? url.hostname);
  return `${url.protocol}//${domain}`;
}
