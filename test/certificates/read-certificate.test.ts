// @peculiar/x509 refuses to load without it.
import 'reflect-metadata';
import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import forge from 'node-forge';
import { readChain } from '../../src/certificates/certificate-chain.js';
import { faultOfDecryptionKey, faultOfPublicForm, readCertificates } from '../../src/credentials/key-material.js';
import { CountersignError, type Fault } from '../../src/errors/countersign-error.js';
import { enterCertificate } from '../../src/outbound-authentication/certificates/entered-certificate.js';
import { serverCertificateFaults } from '../../src/outbound-authentication/configurations/server-certificate.rules.js';
import { createSelfSignedClient, type TestCertificate } from '../support/certificates.js';

const now = new Date();

/** `notAfter`, in either form of RFC 5280 §4.1.2.5, is a month 99. */
const withoutEnd = (der: Buffer): void => {
  const end = [...der.toString('latin1').matchAll(/\d{12}(?:\d\d)?Z/g)].at(-1);
  der.write('99', (end?.index ?? 0) + (end?.[0].length === 15 ? 4 : 2), 'latin1');
};
/** The point of the key is on no curve. */
const withoutKey = (der: Buffer): void => {
  const at = der.indexOf(Buffer.from('034200', 'hex')) + 10;
  der.writeUInt8(der.readUInt8(at) ^ 0xff, at);
};
/** `extension` is not what its type says. */
const withoutExtension = (der: Buffer): void => {
  const content = der.indexOf(0x04, der.indexOf(Buffer.from('0603551d25', 'hex')) + 5) + 2;
  der.writeUInt8(0x05, content);
};

const kinds = [
  ['whose end is no time', withoutEnd],
  ['whose key is on no curve', withoutKey],
  ['with an extension that is broken', withoutExtension],
] as const;

describe('a certificate that Node takes, and of which something cannot be read', () => {
  let client: TestCertificate;

  beforeAll(async () => {
    client = await createSelfSignedClient();
  });

  function damaged(damage: (der: Buffer) => void): string {
    const der = Buffer.from(new X509Certificate(client.certificate).raw);
    damage(der);
    return new X509Certificate(der).toString();
  }

  const faultsOf = (work: Promise<unknown>): Promise<readonly Fault[]> =>
    work.then(
      () => [],
      (error: unknown) => {
        if (error instanceof CountersignError) return error.faults;
        throw error;
      },
    );

  test.each(kinds)('is refused as ours, naming the member: %s', async (_what, damage) => {
    const source = { import: { certificate: damaged(damage), privateKey: client.privateKey } };
    expect(await faultsOf(enterCertificate(source, { now, mayWait: false }))).toEqual([
      { path: '$.import.certificate', message: expect.stringMatching(/cannot be read/) },
    ]);
  });

  test.each(kinds)('is refused as the one of a server, naming the member: %s', (_what, damage) => {
    const connection = { serverCertificate: { isPublicCA: false, pem: damaged(damage) } };
    const faults = serverCertificateFaults(connection as never, '$', undefined, now);
    expect(faults).toEqual([{ path: '$.serverCertificate.pem', message: expect.stringMatching(/cannot be read/) }]);
  });

  test('is refused within a PKCS#12 file, naming it', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = forge.pki.privateKeyFromPem(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const certificate = forge.pki.createCertificate();
    certificate.publicKey = forge.pki.setRsaPublicKey(key.n, key.e);
    certificate.setSubject([{ name: 'commonName', value: 'client' }]);
    certificate.setIssuer([{ name: 'commonName', value: 'client' }]);
    certificate.validity.notAfter = new Date(now.getTime() + 86_400_000);
    certificate.sign(key, forge.md.sha256.create());
    const file = (change: (der: Buffer) => void) => {
      const der = Buffer.from(
        forge.asn1.toDer(forge.pkcs12.toPkcs12Asn1(key, [certificate], null, { useMac: false })).getBytes(),
        'latin1',
      );
      change(der);
      return { import: { pkcs12: der.toString('base64') } };
    };
    /** Of a type that nobody knows: Node does not even take it. */
    const withoutType = (der: Buffer): void => {
      const certificateAt = der.indexOf(Buffer.from('a003020102', 'hex'));
      der.writeUInt8(0x7f, der.indexOf(Buffer.from('06092a864886f70d010101', 'hex'), certificateAt) + 10);
    };
    for (const damage of [withoutEnd, withoutType])
      expect(await faultsOf(enterCertificate(file(damage), { now, mayWait: false }))).toEqual([
        { path: '$.import.pkcs12', message: 'holds a certificate that cannot be read' },
      ]);
  });
});

describe('a key that no JWK can name', () => {
  const brainpool = generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).privateKey;
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;

  test.each([
    ['on a curve of Brainpool', brainpool, 'brainpoolP256r1'],
    ['of RSASSA-PSS alone', pss, 'rsa-pss'],
  ])('cannot be published, and is refused before it is: %s', (_what, key, named) => {
    const expected = `must be an RSA key, an EC key on curve P-256, P-384 or P-521, or an Ed25519 key: a JWK cannot name one of type ${named}`;
    expect([faultOfPublicForm(key), faultOfDecryptionKey(key, ['ECDH-ES'])]).toEqual([expected, expected]);
  });

  test('is none of the usual ones', () => {
    for (const key of [
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey,
      generateKeyPairSync('ed25519').privateKey,
    ])
      expect(faultOfPublicForm(key)).toBeNull();
  });
});

describe('a text of beginnings without an end', () => {
  test.each(['-----BEGIN CERTIFICATE-----', '-----BEGIN A-----', `-----BEGIN ${'A'.repeat(50)}`])(
    'is refused at once, and keeps nobody waiting: %s',
    (beginning) => {
      const text = beginning.repeat(Math.floor(1_000_000 / beginning.length));
      const begun = performance.now();
      expect([readChain(text), readCertificates(text)]).toEqual([{ fault: expect.any(String) }, null]);
      expect(performance.now() - begun).toBeLessThan(2_000);
    },
  );
});
