import { describe, expect, it, test } from '@jest/globals';
import { judgePassword, normalisedPassword } from '../../src/user-logins/passwords/judge-password.js';
import { PasswordHasher } from '../../src/user-logins/passwords/password-hasher.js';
import { judgeOneTimePassword } from '../../src/user-logins/second-factors/one-time-password.js';
import { makeRecoveryCode, recoveryCodeHash } from '../../src/user-logins/second-factors/recovery-codes.js';

const about = ['ada.lovelace@analytical.example', 'Ada Lovelace'];

describe('a new password', () => {
  test.each([
    ['correct horse battery staple', null],
    ['ein Kuchen mit sieben Pflaumen', null],
    ['zażółć gęślą jaźń łąka', null],
    ['🦊 über den kleinen Zaun', null],
    ['x7#Lq!p2Vz0@Rk9', null],
    ['83920175564820193', null],
    ['fourteen chars', 'too_short'],
    ['🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊', 'too_short'],
    ['y'.repeat(257), 'too_long'],
    ['passwordpassword', 'known_to_attackers'],
    ['P@ssw0rd1234567', 'known_to_attackers'],
    ['Willkommen2026!!', 'known_to_attackers'],
    ['Summer-Dragon-Monkey', 'known_to_attackers'],
    ['qwertyuiopasdfghjkl', 'known_to_attackers'],
    ['abcabcabcabcabcabc', 'known_to_attackers'],
    ['123456789012345678', 'known_to_attackers'],
    ['aaaaaaaaaaaaaaaaaaaa', 'known_to_attackers'],
    ['abcdefghijklmnopqrst', 'known_to_attackers'],
    ['LovelaceLovelace1815', 'about_the_user'],
    ['4n4lytic4l-L0vel4ce', 'about_the_user'],
    ['welcome-lovelace-12', 'known_to_attackers'],
  ] as const)('%s: %s', (password, verdict) => {
    expect(judgePassword(normalisedPassword(password), about)).toBe(verdict);
  });

  it('is one text however a keyboard composes it', () => {
    expect(normalisedPassword('Cafe\u0301 ohne Zucker')).toBe(normalisedPassword('Caf\u00e9 ohne Zucker'));
  });

  it('is stored as argon2id, and compared with nobody’s hash where there is none', async () => {
    const hasher = new PasswordHasher();
    const hash = await hasher.hash('correct horse battery staple');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.matches(hash, 'correct horse battery staple')).toBe(true);
    expect(await hasher.matches(hash, 'correct horse battery stapl')).toBe(false);
    expect(await hasher.matches(null, 'correct horse battery staple')).toBe(false);
  });
});

describe('a one-time password', () => {
  // RFC 6238, appendix B: the seed of SHA-1, at 59 seconds; the last six of its eight digits.
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
  const at = (seconds: number) => new Date(seconds * 1000);

  it('is taken in its step and the ones beside it, with the spaces that apps show', () => {
    expect(judgeOneTimePassword(secret, '287082', null, at(59))).toBe(1);
    expect(judgeOneTimePassword(secret, '287 082', null, at(89))).toBe(1);
    expect(judgeOneTimePassword(secret, '287082', null, at(121))).toBeNull();
    expect(judgeOneTimePassword(secret, '287083', null, at(59))).toBeNull();
    expect(judgeOneTimePassword(secret, '94287082', null, at(59))).toBeNull();
  });

  it('is refused when its step, or a later one, was taken before', () => {
    expect(judgeOneTimePassword(secret, '287082', 1, at(59))).toBeNull();
    expect(judgeOneTimePassword(secret, '287082', 2, at(59))).toBeNull();
    expect(judgeOneTimePassword(secret, '287082', 0, at(59))).toBe(1);
  });
});

describe('a recovery code', () => {
  it('is found however it is typed, and nothing else is taken for one', () => {
    const code = makeRecoveryCode();
    expect(code).toMatch(/^([2-9a-z]{5}-){3}[2-9a-z]{5}$/);
    expect(recoveryCodeHash(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toEqual(recoveryCodeHash(code));
    expect(recoveryCodeHash('123456')).toBeNull();
    expect(recoveryCodeHash(code.replace(/.$/u, '0'))).toBeNull();
    expect(makeRecoveryCode()).not.toBe(code);
  });
});
