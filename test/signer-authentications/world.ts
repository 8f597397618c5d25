import { z } from 'zod';
import { signerAuthenticationSchema } from '../../src/signer-authentications/api/signer-authentication.schema.js';
import type { TestDatabase } from '../support/database.js';
import { ownName, type SharedService, sharedTestService } from '../support/jest/shared-service.js';
import { type OAuthProvider, startOAuthProvider } from '../support/oauth-provider.js';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import type { ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService } from '../support/service.js';
import { type BrowserPage, SignerBrowser } from '../support/signer-browser.js';

type ReadSignerAuthentication = z.output<typeof ended>;

/** `outcome` and `recipient` are read as if present: a test that expects them fails where they are null. */
const ended = signerAuthenticationSchema.transform((read) => ({
  ...read,
  outcome: read.outcome as NonNullable<typeof read.outcome>,
  recipient: read.recipient as NonNullable<typeof read.recipient>,
}));

export const RETURN_URL = 'https://workflow.example/after';

/** A world whose service others use too, and whose tenant therefore has a name of its own. */
export type SharedLoginWorld = LoginWorld<SharedService>;

/** The service with a certified OpenID provider and an OAuth 2.0 provider that insists on the header, both configured through the API. */
export class LoginWorld<Service extends SharedService = TestService> {
  private constructor(
    readonly service: Service,
    readonly tenantName: string,
    readonly tenant: ApiClient,
    readonly openId: OpenIdProvider,
    readonly oauth: OAuthProvider,
  ) {}

  /** @param database one to use; it is not removed on `close`. Default: one of its own */
  static async start(environment: Readonly<Record<string, string>> = {}, database?: TestDatabase): Promise<LoginWorld> {
    return LoginWorld.on(await startTestService({ environment, ...(database && { database }) }), 'acme');
  }

  /** In the service of this worker. */
  static async sharing(): Promise<SharedLoginWorld> {
    return LoginWorld.on(await sharedTestService(), ownName('acme'));
  }

  private static async on<Service extends SharedService>(
    service: Service,
    tenantName: string,
  ): Promise<LoginWorld<Service>> {
    const openId = await startOpenIdProvider({
      clients: [
        { client_id: 'sign', client_secret: 'secret-of-the-client', token_endpoint_auth_method: 'client_secret_basic' },
      ],
      accounts: [
        {
          id: 'john',
          claims: { given_name: 'John', family_name: 'Doe', email: 'john@example.com', email_verified: true },
        },
        {
          id: 'mallory',
          claims: { given_name: 'Mallory', family_name: 'Roe', email: 'mallory@example.com', email_verified: true },
        },
      ],
    });
    const oauth = await startOAuthProvider({
      clients: [{ clientId: 'sign', clientSecret: 'secret-of-the-client' }],
      accounts: [
        {
          id: 'john',
          resources: {
            person: { id: 'p-1', person_data: { given_name: 'John', family_name: 'Doe-Smith' } },
            license: { version: '1.2' },
          },
        },
      ],
      resources: [{ name: 'person', acceptsParameters: [] }, { name: 'license' }],
    });
    const world = new LoginWorld(service, tenantName, await service.newTenant(tenantName), openId, oauth);
    await world.configure();
    return world;
  }

  private async configure(): Promise<void> {
    const redirectUri = await this.addProvider(this.openIdBody());
    this.openId.registerRedirectUri('sign', redirectUri);
    const oauthRedirectUri = await this.addProvider(this.oauthBody());
    this.oauth.registerRedirectUri('sign', oauthRedirectUri);
  }

  openIdBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      name: 'openid',
      displayName: { en: 'Test identity', de: 'Testidentität' },
      kind: 'oidc',
      clientId: 'sign',
      clientAuthentication: { method: 'client_secret_basic', clientSecret: 'secret-of-the-client' },
      scopes: ['openid', 'profile', 'email'],
      issuer: this.openId.issuer,
      idToken: {
        mappings: [
          { path: 'email', action: 'validate', target: 'recipient.email', compare: 'email' },
          { path: 'given_name', action: 'validate', target: 'recipient.firstName', compare: 'name' },
          { path: 'family_name', action: 'update', target: 'recipient.lastName' },
        ],
      },
      ...changes,
    };
  }

  oauthBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      name: 'oauth',
      kind: 'oauth2',
      clientId: 'sign',
      clientAuthentication: { method: 'client_secret_post', clientSecret: 'secret-of-the-client' },
      discovery: false,
      authorizationUri: this.oauth.authorizationUri,
      tokenUri: this.oauth.tokenUri,
      resources: [
        {
          name: 'person',
          uri: this.oauth.resourceUri('person'),
          tokenParameter: 'access_token',
          mappings: [
            { path: 'person_data:given_name', action: 'validate', target: 'recipient.firstName' },
            { path: 'person_data.family_name', action: 'update', target: 'recipient.lastName' },
          ],
        },
        { name: 'license', uri: this.oauth.resourceUri('license') },
      ],
      subject: { source: 'resource:person', path: 'id' },
      ...changes,
    };
  }

  /** @returns the redirect URI to register */
  async addProvider(body: Readonly<Record<string, unknown>>): Promise<string> {
    const created = await this.tenant.post('/v1/providers', body);
    if (created.status !== 201) throw new Error(`The provider was refused: ${JSON.stringify(created.body)}`);
    return (created.body as { redirectUri: string }).redirectUri;
  }

  requestBody(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
    return {
      envelope: { id: 'env-1', name: 'Loan contract' },
      workstep: { id: 'ws-1' },
      recipient: { email: 'john@example.com', firstName: 'John', lastName: 'Doe', phoneNumber: '+436641234567' },
      providers: [{ name: 'openid' }, { name: 'oauth' }],
      returnUrl: RETURN_URL,
      ...changes,
    };
  }

  async create(changes: Readonly<Record<string, unknown>> = {}): Promise<{ id: string; signInUrl: string }> {
    const created = await this.tenant.post('/v1/signer-authentications', this.requestBody(changes));
    if (created.status !== 201) throw new Error(`Not created: ${JSON.stringify(created.body)}`);
    return created.body as { id: string; signInUrl: string };
  }

  /** Opens the link, chooses a provider and logs in as an account; `decline` declines. */
  async logIn(browser: SignerBrowser, signInUrl: string, provider: string, account: string): Promise<BrowserPage> {
    await browser.open(signInUrl);
    const login = await browser.click(`button[name=provider][value=${provider}]`);
    if (login.document.querySelector('#decline') === null) return login;
    return browser.click(account === 'decline' ? '#decline' : `#account-${account}`);
  }

  /** Read as the OpenAPI document says it is, so that an answer that differs from its schema fails the test. */
  async read(id: string): Promise<ReadSignerAuthentication> {
    return ended.parse((await this.tenant.get(`/v1/signer-authentications/${id}`)).body);
  }

  /** Types of the envelope's events in order. */
  async eventTypes(envelopeId = 'env-1'): Promise<string[]> {
    const trail = await this.tenant.get(`/v1/envelopes/${envelopeId}/audit-trail`);
    return (trail.body as { events: { type: string }[] }).events.map(({ type }) => type);
  }

  async close(): Promise<void> {
    await this.service.close();
    await this.openId.close();
    await this.oauth.close();
  }
}
