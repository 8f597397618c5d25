import { compactDecrypt } from 'jose';
import type { UsableCredential } from '../../credentials/credential.js';
import type { ImportedKeys } from '../../credentials/imported-keys.js';
import type { JsonObject } from '../../json/json-object.js';
import { typeName } from '../../json/type-name.js';
import { quoteForeign } from '../../outbound/foreign-text.js';
import type { Encryption } from '../../providers/provider-configuration.js';
import { readJsonPart } from './compact-jws.js';
import { JwtFault } from './jwt-fault.js';

const partsOfJwe = 5;

export function isCompactJwe(raw: string): boolean {
  return raw.split('.').length === partsOfJwe;
}

function requireMember(header: JsonObject, name: 'alg' | 'enc', allowed: readonly string[]): string {
  const value = header[name];
  if (typeof value === 'string' && allowed.includes(value)) return value;
  const seen = typeof value === 'string' ? quoteForeign(value) : typeName(value);
  throw new JwtFault('encryption_algorithm_refused', `${name}: expected one of ${allowed.join(', ')}, saw ${seen}`);
}

/** The keys that a JWE may be for: the one that `kid` names, or every one when it names none that we know. */
function candidates(keys: readonly UsableCredential[], kid: unknown): readonly UsableCredential[] {
  const named = keys.filter((key) => key.keyId !== undefined && key.keyId === kid);
  return named.length > 0 ? named : keys;
}

/**
 * Decrypts a compact JWE (RFC 7516 §7.1) to the text inside, with configured algorithms only. `zip` is refused: a small
 * token could grow without bound.
 * @throws JwtFault `malformed`, `duplicate_member`, `critical_header_unsupported`, `encryption_algorithm_refused`, `decryption_failed`.
 */
export async function decryptCompactJwe(
  raw: string,
  encryption: Encryption,
  keys: readonly UsableCredential[],
  imported: ImportedKeys,
): Promise<string> {
  const header = readJsonPart(raw.slice(0, raw.indexOf('.')), 'encryption header');
  if (header['crit'] !== undefined) throw new JwtFault('critical_header_unsupported', 'encryption header: crit');
  if (header['zip'] !== undefined) throw new JwtFault('encryption_algorithm_refused', 'zip: expected no compression');
  const algorithm = requireMember(header, 'alg', encryption.keyManagementAlgorithms);
  requireMember(header, 'enc', encryption.contentEncryptionAlgorithms);
  let cause: unknown;
  for (const credential of candidates(keys, header['kid'])) {
    try {
      const { plaintext } = await compactDecrypt(raw, await imported.privateKey(credential, algorithm));
      return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
    } catch (error) {
      cause = error;
    }
  }
  const kid = typeof header['kid'] === 'string' ? quoteForeign(header['kid']) : 'none';
  throw new JwtFault('decryption_failed', `none of our ${keys.length} decryption keys opens it; kid: ${kid}`, {
    cause,
  });
}
