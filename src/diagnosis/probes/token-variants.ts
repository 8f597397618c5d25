import type { UsableCredential } from '../../credentials/credential.js';
import type { ClientAuthentication, ProviderConfiguration } from '../../providers/provider-configuration.js';
import { namesMethod } from '../observed/client-refusal.js';

/** The token request with one setting changed. If the client is accepted so, that setting is at fault. */
export interface TokenVariant {
  readonly path: string;
  /** What works, e.g. `client_secret_post`. */
  readonly works: string;
  readonly configuration: ProviderConfiguration;
  /** Left out: the configured ones. */
  readonly credentials?: readonly UsableCredential[];
}

/**
 * Other ways to authenticate with the same credential, and the request without PKCE. Pure.
 * @param maySendSecret whether a secret may be sent that the configured method only proves; never one that was stored, since
 *   it was entered for that method
 */
export function tokenVariants(
  configuration: ProviderConfiguration,
  credentials: readonly UsableCredential[],
  maySendSecret: boolean,
): readonly TokenVariant[] {
  const used = configuration.clientAuthentication;
  const secret = credentials.find(({ kind }) => kind === 'client_secret')?.value ?? '';
  const withMethod = (path: string, works: string, clientAuthentication: ClientAuthentication): TokenVariant => ({
    path,
    works,
    configuration: { ...configuration, clientAuthentication },
  });
  const methods = methodsInPlaceOf(used, maySendSecret).map((method) =>
    withMethod('$.clientAuthentication.method', method.method, method),
  );
  return [
    ...encodings(used, configuration.clientId, secret).map((method) =>
      withMethod('$.clientAuthentication.basicEncoding', method.basicEncoding, method),
    ),
    ...audiences(used).map((method) =>
      withMethod('$.clientAuthentication.assertionAudience', method.assertionAudience, method),
    ),
    ...algorithms(used, credentials).map((method) =>
      withMethod('$.clientAuthentication.signingAlgorithm', method.signingAlgorithm, method),
    ),
    ...withoutKeyId(configuration, credentials),
    ...methods,
    {
      path: '$.usePkce',
      works: configuration.usePkce ? 'no `code_verifier`' : 'a `code_verifier`',
      configuration: { ...configuration, usePkce: !configuration.usePkce },
    },
  ];
}

/** What the provider has said, by which some variants are likelier than others. */
interface Told {
  readonly configuration: ProviderConfiguration;
  /** Its words about our request. */
  readonly detail: string;
  /** Methods that it lists; null when it lists none. */
  readonly listedMethods: readonly string[] | null;
}

/**
 * Puts first what metadata and words speak for, since only a few requests may be made: another method where ours is spoken of or
 * not listed, the listed ones before the others; an encoding where there is something to encode; PKCE where it is named. Pure.
 */
export function byLikelihood(
  variants: readonly TokenVariant[],
  { configuration, detail, listedMethods }: Told,
): { readonly likely: readonly TokenVariant[]; readonly others: readonly TokenVariant[] } {
  const { method } = configuration.clientAuthentication;
  const isListed = (name: string) => listedMethods?.includes(name) === true;
  const aboutMethod = namesMethod(detail) || (listedMethods !== null && !isListed(method));
  const aboutPkce = /PKCE|code.verifier|code.challenge/i.test(detail);
  const isLikely = ({ path, works }: TokenVariant): boolean => {
    if (path === '$.clientAuthentication.basicEncoding') return true;
    if (path === '$.clientAuthentication.method') return aboutMethod && (listedMethods === null || isListed(works));
    return path === '$.usePkce' && aboutPkce;
  };
  const rank = ({ path, works }: TokenVariant) =>
    path === '$.clientAuthentication.method' && listedMethods !== null && !isListed(works) ? 1 : 0;
  const sorted = variants.toSorted((one, other) => rank(one) - rank(other));
  return { likely: sorted.filter(isLikely), others: sorted.filter((variant) => !isLikely(variant)) };
}

function methodsInPlaceOf(used: ClientAuthentication, maySendSecret: boolean): readonly ClientAuthentication[] {
  const basic = { method: 'client_secret_basic', basicEncoding: 'standard' } as const;
  const post = { method: 'client_secret_post' } as const;
  const jwt = { method: 'client_secret_jwt', signingAlgorithm: 'HS256', assertionAudience: 'issuer' } as const;
  const none = { method: 'none' } as const;
  switch (used.method) {
    case 'client_secret_basic':
      return [post, jwt, none];
    case 'client_secret_post':
      return [basic, jwt, none];
    case 'none':
      return [];
    case 'client_secret_jwt':
      return maySendSecret ? [basic, post, none] : [none];
    case 'private_key_jwt':
    case 'apple_client_secret':
    case 'tls_client_auth':
    case 'self_signed_tls_client_auth':
      return [none];
  }
}

/** The two encodings of Basic differ only where the id or the secret holds something to encode. */
function encodings(used: ClientAuthentication, clientId: string, secret: string) {
  if (used.method !== 'client_secret_basic' || /^[A-Za-z0-9._-]*$/.test(clientId + secret)) return [];
  return [{ ...used, basicEncoding: used.basicEncoding === 'raw' ? ('standard' as const) : ('raw' as const) }];
}

function audiences(used: ClientAuthentication) {
  if (used.method !== 'client_secret_jwt' && used.method !== 'private_key_jwt') return [];
  const other = used.assertionAudience === 'issuer' ? ('token_endpoint' as const) : ('issuer' as const);
  return [{ ...used, assertionAudience: other }];
}

function algorithms(used: ClientAuthentication, credentials: readonly UsableCredential[]) {
  if (used.method === 'client_secret_jwt') {
    return (['HS256', 'HS384', 'HS512'] as const)
      .filter((algorithm) => algorithm !== used.signingAlgorithm)
      .map((signingAlgorithm) => ({ ...used, signingAlgorithm }));
  }
  const key = credentials.find(({ kind }) => kind === 'private_key');
  // Only an RSA key fits several algorithms.
  if (used.method !== 'private_key_jwt' || key === undefined || !/^[RP]S/.test(used.signingAlgorithm)) return [];
  return (['RS256', 'PS256'] as const)
    .filter((algorithm) => algorithm !== used.signingAlgorithm)
    .map((signingAlgorithm) => ({ ...used, signingAlgorithm }));
}

/** A provider that finds keys by `kid` refuses one that it does not know, whatever the key. */
function withoutKeyId(configuration: ProviderConfiguration, credentials: readonly UsableCredential[]): TokenVariant[] {
  const named = credentials.some(({ kind, keyId }) => kind === 'private_key' && keyId !== undefined);
  if (configuration.clientAuthentication.method !== 'private_key_jwt' || !named) return [];
  const unnamed = credentials.map(({ keyId: _keyId, ...rest }) => rest);
  return [{ path: '$.clientAuthentication.keyId', works: 'no key id', configuration, credentials: unnamed }];
}
