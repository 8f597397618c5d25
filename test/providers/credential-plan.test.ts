import { beforeAll, describe, expect, it } from '@jest/globals';
import type { StoredCredential } from '../../src/credentials/credential.js';
import { publicJwkOf } from '../../src/credentials/key-pair.js';
import { parseProviderRequest } from '../../src/providers/parse-provider-request.js';
import type { PinnedOrigins } from '../../src/providers/provider.js';
import type { ProviderConfiguration } from '../../src/providers/provider-configuration.js';
import { planCredentials } from '../../src/providers/rules/credential-plan.js';
import type { EnteredCredentials } from '../../src/providers/rules/entered-credentials.js';
import { leastOidc } from './bodies.js';
import { keys } from './keys.js';

const now = new Date('2030-01-01T00:00:00Z');
const hour = 3_600_000;

const configurationOf = (changes: object): ProviderConfiguration =>
  parseProviderRequest({ ...leastOidc, ...changes }, { allowHttp: false, creating: false }).configuration;

const nothing: EnteredCredentials = {
  clientAuthentication: null,
  expiresAt: undefined,
  overlapSeconds: 0,
  decryptionKey: null,
};
const aSecret: EnteredCredentials = {
  ...nothing,
  clientAuthentication: { kind: 'client_secret', value: 'new', privateKey: null, keyId: null },
};

function stored(members: Partial<StoredCredential> = {}): StoredCredential {
  return {
    id: 'c1',
    owner: { kind: 'provider', id: 'p' },
    purpose: 'client_secret',
    version: 1,
    firstRevision: 1,
    lastRevision: null,
    keyId: null,
    publicJwk: null,
    generated: false,
    setAt: now,
    usableFrom: now,
    expiresAt: null,
    retiredAt: null,
    ...members,
  };
}

interface Change {
  readonly before?: object;
  readonly after?: object;
  readonly entered?: EnteredCredentials;
  readonly credentials?: readonly StoredCredential[];
  readonly pinned?: PinnedOrigins | null;
}

/** What becomes of the credentials when revision 5 follows. */
function plan({ before = {}, after = {}, entered = nothing, credentials = [stored()], pinned = null }: Change) {
  return planCredentials({
    before: configurationOf(before),
    after: configurationOf(after),
    revision: 5,
    stored: credentials,
    entered,
    enteredDecryptionJwk: null,
    pinned,
    now,
  });
}

describe('a secret that is left out', () => {
  const kept: readonly (readonly [string, Change])[] = [
    ['nothing else changes', {}],
    [
      'a mapping is added',
      { after: { idToken: { mappings: [{ path: 'a', action: 'update', target: 'recipient.firstName' }] } } },
    ],
    ['the endpoint is named that the issuer had', { after: { tokenUri: 'https://idp.example/other-path' } }],
    [
      'the endpoint is named that discovery had found',
      { after: { tokenUri: 'https://token.example/t' }, pinned: { token_endpoint: 'https://token.example' } },
    ],
    ['the method no longer sends it', { after: { clientAuthentication: { method: 'client_secret_jwt' } } }],
    ['it is sent in another place', { after: { clientAuthentication: { method: 'client_secret_post' } } }],
  ];
  it.each(kept)('is kept when %s', (_name, change) => {
    expect(plan(change)).toEqual({ faults: [], added: [], changed: [] });
  });

  const jwt = { clientAuthentication: { method: 'client_secret_jwt' } };
  const refused: readonly (readonly [string, Change, RegExp])[] = [
    ['the issuer changes', { after: { issuer: 'https://evil.example' } }, /issuer/],
    ['the token endpoint moves to another host', { after: { tokenUri: 'https://evil.example/t' } }, /origin/],
    ['the token endpoint moves to another port', { after: { tokenUri: 'https://idp.example:8443/t' } }, /origin/],
    [
      'the token endpoint leaves where discovery had found it',
      { before: { tokenUri: 'https://token.example/t' }, pinned: { token_endpoint: 'https://idp.example' } },
      /origin/,
    ],
    [
      'requests are pushed elsewhere',
      { after: { usePushedAuthorizationRequests: true, pushedAuthorizationRequestUri: 'https://evil.example/par' } },
      /origin/,
    ],
    ['the method sends it now', { before: jwt }, /sends the secret/],
    ['no secret is stored', { credentials: [] }, /none is stored/],
    ['the stored one is retired', { credentials: [stored({ retiredAt: now })] }, /none is stored/],
    ['the stored one serves earlier revisions only', { credentials: [stored({ lastRevision: 3 })] }, /none is stored/],
  ];
  it.each(refused)('must be entered again when %s', (_name, change, message) => {
    const { faults } = plan(change);
    expect(faults).toEqual([
      { path: '$.clientAuthentication.clientSecret', message: expect.stringMatching(message) as unknown as string },
    ]);
  });

  it('takes a new expiry without being entered again', () => {
    const expiresAt = new Date('2031-01-01T00:00:00Z');
    expect(plan({ entered: { ...nothing, expiresAt } }).changed).toEqual([stored({ expiresAt })]);
  });
});

