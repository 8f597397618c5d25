import { type CryptoKey, compactVerify, errors as joseErrors } from 'jose';
import type { UsableCredential } from '../../credentials/credential.js';
import type { ImportedKeys } from '../../credentials/imported-keys.js';
import type { JsonObject } from '../../json/json-object.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { Encryption } from '../../providers/provider-configuration.js';
import { type CompactJws, readCompactJws } from '../jwt/compact-jws.js';
import { decryptCompactJwe, isCompactJwe } from '../jwt/decrypt-jwe.js';
import { JwtFault } from '../jwt/jwt-fault.js';
import type { KeySet, VerificationKey } from './key-set.js';
import { selectKey } from './select-key.js';
import { isPlainlySigned } from './verified-in-place.js';

/** Where the keys come from that a JWT is verified with. */
export interface KeySource {
  current(): Promise<{ readonly set: KeySet; readonly fresh: boolean }>;
  newerThan(set: KeySet): Promise<KeySet | null>;
  refetchDidNotHelp(): void;
}

interface JwtRequirements {
  /** The only accepted `alg` values. */
  readonly algorithms: readonly string[];
  /** Null: an encrypted token is refused. Set: an unencrypted one is. */
  readonly encryption: Encryption | null;
  readonly keys: KeySource;
  /** Our client secrets and decryption keys. */
  readonly credentials: readonly UsableCredential[];
  readonly imported: ImportedKeys;
}

export interface VerifiedJwt {
  /** The compact JWS. */
  readonly raw: string;
  /** The compact JWE that it came in; null when it was not encrypted. */
  readonly encrypted: string | null;
  readonly header: JsonObject;
  readonly claims: JsonObject;
  /** Null for HS*, which is keyed with the client secret. */
  readonly key: VerificationKey | null;
  readonly keySet: KeySet | null;
}

/** Faults that a rotated key explains, and that a newer key set may therefore mend. */
const mendable: ReadonlySet<string> = new Set(['key_not_found', 'signature_invalid']);

/**
 * Decrypts where configured, and verifies the signature with an algorithm that the admin chose, never one that the token
 * chose. `jku`, `x5u`, `x5c` and `jwk` of the header are not looked at: keys come from the provider's key set alone.
 * @throws JwtFault, or what the key source throws.
 */
export async function verifyJwt(received: string, required: JwtRequirements): Promise<VerifiedJwt> {
  const encrypted = isCompactJwe(received) ? received : null;
  const jws = readCompactJws(await opened(received, encrypted !== null, required));
  const { alg } = jws.header;
  if (!required.algorithms.includes(alg)) {
    const expected = required.algorithms.join(', ');
    throw new JwtFault('algorithm_not_allowed', `alg: expected one of ${expected}, saw ${quoteForeign(alg)}`);
  }
  if (jws.header['crit'] !== undefined) {
    throw new JwtFault('critical_header_unsupported', 'crit: expected none, no extension is understood');
  }
  const verifiedWith = alg.startsWith('HS')
    ? await verifyWithSecret(jws, required)
    : await verifyWithKeySet(jws, required);
  return { raw: jws.raw, encrypted, header: jws.header, claims: jws.claims, ...verifiedWith };
}

async function opened(received: string, isEncrypted: boolean, required: JwtRequirements): Promise<string> {
  if (required.encryption === null) {
    if (isEncrypted) throw new JwtFault('encryption_unexpected', 'expected a signed token, saw an encrypted one');
    return received;
  }
  if (!isEncrypted) throw new JwtFault('encryption_missing', 'expected an encrypted token, saw one that is not');
  const keys = required.credentials.filter(({ kind }) => kind === 'decryption_key');
  const inside = await decryptCompactJwe(received, required.encryption, keys, required.imported);
  if (inside.split('.').length !== 3) throw new JwtFault('unsigned', 'expected a signed token inside the encryption');
  return inside;
}

async function verifyWithSecret(jws: CompactJws, { credentials }: JwtRequirements) {
  const secrets = credentials.filter(({ kind }) => kind === 'client_secret');
  if (secrets.length === 0) throw new JwtFault('key_not_found', 'no client secret is set, which HS algorithms need');
  for (const { value } of secrets) {
    if (await isSignedWith(jws, new TextEncoder().encode(value))) return { key: null, keySet: null };
  }
  throw new JwtFault('signature_invalid', `${jws.header.alg} with the client secret`);
}

async function verifyWithKeySet(jws: CompactJws, { keys }: JwtRequirements) {
  const { set, fresh } = await keys.current();
  try {
    return await verifyWith(jws, set);
  } catch (error) {
    if (fresh || !(error instanceof JwtFault && mendable.has(error.reason))) throw error;
    const newer = await keys.newerThan(set);
    if (newer === null) throw error;
    try {
      return await verifyWith(jws, newer);
    } catch (again) {
      keys.refetchDidNotHelp();
      throw again;
    }
  }
}

async function verifyWith(jws: CompactJws, keySet: KeySet): Promise<{ key: VerificationKey; keySet: KeySet }> {
  const key = selectKey(keySet, jws.header);
  const imported = await key.forAlgorithm(jws.header.alg).catch((cause: unknown) => {
    const { missing } = key;
    const why = missing.length > 0 ? `it has no ${missing.join(' and ')}` : 'its members are no key';
    throw new JwtFault('key_unusable', `kid ${quoteForeign(key.jwk.kid ?? '')}: ${why}`, { cause });
  });
  if (await isSignedWith(jws, imported)) return { key, keySet };
  throw new JwtFault('signature_invalid', `${jws.header.alg} with kid ${quoteForeign(key.jwk.kid ?? '')}`);
}

async function isSignedWith(jws: CompactJws, key: CryptoKey | Uint8Array): Promise<boolean> {
  try {
    if (isPlainlySigned(jws, key)) return true;
    await compactVerify(jws.raw, key, { algorithms: [jws.header.alg] });
    return true;
  } catch (cause) {
    if (cause instanceof joseErrors.JWSSignatureVerificationFailed) return false;
    // jose refuses keys that are too weak or do not fit with a TypeError.
    throw new JwtFault('key_unusable', `the key cannot verify ${jws.header.alg}`, { cause });
  }
}
