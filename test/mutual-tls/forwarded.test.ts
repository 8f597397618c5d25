import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type CertificateHeader, forwardedCertificate } from '../../src/mutual-tls/forwarded/forwarded-certificate.js';
import { type IssuedCertificate, issueCertificate } from '../support/issued-certificate.js';

let leaf: IssuedCertificate;
let root: IssuedCertificate;

beforeAll(async () => {
  root = await issueCertificate({ name: [{ CN: ['Root'] }], authority: true });
  leaf = await issueCertificate({ issuer: root });
});

const PROXY = { isBelieved: true, address: '10.0.0.1' };
const der = ({ certificate }: IssuedCertificate): string => `:${certificate.raw.toString('base64')}:`;
const pem = (...certificates: readonly IssuedCertificate[]): string =>
  encodeURIComponent(certificates.map((one) => one.pem).join(''));
const hash = ({ certificate }: IssuedCertificate): string => createHash('sha256').update(certificate.raw).digest('hex');

type Headers = readonly (readonly [string, string])[];
const read = (kind: CertificateHeader, headers: Headers, sender = PROXY) =>
  forwardedCertificate(kind, headers.flat(), sender);

describe('a certificate that a proxy names', () => {
  const good: readonly [string, CertificateHeader, () => Headers, number][] = [
    ['Client-Cert', 'client-cert', () => [['Client-Cert', der(leaf)]], 0],
    [
      'Client-Cert with its chain',
      'client-cert',
      () => [
        ['client-cert', der(leaf)],
        ['Client-Cert-Chain', der(root)],
      ],
      1,
    ],
    [
      'a chain in two lines',
      'client-cert',
      () => [
        ['client-cert', der(leaf)],
        ['client-cert-chain', der(root)],
        ['client-cert-chain', `${der(root)}, ${der(leaf)}`],
      ],
      3,
    ],
    ['escaped PEM', 'x-ssl-client-cert', () => [['X-SSL-Client-Cert', pem(leaf)]], 0],
    [
      'escaped PEM in which only what must be is escaped',
      'x-ssl-client-cert',
      () => [['x-ssl-client-cert', leaf.pem.replaceAll('\n', '%0A').replaceAll(' ', '%20')]],
      0,
    ],
    ['XFCC', 'xfcc', () => [['X-Forwarded-Client-Cert', `Hash=${hash(leaf)};Cert="${pem(leaf)}"`]], 0],
    [
      'XFCC with all that Envoy can say',
      'xfcc',
      () => [
        [
          'x-forwarded-client-cert',
          `By=spiffe://a/b;Hash=${hash(leaf)};Cert="${pem(leaf)}";Chain="${pem(leaf, root)}";Subject="O=\\"A, B\\";CN=x";URI=spiffe://x;URI=spiffe://y;DNS=a.example;DNS=b.example`,
        ],
      ],
      1,
    ],
    [
      'XFCC whose keys are in other letters, as another proxy may write them',
      'xfcc',
      () => [['x-forwarded-client-cert', `hash=${hash(leaf)};CERT="${pem(leaf)}";chain="${pem(leaf, root)}"`]],
      1,
    ],
  ];
  test.each(good)('%s is read', (_name, kind, headers, chain) => {
    const found = read(kind, headers());
    if (found === null || 'fault' in found) throw new Error(`nothing was read: ${found?.fault}`);
    expect(found.leaf.raw.equals(leaf.certificate.raw)).toBe(true);
    expect(found.intermediates).toHaveLength(chain);
  });

  test.each([
    ['client-cert', []],
    ['x-ssl-client-cert', []],
    ['x-ssl-client-cert', [['X-SSL-Client-Cert', '']]],
    ['xfcc', []],
    ['xfcc', [['x-request-id', 'x']]],
  ] as const)('%s without a certificate (%j) names none', (kind, headers) => {
    expect(read(kind, headers)).toBeNull();
  });

  const refused: readonly [string, CertificateHeader, () => Headers, RegExp][] = [
    [
      'a repeated header',
      'client-cert',
      () => [
        ['Client-Cert', der(leaf)],
        ['client-cert', der(leaf)],
      ],
      /more than once/,
    ],
    ['two in one line', 'client-cert', () => [['Client-Cert', `${der(leaf)}, ${der(leaf)}`]], /not one certificate/],
    ['no colons', 'client-cert', () => [['Client-Cert', der(leaf).slice(1, -1)]], /between two colons/],
    ['parameters', 'client-cert', () => [['Client-Cert', `${der(leaf)};a=b`]], /between two colons/],
    ['nothing between the colons', 'client-cert', () => [['Client-Cert', '::']], /not one certificate/],
    ['an empty value', 'client-cert', () => [['Client-Cert', '']], /not one certificate/],
    [
      'base64url',
      'client-cert',
      () => [['Client-Cert', `:${leaf.certificate.raw.toString('base64url')}-_:`]],
      /not one/,
    ],
    [
      'bytes after the certificate',
      'client-cert',
      () => [['Client-Cert', `:${Buffer.concat([leaf.certificate.raw, Buffer.from([0])]).toString('base64')}:`]],
      /not one/,
    ],
    [
      'PEM instead of DER',
      'client-cert',
      () => [['Client-Cert', `:${Buffer.from(leaf.pem).toString('base64')}:`]],
      /not one/,
    ],
    ['a chain without a certificate', 'client-cert', () => [['Client-Cert-Chain', der(root)]], /without Client-Cert/],
    [
      'a chain that is none',
      'client-cert',
      () => [
        ['client-cert', der(leaf)],
        ['client-cert-chain', 'x'],
      ],
      /not a list/,
    ],
    [
      'a chain that is too long',
      'client-cert',
      () => [
        ['client-cert', der(leaf)],
        ['client-cert-chain', Array.from({ length: 11 }, () => der(root)).join(',')],
      ],
      /more than 10/,
    ],
    [
      'a repeated header of nginx',
      'x-ssl-client-cert',
      () => [
        ['X-SSL-Client-Cert', pem(leaf)],
        ['X-SSL-Client-Cert', ''],
      ],
      /more than once/,
    ],
    ['two certificates', 'x-ssl-client-cert', () => [['X-SSL-Client-Cert', pem(leaf, root)]], /not one certificate/],
    [
      'a percent sign alone',
      'x-ssl-client-cert',
      () => [['X-SSL-Client-Cert', `${pem(leaf)}%`]],
      /not one certificate/,
    ],
    ['words', 'x-ssl-client-cert', () => [['X-SSL-Client-Cert', '(null)']], /not one certificate/],
    [
      'a private key beside it',
      'x-ssl-client-cert',
      () => [['X-SSL-Client-Cert', pem(leaf) + encodeURIComponent(leaf.privateKey)]],
      /not one certificate/,
    ],
    [
      'two elements',
      'xfcc',
      () => [['x-forwarded-client-cert', `Cert="${pem(leaf)}",Cert="${pem(root)}"`]],
      /more than one element/,
    ],
    [
      'two headers',
      'xfcc',
      () => [
        ['x-forwarded-client-cert', `Cert="${pem(leaf)}"`],
        ['x-forwarded-client-cert', `Cert="${pem(leaf)}"`],
      ],
      /more than once/,
    ],
    ['no Cert', 'xfcc', () => [['x-forwarded-client-cert', `Hash=${hash(leaf)};Subject="CN=admin"`]], /no Cert/],
    [
      'two Cert',
      'xfcc',
      () => [['x-forwarded-client-cert', `Cert="${pem(leaf)}";Cert="${pem(root)}"`]],
      /Cert more than once/,
    ],
    [
      'a Hash of another',
      'xfcc',
      () => [['x-forwarded-client-cert', `Hash=${hash(root)};Cert="${pem(leaf)}"`]],
      /another certificate/,
    ],
    [
      'two Cert in other letters',
      'xfcc',
      () => [['x-forwarded-client-cert', `cert="${pem(leaf)}";CERT="${pem(root)}"`]],
      /Cert more than once/,
    ],
    [
      'a Hash of another in other letters',
      'xfcc',
      () => [['x-forwarded-client-cert', `hash=${hash(root)};cert="${pem(leaf)}"`]],
      /another certificate/,
    ],
    [
      'a key that nobody knows',
      'xfcc',
      () => [['x-forwarded-client-cert', `Cert="${pem(leaf)}";Certificate="${pem(root)}"`]],
      /as Envoy writes them/,
    ],
    ['an end in the middle', 'xfcc', () => [['x-forwarded-client-cert', `Cert="${pem(leaf)}`]], /as Envoy writes them/],
    [
      'a comma at the end',
      'xfcc',
      () => [['x-forwarded-client-cert', `Cert="${pem(leaf)}",`]],
      /more than one element/,
    ],
    [
      'a semicolon at the end',
      'xfcc',
      () => [['x-forwarded-client-cert', `Cert="${pem(leaf)}";`]],
      /as Envoy writes them/,
    ],
    ['an empty value of Envoy', 'xfcc', () => [['x-forwarded-client-cert', '']], /as Envoy writes them/],
    [
      'two certificates in Cert',
      'xfcc',
      () => [['x-forwarded-client-cert', `Cert="${pem(leaf, root)}"`]],
      /not one certificate/,
    ],
    ['a Chain that is none', 'xfcc', () => [['x-forwarded-client-cert', `Cert="${pem(leaf)}";Chain="x"`]], /its Chain/],
    [
      'an element in front',
      'xfcc',
      () => [['x-forwarded-client-cert', `Hash=00,Cert="${pem(leaf)}"`]],
      /more than one element/,
    ],
    ['the header of nginx', 'xfcc', () => [['X-SSL-Client-Cert', pem(leaf)]], /CLIENT_CERTIFICATE_HEADER is xfcc/],
    [
      'the header of Envoy beside the right one',
      'client-cert',
      () => [
        ['Client-Cert', der(leaf)],
        ['x-forwarded-client-cert', `Cert="${pem(leaf)}"`],
      ],
      /CLIENT_CERTIFICATE_HEADER is client-cert/,
    ],
    [
      'the header of RFC 9440',
      'x-ssl-client-cert',
      () => [['Client-Cert', der(leaf)]],
      /CLIENT_CERTIFICATE_HEADER is x-ssl-client-cert/,
    ],
  ];
  test.each(refused)('%s of %s is refused, with what is wrong', (_name, kind, headers, why) => {
    const found = read(kind, headers());
    expect(found !== null && 'fault' in found ? found.fault : found).toMatch(why);
  });

  test.each([
    ['client-cert', () => [['Client-Cert', der(leaf)]]],
    ['client-cert', () => [['Client-Cert-Chain', der(leaf)]]],
    ['x-ssl-client-cert', () => [['X-SSL-Client-Cert', pem(leaf)]]],
    ['x-ssl-client-cert', () => [['X-SSL-Client-Cert', '']]],
    ['xfcc', () => [['X-Forwarded-Client-Cert', `Cert="${pem(leaf)}"`]]],
  ] as readonly [CertificateHeader, () => Headers][])('%s from anybody else is refused', (kind, headers) => {
    const found = read(kind, headers(), { isBelieved: false, address: '203.0.113.7' });
    expect(found !== null && 'fault' in found ? found.fault : found).toMatch(
      /comes from 203\.0\.113\.7, which is not in CLIENT_CERTIFICATE_PROXIES/,
    );
  });
});
