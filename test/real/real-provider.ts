import type { Page } from 'playwright-core';

/** One thing that a person does on a page of the provider, as soon as `see` is there. */
interface PageStep {
  readonly see: string;
  readonly fill?: Readonly<Record<string, string>>;
  readonly click: string;
}

/** Clients that are registered beside `countersign`, each for one demand. `special` has a secret in which everything must be encoded. */
export type ClientName = 'special' | 'pushed' | 'bound' | 'proof' | 'plain' | 'off' | 'no-audience';

/** An identity provider that nobody here wrote, as `start/<name>.sh` starts it. */
export interface RealProvider {
  readonly name: string;
  /** As the table shows it. */
  readonly title: string;
  /** Behind `http://localhost:<port>`. */
  readonly issuerPath: string;
  readonly startSeconds: number;
  /** Who logs in, as the provider names them. */
  readonly person: { readonly email: string; readonly firstName: string; readonly lastName: string };
  readonly steps: readonly PageStep[];
  /** Whether the ID token has e-mail and names, or UserInfo alone. */
  readonly claimsIn: 'id_token' | 'userinfo';
  /** Members of a right body that differ from the usual. */
  readonly oidc?: Readonly<Record<string, unknown>>;
  /** Why kind `oauth2` cannot work there, in words; absent where it can. Its right configuration is then one more that is wrong. */
  readonly notForOAuth?: string;
  readonly clients: Readonly<Partial<Record<ClientName, string>>>;
  /** Token parameters of which a warning says, rightly, that the server refuses them beside the header. */
  readonly refusedParameters?: readonly string[];
  /** How `special` has to be encoded. */
  readonly basicEncoding: 'standard' | 'raw';
}

const secret = 'real-secret';
const manifold = 'se%41c+r t:x/&=';
const john = { email: 'john@example.com', firstName: 'John', lastName: 'Doe' };

export const SECRET = secret;

export const realProviders: readonly RealProvider[] = [
  {
    name: 'oidc-provider',
    title: 'node oidc-provider 9.13.3',
    issuerPath: '',
    startSeconds: 30,
    person: john,
    steps: [
      {
        see: 'input[name=password]',
        fill: { 'input[name=login]': 'john', 'input[name=password]': 'any' },
        click: '[type=submit]',
      },
      { see: 'form[action*="/interaction/"] [type=submit]', click: 'form[action*="/interaction/"] [type=submit]' },
    ],
    claimsIn: 'userinfo',
    clients: { special: manifold, pushed: secret },
    refusedParameters: ['access_token'],
    basicEncoding: 'standard',
  },
  {
    name: 'canaille',
    title: 'Canaille 0.3.6',
    issuerPath: '',
    startSeconds: 240,
    person: john,
    steps: [
      { see: 'input[name=password]', fill: { 'input[name=password]': 'password' }, click: 'form [type=submit]' },
      { see: 'input[name=login]', fill: { 'input[name=login]': 'john' }, click: 'form [type=submit]' },
      { see: '[name=answer][value=accept]', click: '[name=answer][value=accept]' },
    ],
    claimsIn: 'id_token',
    oidc: { idToken: { signingAlgorithms: ['RS512'] } },
    notForOAuth: 'its UserInfo wants the scope openid, and openid a nonce, which kind oauth2 does not send',
    clients: { special: manifold, 'no-audience': secret },
    basicEncoding: 'standard',
  },
  {
    name: 'django-oauth-toolkit',
    title: 'django-oauth-toolkit 3.4.1',
    issuerPath: '/o',
    startSeconds: 60,
    person: john,
    steps: [
      { see: '#id_password', fill: { '#id_username': 'john', '#id_password': 'password' }, click: '[type=submit]' },
      { see: '[name=allow]', click: '[name=allow]' },
    ],
    claimsIn: 'id_token',
    clients: { special: manifold },
    basicEncoding: 'standard',
  },
  {
    name: 'zitadel-oidc',
    title: 'zitadel/oidc example 3.52.0',
    issuerPath: '/',
    startSeconds: 30,
    person: { email: 'test-user@zitadel.ch', firstName: 'Test', lastName: 'User' },
    steps: [
      {
        see: '[name=password]',
        fill: { '[name=username]': 'test-user@localhost', '[name=password]': 'verysecure' },
        click: '[type=submit]',
      },
    ],
    claimsIn: 'userinfo',
    clients: { special: manifold },
    basicEncoding: 'standard',
  },
  {
    name: 'lemonldap',
    title: 'LemonLDAP::NG 2.16.1',
    issuerPath: '/',
    startSeconds: 60,
    person: { email: 'rtyler@badwolf.org', firstName: 'Rose', lastName: 'Tyler' },
    steps: [
      {
        see: '[name=password]',
        fill: { '[name=user]': 'rtyler', '[name=password]': 'rtyler' },
        click: 'form [type=submit]',
      },
      { see: 'button.positive', click: 'button.positive' },
      { see: '#upgrd [type=submit]', click: '#upgrd [type=submit]' },
    ],
    claimsIn: 'userinfo',
    clients: { special: 'se%41c+r tx/&=', proof: secret },
    basicEncoding: 'raw',
  },
  {
    name: 'keycloak',
    title: 'Keycloak 26.7.3',
    issuerPath: '/realms/demo',
    startSeconds: 240,
    person: john,
    steps: [{ see: '#password', fill: { '#username': 'john', '#password': 'password' }, click: '#kc-login' }],
    claimsIn: 'id_token',
    clients: { special: manifold, pushed: secret, bound: secret, proof: secret, plain: secret, off: secret },
    basicEncoding: 'standard',
  },
];

/** Does what a person would do on the page that is shown. False where there is nothing to do. */
export async function act(page: Page, { steps }: RealProvider): Promise<boolean> {
  for (const { see, fill, click } of steps) {
    if (!(await page.locator(see).first().isVisible())) continue;
    for (const [field, value] of Object.entries(fill ?? {})) {
      const input = page.locator(field).first();
      if (await input.isVisible()) await input.fill(value);
    }
    // oxlint-disable-next-line typescript/no-deprecated -- until it is the default
    await page.locator(click).first().click({ noWaitAfter: true });
    return true;
  }
  return false;
}
