import { randomInt } from 'node:crypto';
import { hashSecret } from '../../secrets/lookup-secret.js';

/** How many are made at once. */
export const RECOVERY_CODES = 10;

/** Letters and digits that nobody mistakes for each other. */
const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** 98 bits each, e.g. `k4m2x-…`: enough to be stored as a plain hash. */
export function makeRecoveryCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

/** As it is stored, however it was typed. null: it is no recovery code. */
export function recoveryCodeHash(typed: string): Buffer | null {
  const code = typed.toLowerCase().replace(/[\s-]/gu, '');
  return code.length === GROUPS * GROUP_LENGTH && Array.from(code).every((character) => ALPHABET.includes(character))
    ? hashSecret(code)
    : null;
}
