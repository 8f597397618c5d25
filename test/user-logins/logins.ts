import type { PeopleWorld, ShownUser } from '../people/world.js';
import { linkOf } from '../support/mail-server.js';
import type { ApiClient } from '../support/service/api-client.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';
import { PartnerClient } from './partner-client.js';

export const PASSWORD = 'a few unrelated words in a row';

/** People of a world who log in, and an application that acts for them. */
export class Logins {
  private readonly browsers: SignerBrowser[] = [];

  private constructor(
    private readonly world: PeopleWorld,
    private readonly partner: PartnerClient,
  ) {}

  static async in(world: PeopleWorld): Promise<Logins> {
    return new Logins(world, await PartnerClient.register(world.service, world.tenant));
  }

  /** Closes every browser that was made here. */
  async close(): Promise<void> {
    await Promise.all(this.browsers.map((browser) => browser.close()));
  }

  at(path: string): string {
    return `${this.world.service.url}${path}`;
  }

  newBrowser(): SignerBrowser {
    const browser = new SignerBrowser();
    this.browsers.push(browser);
    return browser;
  }

  /** Somebody who was invited without a provider and has chosen a password. */
  async withPassword(body: Readonly<Record<string, unknown>> = {}): Promise<ShownUser> {
    const { user, mail } = await this.world.invited({ provider: null, ...body });
    const browser = this.newBrowser();
    await this.world.prove(browser, linkOf(mail), user.email);
    browser.page.fill('#password', PASSWORD);
    await browser.click('form button');
    return user;
  }

  /** On the login page. */
  async enterPassword(
    browser: SignerBrowser,
    email: string,
    password = PASSWORD,
    start = '/login/acme',
  ): Promise<BrowserPage> {
    await browser.open(this.at(start));
    browser.page.fill('#email', email).fill('#password', password);
    return browser.click('form[action$="/password"] button');
  }

  /** @param account at the provider */
  async logInAtProvider(browser: SignerBrowser, account: string, provider = 'staff'): Promise<BrowserPage> {
    await browser.open(this.at(`/logon/acme/${provider}`));
    if (browser.page.title.includes('Test provider')) await browser.click(`#account-${account}`);
    return browser.page;
  }

  isLoggedIn(browser: SignerBrowser): boolean {
    return browser.page.url.pathname === '/console/';
  }

  /** What an application does with a browser that is logged in. @returns a caller with the user's token; null: it has to log in */
  async callerOf(browser: SignerBrowser, client = this.partner): Promise<ApiClient | null> {
    const { url, verifier } = client.request();
    await browser.open(url);
    if (browser.page.url.pathname.startsWith('/consent/')) await browser.click('button[value=allow]');
    return browser.page.url.searchParams.has('code') ? client.redeem(verifier, browser.page.url.href) : null;
  }

  /** Logs out, as the console has it done. @returns the page on which the browser has arrived */
  async logOut(browser: SignerBrowser): Promise<BrowserPage> {
    await browser.open(this.at('/oauth/session/end?client_id=console.acme'));
    return browser.click('button[name=logout][value=yes]');
  }
}
