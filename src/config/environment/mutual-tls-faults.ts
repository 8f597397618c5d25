import type { Environment } from './environment.js';
import type { SettingsFault } from './production-faults.js';

/** What variables about client certificates mean together. */
export function mutualTlsFaults(environment: Environment): SettingsFault[] {
  const { MTLS_PORT, TLS_CERT_FILE, TLS_KEY_FILE, CLIENT_CERTIFICATE_HEADER, CLIENT_CERTIFICATE_PROXIES } = environment;
  const faults: SettingsFault[] = [];
  const refuse = (refused: boolean, variable: string, message: string) => {
    if (refused) faults.push({ variable, message });
  };
  const listens = MTLS_PORT !== undefined;
  refuse(listens && TLS_CERT_FILE === undefined, 'TLS_CERT_FILE', 'expected the certificate of MTLS_PORT');
  refuse(listens && TLS_KEY_FILE === undefined, 'TLS_KEY_FILE', 'expected the private key of MTLS_PORT');
  refuse(!listens && TLS_CERT_FILE !== undefined, 'TLS_CERT_FILE', 'expected MTLS_PORT too: PORT speaks no TLS');
  refuse(!listens && TLS_KEY_FILE !== undefined, 'TLS_KEY_FILE', 'expected MTLS_PORT too: PORT speaks no TLS');
  refuse(listens && MTLS_PORT !== 0 && MTLS_PORT === environment.PORT, 'MTLS_PORT', 'expected another port than PORT');
  refuse(
    CLIENT_CERTIFICATE_PROXIES.some((block) => /\/0+$/.test(block)),
    'CLIENT_CERTIFICATE_PROXIES',
    "expected the proxies' own addresses: a block of all addresses would let everybody name any certificate",
  );
  refuse(
    CLIENT_CERTIFICATE_HEADER === undefined && CLIENT_CERTIFICATE_PROXIES.length > 0,
    'CLIENT_CERTIFICATE_HEADER',
    'expected the header that the proxies of CLIENT_CERTIFICATE_PROXIES set',
  );
  const hasSource = listens || (CLIENT_CERTIFICATE_HEADER !== undefined && CLIENT_CERTIFICATE_PROXIES.length > 0);
  const source = 'expected MTLS_PORT, or CLIENT_CERTIFICATE_HEADER with CLIENT_CERTIFICATE_PROXIES, too';
  refuse(
    !hasSource && environment.MUTUAL_TLS_REQUIRED,
    'MUTUAL_TLS_REQUIRED',
    `${source}: no client could get a token`,
  );
  refuse(
    !hasSource && environment.MTLS_PUBLIC_URL !== undefined,
    'MTLS_PUBLIC_URL',
    `${source}: nobody asks for certificates`,
  );
  return faults;
}
