import type { ProviderConfiguration } from '../../providers/provider-configuration.js';
import { refuse } from '../refusal.js';
import { isEndpointNeeded } from './needed-endpoints.js';
import { endpointsOf, type ServerMetadata } from './server-metadata.js';

/** Origin of every endpoint by its name in the metadata: what the first discovery pins. */
export function originsOf(server: ServerMetadata): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(endpointsOf(server)).map(([name, uri]) => [name, new URL(uri).origin]));
}

/**
 * Compares the endpoints with the origins that the first discovery pinned. An endpoint that did not exist then may live at
 * any pinned origin. One that no login of this configuration goes to may be anywhere.
 * @throws CountersignError `discovery.endpoint_moved`
 */
export function requirePinnedOrigins(
  server: ServerMetadata,
  pinned: Readonly<Record<string, string>>,
  configuration: ProviderConfiguration,
): void {
  const known = new Set(Object.values(pinned));
  const moves = Object.entries(originsOf(server)).flatMap(([name, origin]) => {
    if (!isEndpointNeeded(name, configuration)) return [];
    const before = Object.hasOwn(pinned, name) ? pinned[name] : undefined;
    if (before === undefined ? known.has(origin) : before === origin) return [];
    return [`${name}: expected ${before ?? [...known].join(' or ')}, saw ${origin}`];
  });
  if (moves.length > 0) throw refuse('discovery.endpoint_moved', moves.join('; '));
}
