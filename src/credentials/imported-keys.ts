import { type CryptoKey, importPKCS8 } from 'jose';
import { boundedCache } from '../caches/bounded-cache.js';
import type { UsableCredential } from './credential.js';
import { CredentialFault } from './credential-fault.js';

/** Our own private keys, imported once per credential version and algorithm: importing costs more than signing. */
export class ImportedKeys {
  readonly #keys = boundedCache<string, Promise<CryptoKey>>(1000);

  /** @throws whatever `importPKCS8` throws when the key does not fit the algorithm. */
  privateKey(credential: UsableCredential, algorithm: string): Promise<CryptoKey> {
    const key = `${credential.id}/${credential.version}/${algorithm}`;
    const present = this.#keys.get(key);
    if (present !== undefined) return present;
    const imported = importPKCS8(credential.value, algorithm);
    this.#keys.set(key, imported);
    imported.catch(() => this.#keys.delete(key));
    return imported;
  }

  /** @throws CredentialFault `credential_unusable` when the key does not fit the JWS algorithm. */
  async signingKey(credential: UsableCredential, algorithm: string): Promise<CryptoKey> {
    try {
      return await this.privateKey(credential, algorithm);
    } catch (cause) {
      throw new CredentialFault('credential_unusable', `the private key does not fit ${algorithm}`, { cause });
    }
  }
}
