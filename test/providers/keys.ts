import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { rsaPair } from '../support/rsa-pair.js';

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** Private keys as admins enter them. */
export const keys = {
  rsa: pem((await rsaPair()).privateKey),
  shortRsa: pem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
  p256: pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey),
  p384: pem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),
  ed25519: pem(generateKeyPairSync('ed25519').privateKey),
  p256Jwk: JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })),
  publicP256Jwk: JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })),
  encryptedRsa: (await rsaPair()).privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    .toString(),
} as const;
