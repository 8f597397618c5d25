import { describe, expect, it } from '@jest/globals';
import { expiryThreshold } from '../../src/certificates/expiry-threshold.js';
import type { StoredCredential } from '../../src/credentials/credential.js';
import { parseProviderRequest } from '../../src/providers/parse-provider-request.js';
import type { ProviderMetadata } from '../../src/providers/provider.js';
import { warningsOf } from '../../src/providers/warnings/warnings-of.js';
import { createSelfSignedClient } from '../support/certificates.js';
import { leastOauth2, leastOidc } from './bodies.js';

const now = new Date('2030-01-01T00:00:00Z');
const day = 86_400_000;
const inDays = (days: number) => new Date(now.getTime() + days * day);
const validation = { path: 'email', action: 'validate', target: 'recipient.email' };
const sound = { ...leastOidc, idToken: { mappings: [validation] } };

interface Circumstances {
  readonly metadata?: ProviderMetadata;
  readonly credentials?: readonly StoredCredential[];
}

function warningsFor(body: object, circumstances: Circumstances = {}): readonly string[] {
  const { configuration } = parseProviderRequest(body, { allowHttp: true, creating: true });
  const { metadata = { pinnedOrigins: null, issuerParameterSeen: false }, credentials = [] } = circumstances;
  return warningsOf({ configuration, metadata, credentials, now }).map(({ code, path }) => `${code} ${path}`);
}

const rows: readonly (readonly [rule: string, body: object, warnings: readonly string[]])[] = [
  ['nothing, when everything is as it should be', sound, []],
  ['that any account passes without a validation', leastOidc, ['any_account_passes $.idToken.mappings']],
  ['the same of oauth2', leastOauth2, ['any_account_passes $.resources']],
  [
    'that an update validates nothing',
    { ...leastOidc, idToken: { mappings: [{ path: 'a', action: 'update', target: 'recipient.firstName' }] } },
    ['any_account_passes $.idToken.mappings'],
  ],
  [
    'that every validation may be skipped',
    { ...leastOidc, idToken: { mappings: [{ ...validation, whenMissing: 'skip' }] } },
    ['validation_may_be_skipped $.idToken.mappings'],
  ],
  [
    'that a preparation may make different persons equal',
    {
      ...leastOidc,
      idToken: {
        mappings: [
          { ...validation, prepare: [{ stripPrefix: 'smtp:' }] },
          { ...validation, prepare: [{ stripPrefix: ['smtp:', 'SMTP:'] }] },
          { path: 'upn', action: 'validate', target: 'custom.login', prepare: [{ takePart: 'before', of: '@' }] },
          { path: 'upn', action: 'update', target: 'recipient.firstName', prepare: [{ takePart: 'before', of: '@' }] },
        ],
      },
      customFields: [{ name: 'login' }],
    },
    ['preparation_may_merge $.idToken.mappings[1].prepare', 'preparation_may_merge $.idToken.mappings[2].prepare'],
  ],
  [
    'that a first name is looked for in a full name',
    {
      ...leastOidc,
      idToken: { mappings: [{ path: 'name', action: 'validate', target: 'recipient.firstName', compare: 'name' }] },
    },
    ['full_name_as_first_name $.idToken.mappings[0].target'],
  ],
  [
    'each check that is off',
    { ...sound, idToken: { mappings: [validation], validate: { audience: false, issuedAt: false } } },
    ['check_off $.idToken.validate.audience', 'check_off $.idToken.validate.issuedAt'],
  ],
  [
    'each exception',
    { ...sound, idToken: { mappings: [validation], exceptions: ['any-typ', 'foreign-azp'] } },
    ['policy_exception $.idToken.exceptions[0]', 'policy_exception $.idToken.exceptions[1]'],
  ],
  [
    'each leniency',
    { ...sound, leniency: ['latin-1', 'missing-token-type'] },
    ['leniency $.leniency[0]', 'leniency $.leniency[1]'],
  ],
  [
    'a nonce that is off',
    { ...sound, idToken: { mappings: [validation], useNonce: false } },
    ['nonce_off $.idToken.useNonce'],
  ],
  ['PKCE that is off', { ...sound, usePkce: false }, ['pkce_off $.usePkce']],
  [
    'a symmetric signature',
    { ...sound, idToken: { mappings: [validation], signingAlgorithms: ['RS256', 'HS256'] } },
    ['symmetric_signature $.idToken.signingAlgorithms[1]'],
  ],
  [
    'a token in a query',
    { ...sound, resources: [{ name: 'a', uri: 'https://idp.example/a', tokenParameter: 'bearer' }] },
    ['token_in_query $.resources[0].tokenParameter'],
  ],
  ['an endpoint elsewhere', { ...sound, tokenUri: 'https://other.example/t' }, ['foreign_origin $.tokenUri']],
  [
    'a resource elsewhere',
    { ...sound, resources: [{ name: 'a', uri: 'https://other.example/a' }] },
    ['foreign_origin $.resources[0].uri'],
  ],
  ['an address without TLS', { ...sound, issuer: 'http://localhost:1' }, ['http_uri $.issuer']],
  [
    'unsigned updates',
    {
      ...sound,
      authorizationResponse: { mappings: [{ path: 'user', action: 'update', target: 'recipient.firstName' }] },
    },
    ['unsigned_source $.authorizationResponse.mappings'],
  ],
  [
    'a custom field that no form will ask for',
    { ...sound, idToken: { mappings: [{ ...validation, target: 'custom.number' }] } },
    ['custom_field_not_listed $.customFields'],
  ],
  [
    'a custom field that nothing validates',
    { ...sound, customFields: [{ name: 'number' }] },
    ['custom_field_not_validated $.customFields[0]'],
  ],
];

