import { LRUCache } from 'lru-cache';
import type { ClientAuthenticationMethod } from '../../providers/provider-configuration.js';
import type { ProviderForTrip, UsableCredential } from '../../providers/provider-for-trip.js';

const kinds: Readonly<Record<ClientAuthenticationMethod, UsableCredential['kind'] | null>> = {
  client_secret_basic: 'client_secret',
  client_secret_post: 'client_secret',
  client_secret_jwt: 'client_secret',
  private_key_jwt: 'private_key',
  apple_client_secret: 'private_key',
  tls_client_auth: 'client_certificate',
  self_signed_tls_client_auth: 'client_certificate',
  none: null,
};

const keyOf = ({ id, version }: UsableCredential) => `${id}/${version}`;

/**
 * While a credential is rotated two are valid with us, and the provider may not know the newer one yet. A code cannot be sent
 * again with the older one, so what was refused in one login is tried last in the next.
 */
export class RefusedCredentials {
  /** A count, not a time: what was refused longer ago is tried before what was refused just now. */
  readonly #refused = new LRUCache<string, number>({ max: 10_000 });
  #count = 0;

  /** The provider with its credentials in the order in which to try them: newest first, refused ones last. */
  arranged(provider: ProviderForTrip): ProviderForTrip {
    const credentials = provider.credentials.toSorted((one, other) => this.#rank(one) - this.#rank(other));
    return { ...provider, credentials };
  }

  /** The provider did not accept the client authentication of an arranged provider. */
  refuse({ configuration, credentials }: ProviderForTrip): void {
    const kind = kinds[configuration.clientAuthentication.method];
    const [used, another] = credentials.filter((credential) => credential.kind === kind);
    this.#count += 1;
    if (used !== undefined && another !== undefined) this.#refused.set(keyOf(used), this.#count);
  }

  #rank(credential: UsableCredential): number {
    return this.#refused.get(keyOf(credential)) ?? 0;
  }
}
