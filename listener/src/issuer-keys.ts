import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { ListenerError } from './listener-error.js';

/** Keys of an issuer: a key set, or the address of one. */
export type IssuerKeys = JSONWebKeySet | URL;

const MOST_ISSUERS = 100;
const LONGEST_LOOK_MILLISECONDS = 5000;
const known = new Map<string, Promise<JWTVerifyGetKey>>();

/**
 * The issuer's keys: those given, else those that its metadata name (RFC 8414, else OpenID Connect Discovery). Metadata are
 * read once per process and issuer; keys are read again by `jose` when an unknown one is needed.
 *
 * @throws {ListenerError} `issuer_keys_unavailable`
 */
export function keysOf(issuer: string, given: IssuerKeys | undefined): Promise<JWTVerifyGetKey> {
  if (given instanceof URL) return remembered(given.href, () => Promise.resolve(createRemoteJWKSet(given)));
  if (given !== undefined) return Promise.resolve(createLocalJWKSet(given));
  return remembered(issuer, () => discoveredKeys(issuer));
}

function remembered(name: string, look: () => Promise<JWTVerifyGetKey>): Promise<JWTVerifyGetKey> {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size >= MOST_ISSUERS) known.clear();
  const found = look();
  known.set(name, found);
  // What failed is looked up again by the next request.
  found.catch(() => known.delete(name));
  return found;
}

/** Where an issuer with a path has its metadata: RFC 8414 §3.1 puts the well-known part before it, Discovery §4 behind. */
function metadataAddresses(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname === '/' ? '' : pathname.replace(/\/$/, '');
  return [
    `${origin}/.well-known/oauth-authorization-server${path}`,
    `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
  ];
}

/** http is for a server on this machine only, while trying: keys fetched without TLS can be anybody's. */
function isAcceptable(address: URL): boolean {
  const { protocol, hostname } = address;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}

async function discoveredKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const faults: string[] = [];
  for (const address of metadataAddresses(issuer)) {
    const jwksUri = await jwksUriAt(address, issuer).catch((error: unknown) => {
      faults.push(`${address}: ${error instanceof Error ? error.message : 'failed'}`);
      return null;
    });
    if (jwksUri !== null) return createRemoteJWKSet(jwksUri, { timeoutDuration: LONGEST_LOOK_MILLISECONDS });
  }
  throw new ListenerError(
    'issuer_keys_unavailable',
    503,
    `The keys of ${issuer} could not be found. ${faults.join('; ')}`,
  );
}

async function jwksUriAt(address: string, issuer: string): Promise<URL> {
  if (!isAcceptable(new URL(address))) throw new Error('not https');
  const answer = await fetch(address, {
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(LONGEST_LOOK_MILLISECONDS),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const metadata = (await answer.json()) as Readonly<Record<string, unknown>>;
  if (metadata['issuer'] !== issuer) throw new Error('the metadata name another issuer');
  if (typeof metadata['jwks_uri'] !== 'string') throw new Error('the metadata have no jwks_uri');
  const jwksUri = new URL(metadata['jwks_uri']);
  if (!isAcceptable(jwksUri)) throw new Error('jwks_uri is not https');
  return jwksUri;
}
