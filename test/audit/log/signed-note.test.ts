import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openCheckpoint, parseCheckpoint, signCheckpoint } from '../../../src/audit/log/checkpoint.js';
import { leafHash } from '../../../src/audit/log/leaf-hash.js';
import {
  formatVerifierKey,
  parseSignedNote,
  parseVerifierKey,
  SignedNoteError,
  signNote,
  verifierKeyOf,
  verifySignedNote,
} from '../../../src/audit/log/signed-note.js';
import { readVectors } from '../support/vectors.js';

interface NoteVectors {
  readonly signed: readonly { readonly verifierKey: string; readonly note: string }[];
  readonly parsed: readonly {
    readonly note: string;
    readonly text: string;
    readonly name: string;
    readonly keyId: string;
  }[];
  readonly checkpoints: readonly {
    readonly note: string;
    readonly origin: string;
    readonly size: number;
    readonly root: string;
  }[];
  readonly verifierKeys: readonly string[];
}

const vectors = readVectors('signed-notes.json') as NoteVectors;
const makeKey = (name: string) => ({ name, privateKey: generateKeyPairSync('ed25519').privateKey });

describe('signed notes, against published examples', () => {
  test.each(vectors.signed)('accepts the note of $verifierKey', ({ verifierKey, note }) => {
    const key = parseVerifierKey(verifierKey);
    expect(verifySignedNote(parseSignedNote(note), [key])).toEqual([key]);
    expect(formatVerifierKey(key)).toBe(verifierKey);
    const changed = note.replace('problem', 'trouble');
    expect(() => verifySignedNote(parseSignedNote(changed), [key])).toThrow(SignedNoteError);
  });

  test.each(vectors.parsed)('takes the note of $name apart', ({ note, text, name, keyId }) => {
    const parsed = parseSignedNote(note);
    expect(parsed.text).toBe(text);
    expect(parsed.signatures).toEqual([expect.objectContaining({ name, keyId })]);
  });

  test.each(vectors.verifierKeys)('reads the verifier key %s', (text) => {
    expect(formatVerifierKey(parseVerifierKey(text))).toBe(text);
  });

  test.each(vectors.checkpoints)('reads the checkpoint of $origin', ({ note, origin, size, root }) => {
    expect(parseCheckpoint(note)).toEqual({ origin, size, root: Buffer.from(root, 'base64') });
  });
});

describe('signed notes', () => {
  const key = makeKey('sign.example/log');
  const trusted = verifierKeyOf(key);

  test('verify with the key that signed them, and give the same bytes each time', () => {
    const text = fc.array(
      fc.string({ unit: 'grapheme' }).filter((line) => !/\p{Cc}/u.test(line)),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(text, (lines) => {
        const body = `${lines.join('\n')}\n`;
        const note = signNote(body, [key]);
        expect(signNote(body, [key])).toBe(note);
        const parsed = parseSignedNote(note);
        expect(parsed.text).toBe(body);
        expect(verifySignedNote(parsed, [trusted])).toEqual([trusted]);
      }),
    );
  });

  test('carry the signatures of the old and the new key while keys are rotated', () => {
    const next = makeKey('sign.example/log');
    const note = parseSignedNote(signNote('text\n', [next, key]));
    expect(verifySignedNote(note, [trusted])).toEqual([trusted]);
    expect(verifySignedNote(note, [verifierKeyOf(next)])).toHaveLength(1);
    expect(verifySignedNote(note, [verifierKeyOf(next), trusted])).toHaveLength(2);
  });

  test('are refused when no trusted key has signed, also by a key of the same name', () => {
    const stranger = verifierKeyOf(makeKey('sign.example/log'));
    const note = parseSignedNote(signNote('text\n', [key]));
    expect(() => verifySignedNote(note, [stranger])).toThrow('no trusted key has signed');
    expect(() => verifySignedNote(note, [])).toThrow('no trusted key has signed');
  });

  test.each([
    ['no signature', 'text\n'],
    ['no text', '\n'],
    ['a control character', `text\t\n\n— a AAAAAAAA\n`],
    ['a line that is no signature', 'text\n\nnot a signature\n'],
    ['a signature that is too short', 'text\n\n— a AAAA\n'],
    ['no final line break', 'text\n\n— a AAAAAAAA'],
  ])('are refused with %s', (_what, note) => {
    expect(() => parseSignedNote(note)).toThrow(SignedNoteError);
  });

  test.each([
    ['text without a final line break', () => signNote('text', [key])],
    ['a key name with a space', () => signNote('text\n', [makeKey('two words')])],
    ['a key name with a plus', () => signNote('text\n', [makeKey('one+one')])],
  ])('are not signed with %s', (_what, sign) => {
    expect(sign).toThrow(SignedNoteError);
  });

  test.each([
    'nonsense',
    'name+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
    'PeterNeumann+c74f20a3+ARpc',
    '+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  ])('cannot be verified with the key %s', (text) => {
    expect(() => parseVerifierKey(text)).toThrow(SignedNoteError);
  });
});

describe('checkpoints', () => {
  const key = makeKey('sign.example/log');
  const checkpoint = { origin: 'sign.example/log', size: 70_000, root: leafHash('root') };

  test('come back from their note as they were signed', () => {
    expect(openCheckpoint(signCheckpoint(checkpoint, [key]), [verifierKeyOf(key)])).toEqual(checkpoint);
  });

  test.each([
    ['no size', 'origin\n'],
    ['a size with a leading zero', `origin\n01\n${leafHash('').toString('base64')}\n`],
    ['a negative size', `origin\n-1\n${leafHash('').toString('base64')}\n`],
    ['a size past what can be counted', `origin\n9999999999999999\n${leafHash('').toString('base64')}\n`],
    ['a root of 31 bytes', `origin\n1\n${leafHash('').subarray(1).toString('base64')}\n`],
    ['no origin', `\n1\n${leafHash('').toString('base64')}\n`],
    ['an empty extension line', `origin\n1\n${leafHash('').toString('base64')}\n\nmore\n`],
  ])('are refused with %s', (_what, body) => {
    expect(() => parseCheckpoint(signNote(body, [key]))).toThrow(SignedNoteError);
  });
});