describe('a secret that is entered', () => {
  it('replaces the stored one at once and serves the same revisions', () => {
    const { added, changed } = plan({ entered: aSecret });
    expect(added).toMatchObject([{ firstRevision: 1, value: { value: 'new' } }]);
    expect(changed).toEqual([stored({ retiredAt: now })]);
  });

  it('leaves the stored one valid for the overlap', () => {
    const { changed } = plan({ entered: { ...aSecret, overlapSeconds: 60 } });
    expect(changed).toEqual([stored({ retiredAt: new Date(now.getTime() + 60_000) })]);
  });

  it('does not lengthen the life of one that is already on its way out', () => {
    const soon = new Date(now.getTime() + 1000);
    const { changed } = plan({
      entered: { ...aSecret, overlapSeconds: 60 },
      credentials: [stored({ retiredAt: soon })],
    });
    expect(changed).toEqual([stored({ retiredAt: soon })]);
  });

  it('serves no earlier revision when the destination changes, and the stored one no later', () => {
    const { faults, added, changed } = plan({ after: { issuer: 'https://new.example' }, entered: aSecret });
    expect(faults).toEqual([]);
    expect(added).toMatchObject([{ firstRevision: 5 }]);
    expect(changed).toEqual([stored({ lastRevision: 4, retiredAt: new Date(now.getTime() + hour) })]);
  });
});

describe('a credential of another purpose', () => {
  it('is closed when the method no longer needs it', () => {
    const { added, changed } = plan({ after: { clientAuthentication: { method: 'none' } } });
    expect(added).toEqual([]);
    expect(changed).toEqual([stored({ lastRevision: 4, retiredAt: new Date(now.getTime() + hour) })]);
  });

  it('is generated for private_key_jwt', () => {
    const { faults, added } = plan({
      after: { clientAuthentication: { method: 'private_key_jwt', signingAlgorithm: 'ES256' } },
    });
    expect(faults).toEqual([]);
    expect(added).toMatchObject([
      { value: null, firstRevision: 5, need: { purpose: 'signing_key', algorithm: 'ES256' } },
    ]);
  });

  it('is generated for a request object beside the secret', () => {
    const { added, changed } = plan({ after: { requestObject: {} } });
    expect(added).toMatchObject([{ value: null, need: { purpose: 'signing_key', algorithm: 'RS256' } }]);
    expect(changed).toEqual([]);
  });

  it('is generated once per family for encrypted tokens', () => {
    const encryption = { keyManagementAlgorithms: ['RSA-OAEP-256', 'RSA-OAEP', 'ECDH-ES'] };
    const { added } = plan({ after: { idToken: { encryption } } });
    expect(added.map(({ need }) => need.algorithm)).toEqual(['RSA-OAEP-256', 'ECDH-ES']);
  });
});

describe('a signing key', () => {
  let rs256: StoredCredential;
  beforeAll(async () => {
    rs256 = stored({
      purpose: 'signing_key',
      generated: true,
      publicJwk: await publicJwkOf(keys.rsa, 'sig', 'RS256', null),
    });
  });
  const method = (signingAlgorithm: string) => ({
    clientAuthentication: { method: 'private_key_jwt', signingAlgorithm },
  });

  it('is kept while the algorithm stays', () => {
    const change = {
      before: method('RS256'),
      after: { ...method('RS256'), issuer: 'https://new.example' },
      credentials: [rs256],
    };
    expect(plan(change)).toEqual({ faults: [], added: [], changed: [] });
  });

  it('is replaced by another generated one when the algorithm changes', () => {
    const { added, changed } = plan({ before: method('RS256'), after: method('ES256'), credentials: [rs256] });
    expect(added).toMatchObject([{ value: null, firstRevision: 5, need: { algorithm: 'ES256' } }]);
    expect(changed).toMatchObject([{ lastRevision: 4 }]);
  });

  it('must be entered again when it was entered and the algorithm changes', () => {
    const { faults } = plan({
      before: method('RS256'),
      after: method('ES256'),
      credentials: [{ ...rs256, generated: false }],
    });
    expect(faults).toMatchObject([{ path: '$.clientAuthentication.privateKey' }]);
  });
});
