import { boundedCache } from '../caches/bounded-cache.js';
import type { UsableCredential } from '../credentials/credential.js';
import { credentialKindOf } from './client-authentication.js';
import type { ClientAuthenticationMethod } from './client-authentication.schema.js';

const keyOf = ({ id, version }: UsableCredential) => `${id}/${version}`;

/**
 * While a credential is rotated two are valid with us, and the server may not know the newer one yet. A code cannot be sent
 * again with the older one, so what was refused in one request is tried last in the next.
 */
export class RefusedCredentials {
  /** A count, not a time: what was refused longer ago is tried before what was refused just now. */
  readonly #refused = boundedCache<string, number>(10_000);
  #count = 0;

  /** Credentials in the order in which to try them: as they come, newest first, those that were refused last. */
  arranged(credentials: readonly UsableCredential[]): readonly UsableCredential[] {
    return credentials.toSorted((one, other) => this.#rank(one) - this.#rank(other));
  }

  /** The server did not accept the client authentication that was made with arranged credentials. */
  refuse(method: ClientAuthenticationMethod, credentials: readonly UsableCredential[]): void {
    const kind = credentialKindOf[method];
    const [used, another] = credentials.filter((credential) => credential.kind === kind);
    this.#count += 1;
    if (used !== undefined && another !== undefined) this.#refused.set(keyOf(used), this.#count);
  }

  #rank(credential: UsableCredential): number {
    return this.#refused.get(keyOf(credential)) ?? 0;
  }
}