describe('a provider warns of', () => {
  it.each(rows)('%s', (_rule, body, warnings) => {
    expect(warningsFor(body)).toEqual(warnings);
  });

  it('endpoints that discovery found elsewhere', () => {
    const pinnedOrigins = { token_endpoint: 'https://other.example', jwks_uri: 'https://idp.example' };
    expect(warningsFor(sound, { metadata: { pinnedOrigins, issuerParameterSeen: false } })).toEqual([
      'foreign_origin $.issuer',
    ]);
  });

  it('trusted certificates that expire', async () => {
    const { certificate } = await createSelfSignedClient({ notAfter: inDays(3), notBefore: inDays(-9) });
    expect(warningsFor({ ...sound, trust: { ca: certificate } })).toEqual(['trusted_certificate_expiring $.trust.ca']);
  });
});

describe('an expiry', () => {
  it.each([
    [null, null],
    [31, null],
    [30, 30],
    [8, 30],
    [7, 7],
    [1.5, 7],
    [1, 1],
    [0.01, 1],
    [0, 0],
    [-5, 0],
  ])('in %p days is within the threshold %p', (days, threshold) => {
    expect(expiryThreshold(days === null ? null : inDays(days), now)).toBe(threshold);
  });

  const secret = (version: number, expiresAt: Date | null): StoredCredential => ({
    id: `c${version}`,
    owner: { kind: 'provider', id: 'p' },
    purpose: 'client_secret',
    version,
    firstRevision: 1,
    lastRevision: null,
    keyId: null,
    publicJwk: null,
    generated: false,
    setAt: now,
    usableFrom: now,
    expiresAt,
    retiredAt: null,
  });

  it.each([
    [29, ['credential_expiring $.clientAuthentication.clientSecret']],
    [0, ['credential_expired $.clientAuthentication.clientSecret']],
    [60, []],
  ])('of a secret in %p days is warned of', (days, warnings) => {
    expect(warningsFor(sound, { credentials: [secret(1, inDays(days))] })).toEqual(warnings);
  });

  it('of a secret that a newer one has replaced is not warned of', () => {
    expect(warningsFor(sound, { credentials: [secret(1, inDays(1)), secret(2, null)] })).toEqual([]);
  });
});
