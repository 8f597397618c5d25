import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { sameDistinguishedName } from '../../src/certificates/names/distinguished-name.js';
import { readDistinguishedName } from '../../src/certificates/names/read-distinguished-name.js';
import { readEncodedName } from '../../src/certificates/names/subject-name.js';

interface Row {
  readonly why: string;
  readonly encoded: string;
  readonly written: string;
  readonly same: boolean;
}

const { rows } = JSON.parse(readFileSync('test/vectors/certificates/distinguished-names.json', 'utf8')) as {
  rows: readonly Row[];
};

describe('a distinguished name', () => {
  test.each(rows.map((row) => [row.why, row] as const))('%s', (_why, { encoded, written, same }) => {
    const read = readDistinguishedName(written);
    const certificate = readEncodedName(Buffer.from(encoded, 'hex'));
    if (!('name' in read) || certificate === null) throw new Error(`${written} or ${encoded} cannot be read`);
    expect(sameDistinguishedName(read.name, certificate)).toBe(same);
    expect(sameDistinguishedName(certificate, read.name)).toBe(same);
  });

  test.each([
    ['', /empty name/],
    ['  ', /empty name/],
    ['partner', /an attribute such as CN=partner/],
    ['CN=a,', /an attribute such as CN=partner/],
    ['CN=', /has no value/],
    ['CN=a,,C=DE', /an attribute such as CN=partner/],
    ['XY=a', /"XY" is not known/],
    ['2.5.4.=a', /"2\.5\.4\." is not known/],
    ['CN=a;C=DE', /escape ";"/],
    ['O="Example, Inc."', /escape "\\""/],
    ['CN=a\\', /after a backslash/],
    ['CN=a\\z', /after a backslash/],
    ['CN=#0', /no BER encoding/],
    ['CN=#zz', /no BER encoding/],
    ['CN=#0cff61', /no BER encoding/],
    ['CN=a\\00b', /nothing that can be compared/],
    ['CN=\\ff', /nothing that can be compared/],
  ])('%j is refused, with what is wrong', (text, why) => {
    const read = readDistinguishedName(text);
    expect('fault' in read ? read.fault : 'read').toMatch(why);
  });

  test.each(['', '30', '3000ff', '300c310a', 'zz', '310b3009060355040313026465'])(
    'bytes that are no name (%s) are nobody',
    (hex) => {
      const read = readEncodedName(Buffer.from(hex, 'hex'));
      const known = readDistinguishedName('CN=de');
      expect(read === null || ('name' in known && !sameDistinguishedName(read, known.name))).toBe(true);
    },
  );
});
