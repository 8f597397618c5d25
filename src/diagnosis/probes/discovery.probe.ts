import type { ErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import { requestDiscovery } from '../../federation/metadata/discovery-request.js';
import { explicitMetadata } from '../../federation/metadata/explicit-metadata.js';
import { judgeMetadata } from '../../federation/metadata/judge-metadata.js';
import { requirePinnedOrigins } from '../../federation/metadata/pinned-origins.js';
import type { ProviderMetadata } from '../../federation/metadata/server-metadata.js';
import { outboundProfile } from '../../federation/outbound-profile.js';
import { parseJsonDocument } from '../../json/json-document.js';
import type { JsonObject } from '../../json/json-object.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import type { Probing } from './probing.js';

/** What is known of the provider's own description of itself. */
export interface DiscoverySeen {
  /** Whether logins depend on it. Otherwise it only serves to compare. */
  readonly required: boolean;
  readonly uri: string | null;
  /** No answer came. */
  readonly failure: OutboundFailure | null;
  /** An answer came that cannot be used. */
  readonly refusal: { readonly code: ErrorCode; readonly detail: string; readonly status: number | null } | null;
  readonly document: JsonObject | null;
  /** What logins use; null when none could be started. */
  readonly metadata: ProviderMetadata | null;
  readonly durationMs: number;
}

/** Asks for the discovery document, as a login does; without discovery, looks for one to compare the settings with. */
export async function probeDiscovery(probing: Probing): Promise<DiscoverySeen> {
  const { configuration } = probing.provider;
  if (configuration.discovery) return await required(probing);
  const document = await findDocument(probing);
  const seen = { required: false, uri: null, failure: null, refusal: null, durationMs: 0 };
  return { ...seen, document, metadata: explicitMetadata(configuration) };
}

async function required(probing: Probing): Promise<DiscoverySeen> {
  const { provider, outbound } = probing;
  const { configuration } = provider;
  let uri: string | null = null;
  let status: number | null = null;
  let document: JsonObject | null = null;
  const startedAt = performance.now();
  const seen = (rest: Partial<DiscoverySeen>): DiscoverySeen => ({
    required: true,
    uri,
    failure: null,
    refusal: null,
    document,
    metadata: null,
    durationMs: performance.now() - startedAt,
    ...rest,
  });
  const notes = {
    requested: (request: { readonly url: string }) => {
      uri = request.url;
    },
    answered: (answer: { readonly status: number }) => {
      status = answer.status;
    },
    note: () => undefined,
  };
  try {
    document = await requestDiscovery(outbound, provider, configuration.issuer ?? '', notes);
    const metadata = judgeMetadata(document, configuration);
    if (provider.pinnedOrigins !== null) requirePinnedOrigins(metadata.server, provider.pinnedOrigins, configuration);
    return seen({ metadata });
  } catch (error) {
    if (error instanceof OutboundFailure) return seen({ failure: error });
    if (!(error instanceof CountersignError)) throw error;
    return seen({ refusal: { code: error.code, detail: error.detail ?? '', status } });
  }
}

/** Addresses tried at most. */
const candidateLimit = 5;

/**
 * The discovery document of a provider that is configured without: the one at the issuer, or at an address from which the
 * endpoints may come, if it names an endpoint that is configured.
 */
async function findDocument(probing: Probing): Promise<JsonObject | null> {
  const { issuer, authorizationUri, tokenUri } = probing.provider.configuration;
  const endpoints = [authorizationUri, tokenUri].filter((uri) => uri !== null);
  const bases = [...(issuer === null ? [] : [issuer]), ...endpoints.flatMap(prefixesOf)];
  const distinct = [...new Set(bases.map((base) => base.replace(/\/$/, '')))].slice(0, candidateLimit);
  const documents = await Promise.all(distinct.map((base) => documentAt(probing, base)));
  const found = documents.filter((document) => document !== null);
  const names = (document: JsonObject) =>
    document['authorization_endpoint'] === authorizationUri || document['token_endpoint'] === tokenUri;
  const [first] = documents;
  return found.find(names) ?? (issuer === null ? null : (first ?? null));
}

/** `https://idp.example/realms/a/token`: the origin, and up to two levels of its path. */
function prefixesOf(uri: string): readonly string[] {
  const { origin, pathname } = new URL(uri);
  const segments = pathname.split('/').filter((segment) => segment !== '');
  return [0, 1, 2]
    .filter((depth) => depth < segments.length)
    .map((depth) => [origin, ...segments.slice(0, depth)].join('/'));
}

async function documentAt({ outbound, provider, signal }: Probing, base: string): Promise<JsonObject | null> {
  try {
    const answer = await outbound.send({
      ...outboundProfile(provider, 'discovery', signal),
      url: `${base}/.well-known/openid-configuration`,
      method: 'GET',
      headers: { accept: 'application/json' },
    });
    if (answer.status !== 200) return null;
    const document = parseJsonDocument(answer.body, { topLevel: 'object' });
    return 'fault' in document ? null : (document.value as JsonObject);
  } catch {
    return null;
  }
}
