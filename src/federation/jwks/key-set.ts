import { createHash } from 'node:crypto';
import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { plainJwk } from '../../audit/format/plain-jwk.js';
import type { JsonObject } from '../../json/json-object.js';

/** The public members of each key type (RFC 7518 §6, RFC 8037 §2). Anything else of a JWK is not used, private ones least. */
const publicMembers = ['kty', 'use', 'key_ops', 'alg', 'kid', 'crv', 'x', 'y', 'n', 'e'] as const;

/** Whether a member says anything: `null`, empty text and an empty list stand for one that was left out (RFC 7517 §4 knows none of them). */
const isThere = (value: unknown): boolean =>
  value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);

/** The names that a JWS header may call a key's certificate (RFC 7515 §4.1.7 and §4.1.8), as published or read from `x5c`. */
function certificateThumbprints(published: JsonObject): { readonly sha1: unknown; readonly sha256: unknown } {
  const chain = published['x5c'];
  const leaf: unknown = Array.isArray(chain) ? chain[0] : undefined;
  const hash = (algorithm: string) =>
    typeof leaf === 'string' ? createHash(algorithm).update(leaf, 'base64').digest('base64url') : undefined;
  const named = (name: string) => (isThere(published[name]) ? published[name] : undefined);
  return { sha1: named('x5t') ?? hash('sha1'), sha256: named('x5t#S256') ?? hash('sha256') };
}

/** One public key of a provider. */
export class VerificationKey {
  /** Public members only, in their plainest spelling: it is evidence, which every verifier must be able to read. */
  readonly jwk: JWK;
  /** What makes it this key and no other (RFC 7638 §3.2): keys of which it is equal have one thumbprint. */
  readonly identity: string;
  readonly #certificate: { readonly sha1: unknown; readonly sha256: unknown };
  readonly #imported = new Map<string, Promise<CryptoKey | Uint8Array>>();
  #thumbprint: Promise<string> | undefined;

  constructor(published: JsonObject) {
    this.jwk = plainJwk(
      Object.fromEntries(publicMembers.flatMap((name) => (isThere(published[name]) ? [[name, published[name]]] : []))),
    );
    const { kty, crv, x, y, n, e } = this.jwk;
    this.identity = JSON.stringify([kty, crv, x, y, n, e]);
    this.#certificate = certificateThumbprints(published);
  }

  /** Whether a JWS header names the certificate of this key: `x5t#S256`, or `x5t` where there is no better one. */
  hasCertificate(header: JsonObject): boolean {
    if (isThere(header['x5t#S256'])) return header['x5t#S256'] === this.#certificate.sha256;
    return isThere(header['x5t']) && header['x5t'] === this.#certificate.sha1;
  }

  /** Members without which there is no such key (RFC 7518 §6, RFC 8037 §2), e.g. where only its certificate was published. */
  get missing(): readonly string[] {
    const { kty } = this.jwk;
    const needed = kty === 'RSA' ? (['n', 'e'] as const) : kty === 'EC' ? (['x', 'y'] as const) : (['x'] as const);
    return needed.filter((name) => this.jwk[name] === undefined);
  }

  /** Rejects when the JWK is broken. */
  forAlgorithm(algorithm: string): Promise<CryptoKey | Uint8Array> {
    const present = this.#imported.get(algorithm);
    if (present !== undefined) return present;
    // What a key may be used for is judged when it is chosen; an import would refuse what it does not know.
    const { key_ops: _judged, ...jwk } = this.jwk;
    const imported = importJWK(jwk, algorithm);
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
  /** What was published, as evidence; public members only. */
  readonly document: { readonly keys: readonly JWK[] };
  readonly keys: readonly VerificationKey[];
  /** When it was asked for, milliseconds: what it holds is at least so new. */
  readonly askedAt: number;
}

function isKey(entry: unknown): entry is JsonObject {
  return typeof entry === 'object' && entry !== null && 'kty' in entry && typeof entry.kty === 'string';
}

/**
 * Reads a JWK set; null when it is none. An entry that is no key is ignored (RFC 7517 §5), unless there is nothing else. Keys of types that are not known are
 * kept and never match an algorithm.
 */
export function readKeySet(document: unknown, askedAt: number): KeySet | null {
  if (typeof document !== 'object' || document === null || !('keys' in document)) return null;
  const published: unknown = document.keys;
  if (!Array.isArray(published)) return null;
  const entries: readonly unknown[] = published;
  const keys = entries.filter(isKey).map((entry) => new VerificationKey(entry));
  if (keys.length === 0 && entries.length > 0) return null;
  return { document: { keys: keys.map((key) => key.jwk) }, keys, askedAt };
}
