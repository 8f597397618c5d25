import { type Dispatcher, request as send } from 'undici';
import type { BrowserCookies } from './cookies.js';
import type { Visit } from './page.js';
import type { SiteRelation } from './site.js';

interface Navigation {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly fields?: URLSearchParams;
  /** The page that caused it; null when there is none. */
  readonly initiator: URL | null;
  /** That page's `Referrer-Policy`. */
  readonly referrerPolicy: string;
  readonly relation: SiteRelation;
  readonly language: string;
}

/** One request of a top-level navigation, with the headers that browsers send. */
export async function navigate(
  navigation: Navigation,
  cookies: BrowserCookies,
  dispatcher: Dispatcher,
): Promise<{ readonly visit: Visit; readonly body: string }> {
  const { method, url } = navigation;
  const cookie = await cookies.headerFor(url, navigation.relation, method);
  const answer = await send(url, {
    method,
    dispatcher,
    headers: {
      accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
      'accept-language': navigation.language,
      'sec-fetch-dest': 'document',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-site': navigation.relation,
      'sec-fetch-user': '?1',
      'upgrade-insecure-requests': '1',
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) SignerBrowser',
      ...(cookie === '' ? {} : { cookie }),
      ...referrerHeaders(navigation),
      ...(method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(method === 'POST' ? { body: String(navigation.fields ?? '') } : {}),
  });
  const body = await answer.body.text();
  const setCookie = answer.headers['set-cookie'] ?? [];
  await cookies.store(typeof setCookie === 'string' ? [setCookie] : setCookie, url);
  return { visit: { method, url, status: answer.statusCode, headers: answer.headers }, body };
}

/** `Referer` by the policy of the page left behind, and `Origin` on POST, which the policy can turn into `null`. */
function referrerHeaders(navigation: Navigation): Record<string, string> {
  const { initiator, url, method, referrerPolicy } = navigation;
  if (!initiator) return method === 'POST' ? { origin: 'null' } : {};
  const headers: Record<string, string> = {};
  const sameOrigin = initiator.origin === url.origin;
  const downgrade = initiator.protocol === 'https:' && url.protocol === 'http:';
  const page = `${initiator.origin}${initiator.pathname}${initiator.search}`;
  switch (referrerPolicy) {
    case 'no-referrer':
      break;
    case 'same-origin':
      if (sameOrigin) headers.referer = page;
      break;
    case 'origin':
    case 'strict-origin':
      if (!downgrade) headers.referer = `${initiator.origin}/`;
      break;
    default:
      if (sameOrigin) headers.referer = page;
      else if (!downgrade) headers.referer = `${initiator.origin}/`;
  }
  if (method === 'POST') headers.origin = headers.referer === undefined ? 'null' : initiator.origin;
  return headers;
}
