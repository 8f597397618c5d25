import { Cookie, CookieJar } from 'tough-cookie';
import type { SiteRelation } from './site.js';

/** The cookies of one browser, with what browsers add to RFC 6265: prefixes, SameSite=Lax by default, None needs Secure. */
export class BrowserCookies {
  readonly #jar = new CookieJar(undefined, { prefixSecurity: 'strict' });
  readonly #refused: string[] = [];

  /** `Set-Cookie` headers that this browser refused, with the reason. */
  get refused(): readonly string[] {
    return this.#refused;
  }

  async store(headers: readonly string[], url: URL): Promise<void> {
    for (const header of headers) {
      const cookie = Cookie.parse(header);
      if (!cookie) {
        this.#refused.push(`unreadable: ${header}`);
        continue;
      }
      if (cookie.sameSite === 'none' && !cookie.secure) {
        this.#refused.push(`SameSite=None without Secure: ${cookie.key}`);
        continue;
      }
      cookie.sameSite ??= 'lax';
      try {
        await this.#jar.setCookie(cookie, url.href);
      } catch (error) {
        this.#refused.push(`${String(error)}: ${cookie.key}`);
      }
    }
  }

  /** Value of the `Cookie` header of a top-level navigation; empty when there is none to send. */
  headerFor(url: URL, relation: SiteRelation, method: string): Promise<string> {
    return this.#jar.getCookieString(url.href, { sameSiteContext: sameSiteContext(relation, method) });
  }

  /** All cookies that a same-site request to `url` would carry, by name. */
  async valuesFor(url: string | URL): Promise<Readonly<Record<string, string>>> {
    const cookies = await this.#jar.getCookies(String(url), { sameSiteContext: 'strict' });
    return Object.fromEntries(cookies.map(({ key, value }) => [key, value]));
  }

  /** Every cookie that has not run out, whatever its site. */
  async all(): Promise<readonly Cookie[]> {
    const { cookies } = await this.#jar.serialize();
    return cookies.flatMap((each) => Cookie.fromJSON(each) ?? []).filter((cookie) => cookie.TTL() > 0);
  }

  async clear(): Promise<void> {
    await this.#jar.removeAllCookies();
  }
}

/** Cross-site navigations carry Lax cookies only if they are safe (GET). */
function sameSiteContext(relation: SiteRelation, method: string): 'strict' | 'lax' | 'none' {
  if (relation !== 'cross-site') return 'strict';
  return method === 'GET' ? 'lax' : 'none';
}
