import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import type { JsonObject } from '../../json/json-object.js';

/** The public members of each key type (RFC 7518 §6, RFC 8037 §2). Anything else of a JWK is not used, private ones least. */
const publicMembers = ['kty', 'use', 'key_ops', 'alg', 'kid', 'crv', 'x', 'y', 'n', 'e'] as const;

/** One public key of a provider. */
export class VerificationKey {
  /** Public members only. */
  readonly jwk: JWK;
  readonly #imported = new Map<string, Promise<CryptoKey | Uint8Array>>();
  #thumbprint: Promise<string> | undefined;

  constructor(published: JsonObject) {
    this.jwk = Object.fromEntries(
      publicMembers.flatMap((name) => (published[name] === undefined ? [] : [[name, published[name]]])),
    );
  }

  /** Rejects when the JWK is broken. */
  forAlgorithm(algorithm: string): Promise<CryptoKey | Uint8Array> {
    const present = this.#imported.get(algorithm);
    if (present !== undefined) return present;
    const imported = importJWK(this.jwk, algorithm);
    this.#imported.set(algorithm, imported);
    return imported;
  }

  /** RFC 7638, SHA-256, base64url. */
  thumbprint(): Promise<string> {
    this.#thumbprint ??= calculateJwkThumbprint(this.jwk, 'sha256');
    return this.#thumbprint;
  }
}

/** A provider's JWK set (RFC 7517 §5) at one time. */
export interface KeySet {
  /** As published, as evidence; public members only. */
  readonly document: { readonly keys: readonly JWK[] };
  readonly keys: readonly VerificationKey[];
  /** When it was asked for, milliseconds: what it holds is at least so new. */
  readonly askedAt: number;
}

/** Reads a JWK set; null when it is none. Keys of types that are not known are kept and never match an algorithm. */
export function readKeySet(document: unknown, askedAt: number): KeySet | null {
  if (typeof document !== 'object' || document === null || !('keys' in document)) return null;
  const published: unknown = document.keys;
  if (!Array.isArray(published)) return null;
  const entries: readonly unknown[] = published;
  const objects = entries.filter(
    (entry): entry is JsonObject => typeof entry === 'object' && entry !== null && !Array.isArray(entry),
  );
  if (objects.length !== entries.length) return null;
  const keys = objects.map((entry) => new VerificationKey(entry));
  return { document: { keys: keys.map((key) => key.jwk) }, keys, askedAt };
}
