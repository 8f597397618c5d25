import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Cookie, CookieJar } from 'tough-cookie';
import { LoginInteractions } from '../../../src/access/login-interactions.js';
import { UnitOfWork } from '../../../src/database/unit-of-work.js';
import { LOGIN_TIME, type UserLogin } from '../../../src/user-logins/logins/user-login.js';
import { UserLoginStore } from '../../../src/user-logins/logins/user-login.store.js';
import type { SharedService } from '../jest/shared-service.js';

/** Where an authorization ended: back at the client, or on a page. */
export interface Arrival {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

/** The browser of a user: it keeps cookies, follows redirects of ours, and logs in as whoever it is told to be. */
export class UserBrowser {
  readonly jar = new CookieJar();

  /** @param userId who logs in where a login is asked for */
  constructor(
    private readonly service: SharedService,
    public userId: string,
    private readonly answer: 'allow' | 'refuse' | 'wait' = 'allow',
  ) {}

  /** Opens an address and goes on, through login and consent, until it leaves us or stops at a page. */
  async open(address: string | URL): Promise<Arrival> {
    let url = new URL(address, this.service.url);
    let answer = await this.get(url);
    for (let hop = 0; hop < 12; hop += 1) {
      const location = answer.headers.get('location');
      if (location !== null) {
        const next = new URL(location, url);
        if (next.origin !== new URL(this.service.url).origin || next.pathname.startsWith('/console'))
          return { url: next, status: answer.status, html: '', headers: answer.headers };
        url = next;
        answer = url.pathname.startsWith('/login/') ? await this.logIn(url) : await this.get(url);
        continue;
      }
      if (!url.pathname.startsWith('/consent/') || answer.status !== 200 || this.answer === 'wait')
        return { url, status: answer.status, html: await answer.text(), headers: answer.headers };
      answer = await this.post(url, { answer: this.answer });
    }
    throw new Error(`The authorization went round in circles at ${url.href}`);
  }

  async get(url: URL): Promise<Response> {
    return this.keep(url, await fetch(url, { redirect: 'manual', headers: await this.headers(url) }));
  }

  async post(
    url: URL,
    form: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const own = { ...(await this.headers(url)), origin: url.origin, 'sec-fetch-site': 'same-origin', ...headers };
    return this.keep(
      url,
      await fetch(url, { method: 'POST', redirect: 'manual', headers: own, body: new URLSearchParams(form) }),
    );
  }

  private async headers(url: URL): Promise<Record<string, string>> {
    const cookie = await this.jar.getCookieString(url.href);
    return { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) };
  }

  private async keep(url: URL, answer: Response): Promise<Response> {
    for (const line of answer.headers.getSetCookie()) {
      const cookie = Cookie.parse(line);
      if (cookie !== undefined) await this.jar.setCookie(cookie, url.href);
    }
    return answer;
  }

  /** What the login's pages do once somebody has proved who they are. @returns where they send the browser, which it has not followed */
  async logIn(url: URL): Promise<Response> {
    const interactions = this.service.app.get(LoginInteractions, { strict: false });
    const headers = await this.headers(url);
    const request = { headers, url: url.pathname, socket: {} } as unknown as IncomingMessage;
    const response = { setHeader: () => undefined, getHeader: () => undefined } as unknown as ServerResponse;
    const found = await interactions.find(request, response);
    if (found === null) throw new Error('There is no interaction to log in for');
    const login = { userId: this.userId, loginId: randomUUID(), at: new Date(), amr: ['pwd'], acr: null };
    await this.remember(found.tenantId, login);
    const next = await interactions.complete(request, response, login);
    return new Response(null, { status: 303, headers: { location: next } });
  }

  /** As the login's pages leave it: a session whose login is not there any more has ended. */
  private async remember(
    tenantId: string,
    {
      userId,
      loginId: id,
      at,
      amr,
      acr,
    }: { userId: string; loginId: string; at: Date; amr: string[]; acr: string | null },
  ): Promise<void> {
    const login: UserLogin = {
      id,
      tenantId,
      interaction: id,
      stage: 'finished',
      userId,
      amr,
      acr,
      challenge: null,
      authenticatedAt: at,
      failure: null,
      provider: null,
      profile: null,
      createdAt: at,
      expiresAt: new Date(at.getTime() + LOGIN_TIME),
    };
    const store = this.service.app.get(UserLoginStore, { strict: false });
    const unitOfWork = this.service.app.get(UnitOfWork, { strict: false });
    await unitOfWork.run((transaction) => store.begin(transaction, login));
  }
}
