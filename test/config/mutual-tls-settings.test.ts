import { describe, expect, test } from '@jest/globals';
import { readSettings, SettingsError } from '../../src/config/settings.js';

const FILE = 'package.json';
const listener = { MTLS_PORT: '8443', TLS_CERT_FILE: FILE, TLS_KEY_FILE: FILE };
const proxies = { CLIENT_CERTIFICATE_HEADER: 'client-cert', CLIENT_CERTIFICATE_PROXIES: '10.0.0.1' };

function faultsOf(environment: Readonly<Record<string, string>>): string {
  try {
    readSettings(environment);
    return '';
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
}

describe('settings about client certificates', () => {
  test.each([
    [{}],
    [listener],
    [{ ...listener, MTLS_PUBLIC_URL: 'https://mtls.sign.example', MUTUAL_TLS_REQUIRED: 'true' }],
    [{ ...proxies, MTLS_PUBLIC_URL: 'https://sign.example', TLS_CLIENT_CA_FILE: FILE }],
    [{ CLIENT_CERTIFICATE_HEADER: 'xfcc' }],
  ])('%j can be used', (environment) => {
    expect(faultsOf(environment)).toBe('');
  });

  test.each([
    [{ MTLS_PORT: '8443' }, /TLS_CERT_FILE: expected the certificate[\s\S]*TLS_KEY_FILE: expected the private key/],
    [{ MTLS_PORT: '99999' }, /MTLS_PORT: expected a port number/],
    [{ ...listener, PORT: '8443' }, /MTLS_PORT: expected another port/],
    [{ ...listener, TLS_CERT_FILE: '/nowhere' }, /TLS_CERT_FILE: cannot be read/],
    [{ ...listener, TLS_CLIENT_CA_FILE: '/nowhere' }, /TLS_CLIENT_CA_FILE: cannot be read/],
    [
      { TLS_CERT_FILE: FILE, TLS_KEY_FILE: FILE },
      /TLS_CERT_FILE: expected MTLS_PORT[\s\S]*TLS_KEY_FILE: expected MTLS_PORT/,
    ],
    [{ ...listener, MTLS_PUBLIC_URL: 'http://sign.example' }, /MTLS_PUBLIC_URL: expected an https URL/],
    [{ MTLS_PUBLIC_URL: 'https://sign.example' }, /MTLS_PUBLIC_URL: expected MTLS_PORT, or/],
    [{ MUTUAL_TLS_REQUIRED: 'true' }, /MUTUAL_TLS_REQUIRED: expected MTLS_PORT, or/],
    [
      { ...proxies, CLIENT_CERTIFICATE_HEADER: 'ssl-client-cert' },
      /expected one of client-cert, x-ssl-client-cert, xfcc/,
    ],
    [{ ...proxies, CLIENT_CERTIFICATE_PROXIES: 'proxy.internal' }, /CLIENT_CERTIFICATE_PROXIES: expected addresses/],
    [{ ...proxies, CLIENT_CERTIFICATE_PROXIES: '10.0.0.1,0.0.0.0/0' }, /would let everybody name any certificate/],
    [{ ...proxies, CLIENT_CERTIFICATE_PROXIES: '::/0' }, /would let everybody name any certificate/],
    [{ CLIENT_CERTIFICATE_PROXIES: '10.0.0.1' }, /CLIENT_CERTIFICATE_HEADER: expected the header/],
  ])('%j cannot', (environment, why) => {
    expect(faultsOf(environment)).toMatch(why);
  });
});
