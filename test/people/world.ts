import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCertificateAuthority } from '../support/certificates.js';
import { codeOf, linkOf, MailServer, type ReceivedMail } from '../support/mail-server.js';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { SignerBrowser } from '../support/signer-browser.js';

export interface ShownUser {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly status: string;
  readonly permissions: readonly string[];
  readonly revision: number;
  readonly bindings: readonly { readonly provider: string; readonly stale: boolean; readonly issuer: string }[];
  readonly invitation: {
    readonly kind: string;
    readonly stale: boolean;
    readonly mail: { readonly state: string } | null;
  } | null;
  readonly invitationLink: string | null;
}

/** An event of the trail, as far as tests read it. */
interface TrailEvent {
  readonly type: string;
  readonly stream: string;
  readonly sequence: number;
  readonly actor: { readonly type: string; readonly id: string };
  readonly data: Readonly<Record<string, unknown>>;
}

async function secureMailServer(files: string) {
  const authority = await createCertificateAuthority();
  const certificate = await authority.issueServer({ alternativeNames: [{ type: 'ip', value: '0.0.0.0' }] });
  const login = { user: 'mailer', password: 'password of the mailer' };
  const mail = await MailServer.start({ tls: { certificate }, login });
  const caFile = join(files, 'ca.pem');
  writeFileSync(caFile, authority.certificate);
  return { mail, environment: { SMTP_URL: mail.urlAt('0.0.0.0'), SMTP_CA_FILE: caFile } };
}

/** The service with a mail server, and a tenant whose people log in at a certified OpenID provider. */
export class PeopleWorld {
  private people = 0;

  private constructor(
    readonly service: TestService,
    readonly mail: MailServer,
    readonly openId: OpenIdProvider,
    readonly tenant: ApiClient,
    private readonly files: string,
  ) {}

  /** @param secureMail whether the mail server wants STARTTLS, with a certificate of a private CA, and a login */
  static async start({ secureMail = false } = {}): Promise<PeopleWorld> {
    const files = mkdtempSync(join(tmpdir(), 'countersign-people-'));
    const { mail, environment } = secureMail
      ? await secureMailServer(files)
      : { mail: await MailServer.start(), environment: {} };
    const service = await startTestService({
      environment: { SMTP_URL: mail.url, MAIL_FROM: 'noreply@sign.example', ...environment },
    });
    const openId = await startOpenIdProvider({
      clients: [
        { client_id: 'sign', client_secret: 'secret-of-the-client', token_endpoint_auth_method: 'client_secret_basic' },
      ],
      accounts: ['ada', 'grace', 'mallory', 'hedy', 'joan', 'kath', 'turing'].map((id) => ({
        id,
        claims: { name: id.toUpperCase(), email: `${id}@example.com`, email_verified: true, locale: 'de-AT' },
      })),
    });
    const world = new PeopleWorld(service, mail, openId, await service.newTenant('acme'), files);
    await world.addProvider('staff');
    await world.addProvider('checked', {
      idToken: {
        mappings: [
          { path: 'email', action: 'validate', target: 'user.email', compare: 'email' },
          { path: 'name', action: 'update', target: 'user.displayName' },
          { path: 'locale', action: 'update', target: 'user.language' },
        ],
      },
    });
    return world;
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.openId.close();
    await this.mail.close();
    rmSync(this.files, { recursive: true });
  }

  providerBody(name: string, changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      name,
      displayName: { en: 'Staff login' },
      kind: 'oidc',
      usage: ['user'],
      showOnLoginPage: true,
      clientId: 'sign',
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret-of-the-client' },
      scopes: ['openid', 'profile', 'email'],
      issuer: this.openId.issuer,
      ...changes,
    };
  }

  async addProvider(name: string, changes: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const created = await this.tenant.post('/v1/providers', this.providerBody(name, changes));
    if (created.status !== 201) throw new Error(`The provider was refused: ${JSON.stringify(created.body)}`);
    this.openId.registerRedirectUri('sign', (created.body as { redirectUri: string }).redirectUri);
  }

  async changeProvider(name: string, changes: Readonly<Record<string, unknown>>): Promise<void> {
    const read = await this.tenant.get(`/v1/providers/${name}`);
    const etag = read.headers.get('etag') ?? '';
    const changed = await this.tenant.put(`/v1/providers/${name}`, this.providerBody(name, changes), {
      'if-match': etag,
    });
    if (changed.status !== 200) throw new Error(`The provider was not changed: ${JSON.stringify(changed.body)}`);
  }

  newAddress(): string {
    return `person${(this.people += 1)}@example.com`;
  }

  invite(body: Readonly<Record<string, unknown>> = {}): Promise<ApiAnswer> {
    return this.tenant.post('/v1/users', {
      email: this.newAddress(),
      displayName: 'Ada Lovelace',
      roles: ['sender'],
      provider: 'staff',
      ...body,
    });
  }

  /** @returns the user, and the mail that invited them */
  async invited(body: Readonly<Record<string, unknown>> = {}): Promise<{ user: ShownUser; mail: ReceivedMail }> {
    const { status, body: user } = await this.invite(body);
    if (status !== 201) throw new Error(`Not invited: ${JSON.stringify(user)}`);
    const mail = await this.mail.mailTo((user as ShownUser).email);
    return { user: user as ShownUser, mail };
  }

  async read(id: string): Promise<ShownUser> {
    return (await this.tenant.get(`/v1/users/${id}`)).body as ShownUser;
  }

  /** Enters the code that is mailed to an address, on the page of a link. */
  async prove(browser: SignerBrowser, link: string, email: string): Promise<void> {
    await browser.open(link);
    const before = this.mail.countTo(email);
    await browser.click('form button');
    browser.page.fill('#code', codeOf(await this.mail.mailTo(email, before + 1)));
    await browser.click('form button');
  }

  /** A user who logs in at the provider with an account of theirs. */
  async bound(account: string, body: Readonly<Record<string, unknown>> = {}): Promise<ShownUser> {
    const { user, mail } = await this.invited(body);
    const browser = new SignerBrowser();
    await this.prove(browser, linkOf(mail), user.email);
    await browser.click('button[name=provider]');
    await browser.click(`#account-${account}`);
    await browser.close();
    const read = await this.read(user.id);
    if (read.status !== 'active') throw new Error(`Not bound: ${browser.page.text}`);
    return read;
  }

  /** What the trail of the tenant has of a user, by type. */
  async trailOf(id: string): Promise<readonly string[]> {
    return (await this.eventsOf(id)).map(({ type }) => type);
  }

  /** What the trail of the tenant has of a user, oldest first. @param type of those that are wanted; left out: all */
  async eventsOf(id: string, type?: string): Promise<readonly TrailEvent[]> {
    const found: TrailEvent[] = [];
    let query = `limit=200${type === undefined ? '' : `&type=${type}`}`;
    for (;;) {
      const { body } = await this.tenant.get(`/v1/audit-events?${query}`);
      const { items, next } = body as { items: TrailEvent[]; next: string | null };
      found.push(...items.filter(({ stream }) => stream === `user:${id}`));
      if (next === null) return found.sort((one, other) => one.sequence - other.sequence);
      query = `${query.replace(/&cursor=.*/, '')}&cursor=${encodeURIComponent(next)}`;
    }
  }
}
