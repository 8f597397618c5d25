import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ImportedKeys } from '../../src/credentials/imported-keys.js';
import { callbackState } from '../../src/federation/authorization-response/callback-state.js';
import {
  judgeAuthorizationResponse,
  requireState,
} from '../../src/federation/authorization-response/judge-authorization-response.js';
import { responseClaims } from '../../src/federation/authorization-response/response-claims.js';
import { type KeySet, readKeySet } from '../../src/federation/jwks/key-set.js';
import { selectKey } from '../../src/federation/jwks/select-key.js';
import { verifyJwt } from '../../src/federation/jwks/verify-jwt.js';
import { judgeMetadata } from '../../src/federation/metadata/judge-metadata.js';
import { requirePinnedOrigins } from '../../src/federation/metadata/pinned-origins.js';
import { generateSigningKey, type SigningKey, signJwt } from '../support/scriptable-provider.js';
import { cases, names, onlyTyped, text } from './support/hostile-input.js';
import { providerUnderTest } from './support/provider-under-test.js';

const configuration = providerUnderTest({
  kind: 'oidc',
  clientId: 'sign',
  clientAuthentication: { method: 'none' },
  issuer: 'https://idp.example',
  discovery: true,
}).configuration;

describe('whatever comes in is refused by name, or accepted', () => {
  let key: SigningKey;
  let keySet: KeySet;

  beforeAll(async () => {
    key = await generateSigningKey('ES256', 'k');
    keySet = readKeySet({ keys: [key.publicJwk] }, 0)!;
  });

  it('callback parameters: never accepted with another state', async () => {
    const parameters = fc.array(
      fc.tuple(names('state', 'code', 'iss', 'error', 'error_description', 'id_token', 'response', 'user'), text),
      { maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(parameters, async (pairs) => {
        const received = new URLSearchParams(pairs);
        const expected = {
          state: 'the-state',
          issuer: { issuer: 'https://idp.example', allowedTenantIds: [] },
          issuerParameterRequired: true,
        };
        const outcome = await onlyTyped(() => judgeAuthorizationResponse(received, expected));
        if (received.get('state') !== 'the-state') expect(outcome).not.toBe('accepted');
        await onlyTyped(() => {
          requireState(received, 'the-state');
        });
        expect(callbackState(received) === null || received.has('state') || received.has('response')).toBe(true);
        expect(typeof responseClaims(received)).toBe('object');
      }),
      cases,
    );
  });

  it('ID tokens: never accepted without the right signature', async () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), text);
    const token = fc.oneof(
      text,
      fc.tuple(fc.base64String(), fc.base64String(), fc.base64String()).map((parts) => parts.join('.')),
      fc
        .record({
          header: fc.dictionary(names('alg', 'kid', 'crit', 'typ', 'zip', 'enc', 'b64'), value),
          claims: fc.dictionary(text, value),
        })
        .map((parts) => signJwt({ key: 'none', ...parts }) + 'AAAA'),
      fc.tuple(fc.nat(), text).map(([at, inserted]) => {
        const good = signJwt({ key, claims: { sub: 'john' } });
        const position = at % good.length;
        return good.slice(0, position) + inserted + good.slice(position + 1);
      }),
      fc.array(fc.base64String({ maxLength: 8 }), { minLength: 5, maxLength: 5 }).map((parts) => parts.join('.')),
    );
    const encryption = {
      keyManagementAlgorithms: ['RSA-OAEP' as const],
      contentEncryptionAlgorithms: ['A256GCM' as const],
    };
    await fc.assert(
      fc.asyncProperty(token, fc.boolean(), async (raw, encrypted) => {
        const outcome = await onlyTyped(() =>
          verifyJwt(raw, {
            algorithms: ['ES256', 'HS256', 'EdDSA'],
            encryption: encrypted ? encryption : null,
            keys: {
              current: () => Promise.resolve({ set: keySet, fresh: false }),
              newerThan: () => Promise.resolve(null),
              refetchDidNotHelp: () => undefined,
            },
            credentials: [],
            imported: new ImportedKeys(),
          }),
        );
        if (outcome === 'accepted')
          expect(raw.split('.')[1]).toBe(signJwt({ key, claims: { sub: 'john' } }).split('.')[1]);
      }),
      cases,
    );
  });

  it('metadata: never accepted from another issuer, nor with an address that is no http(s) URL', async () => {
    const url = fc.oneof(
      text,
      fc.webUrl(),
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('javascript:1', 'https://idp.example/x'),
    );
    const document = fc.dictionary(
      names(
        'issuer',
        'authorization_endpoint',
        'token_endpoint',
        'jwks_uri',
        'userinfo_endpoint',
        'mtls_endpoint_aliases',
      ),
      url,
    );
    await fc.assert(
      fc.asyncProperty(document, fc.boolean(), async (members, ours) => {
        const received = ours ? { ...members, issuer: 'https://idp.example' } : members;
        const outcome = await onlyTyped(() => {
          const { server } = judgeMetadata(received, configuration);
          expect(server.issuer).toBe('https://idp.example');
          expect(server.authorization_endpoint).toMatch(/^https?:\/\/[^\s]+$/i);
          requirePinnedOrigins(server, { authorization_endpoint: 'https://idp.example' }, configuration);
        });
        expect(outcome).toMatch(/^accepted$|^discovery\./);
      }),
      cases,
    );
  });

  it('key sets', async () => {
    const member = fc.oneof(
      fc.jsonValue({ maxDepth: 1 }),
      fc.constantFrom('RSA', 'EC', 'OKP', 'oct', 'P-256', 'sig', 'AQAB', 'k'),
    );
    const jwk = fc.dictionary(
      names('kty', 'kid', 'use', 'alg', 'crv', 'x', 'y', 'n', 'e', 'k', 'd', 'key_ops'),
      member,
    );
    const document = fc.oneof(
      fc.jsonValue(),
      fc.record({ keys: fc.array(fc.oneof(jwk, fc.jsonValue({ maxDepth: 1 }))) }),
    );
    const algorithm = fc.constantFrom('RS256', 'PS512', 'ES256', 'EdDSA', 'HS256', 'constructor');
    await fc.assert(
      fc.asyncProperty(document, algorithm, fc.option(text), async (received, alg, kid) => {
        const set = readKeySet(received, 0);
        if (set === null) return;
        await onlyTyped(async () => {
          const selected = selectKey(set, { alg, ...(kid === null ? {} : { kid }) });
          await selected.forAlgorithm(alg).catch(() => undefined);
        });
      }),
      cases,
    );
  });
});
