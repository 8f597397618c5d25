import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  EXPIRED,
  type TestCertificate,
} from '../support/certificates.js';
import { type OpenIdProvider, startOpenIdProvider } from '../support/openid-provider.js';
import { type ScriptableProvider, startScriptableProvider } from '../support/scriptable-provider.js';
import { type Body, SECRET, scriptableBody } from './support/bodies.js';
import { diagnosed, firstFault, REDIRECT_URI } from './support/diagnosed.js';

const day = 86_400_000;

interface Certificates {
  readonly trusted: CertificateAuthority;
  readonly stranger: CertificateAuthority;
  readonly server: TestCertificate;
  readonly renewed: TestCertificate;
  readonly expired: TestCertificate;
  readonly future: TestCertificate;
  readonly elsewhere: TestCertificate;
  readonly ending: TestCertificate;
}

interface Seed {
  readonly presents: (certificates: Certificates) => TestCertificate;
  readonly trust: (certificates: Certificates) => Body;
  readonly path: string;
  readonly change?: (provider: ScriptableProvider) => Body;
}

const byCa = ({ trusted }: Certificates): Body => ({ ca: trusted.certificate });

const seeded: Readonly<Record<string, Seed>> = {
  'a CA that nobody knows': { presents: ({ server }) => server, trust: () => ({}), path: '$.trust.ca' },
  'another CA than the entered one': {
    presents: ({ server }) => server,
    trust: ({ stranger }) => ({ ca: stranger.certificate }),
    path: '$.trust.ca',
  },
  'another certificate than the pinned one': {
    presents: ({ renewed }) => renewed,
    trust: ({ server }) => ({ leaf: server.certificate }),
    path: '$.trust.leaf',
  },
  'an expired certificate': { presents: ({ expired }) => expired, trust: byCa, path: '$.issuer' },
  'a certificate of tomorrow': { presents: ({ future }) => future, trust: byCa, path: '$.issuer' },
  'a certificate for another host': { presents: ({ elsewhere }) => elsewhere, trust: byCa, path: '$.issuer' },
  'http where there is TLS': {
    presents: ({ server }) => server,
    trust: byCa,
    path: '$.tokenUri',
    change: ({ tokenUri }) => ({ tokenUri: tokenUri.replace('https:', 'http:') }),
  },
};

describe('a seeded misconfiguration of TLS', () => {
  let certificates: Certificates;
  let provider: ScriptableProvider | undefined;

  beforeAll(async () => {
    const trusted = await createCertificateAuthority('Trusted CA');
    certificates = {
      trusted,
      stranger: await createCertificateAuthority('Stranger CA'),
      server: await trusted.issueServer(),
      renewed: await trusted.issueServer(),
      expired: await trusted.issueServer(EXPIRED),
      future: await trusted.issueServer({ notBefore: new Date(Date.now() + day) }),
      elsewhere: await trusted.issueServer({ alternativeNames: [{ type: 'dns', value: 'elsewhere.example' }] }),
      ending: await trusted.issueServer({ notAfter: new Date(Date.now() + 3 * day) }),
    };
  });

  afterEach(async () => {
    await provider?.close();
    provider = undefined;
  });

  const start = async (tls: TestCertificate) => {
    provider = await startScriptableProvider({ clientSecret: SECRET, tls });
    return provider;
  };

  it.each(Object.entries(seeded))('%s: the first fault names its setting', async (_name, seed) => {
    const started = await start(seed.presents(certificates));
    const body = scriptableBody(started, { trust: seed.trust(certificates), ...seed.change?.(started) });
    expect(firstFault(await diagnosed(body))).toBe(seed.path);
  });

  it('shows which certificate is presented, so that it can be compared before it is trusted', async () => {
    const started = await start(certificates.server);
    const { checks } = await diagnosed(scriptableBody(started));
    expect(checks[0]?.seen).toContain('issued by CN=Trusted CA');
    expect(checks[0]?.seen).toMatch(/SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}/);
  });

  it('finds no fault in a certificate of the entered CA, or the pinned one', async () => {
    const started = await start(certificates.server);
    for (const trust of [byCa(certificates), { leaf: certificates.server.certificate }]) {
      const { checks } = await diagnosed(scriptableBody(started, { trust }));
      expect(checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
    }
  });

  it('warns of a certificate that ends within days', async () => {
    const started = await start(certificates.ending);
    const { checks } = await diagnosed(scriptableBody(started, { trust: byCa(certificates) }));
    expect(checks[0]).toMatchObject({ verdict: 'warning', id: 'tls', path: '$.issuer' });
  });
});

describe('a seeded misconfiguration of a client certificate', () => {
  let authority: CertificateAuthority;
  let registered: TestCertificate;
  let openId: OpenIdProvider;

  beforeAll(async () => {
    authority = await createCertificateAuthority();
    registered = await authority.issueClient({ commonName: 'registered' });
    openId = await startOpenIdProvider({
      clients: [
        {
          client_id: 'sign',
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: registered.subject,
          redirect_uris: [REDIRECT_URI],
        },
      ],
      tls: { ...(await authority.issueServer()), clientCertificateAuthorities: [authority.certificate] },
    });
  });

  afterAll(() => openId.close());

  const body = ({ certificate, privateKey }: TestCertificate): Body => ({
    name: 'seeded',
    kind: 'oidc',
    clientId: 'sign',
    clientAuthentication: { method: 'tls_client_auth', certificate, privateKey },
    issuer: openId.issuer,
    trust: { ca: authority.certificate },
  });

  it('finds no fault in the registered one', async () => {
    const { checks } = await diagnosed(body(registered));
    expect(checks.filter(({ verdict }) => verdict === 'fault')).toEqual([]);
  });

  it('names the certificate when another one is entered', async () => {
    const other = await authority.issueClient({ commonName: 'other' });
    expect(firstFault(await diagnosed(body(other)))).toBe('$.clientAuthentication.certificate');
  });

  it('names the certificate when it has expired', async () => {
    const expired = await authority.issueClient({ commonName: 'registered', ...EXPIRED });
    expect(firstFault(await diagnosed(body(expired)))).toBe('$.clientAuthentication.certificate');
  });
});
