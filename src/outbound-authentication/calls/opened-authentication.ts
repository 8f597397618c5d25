import { readChain } from '../../certificates/certificate-chain.js';
import type { OutboundTls } from '../../outbound/outbound-call.js';
import type { Configuration, ConnectionSettings } from '../configurations/configuration.js';
import type { ExternalAuthentication, PublicKey } from '../configurations/external-authentication.js';
import type { Slot } from '../configurations/secrets-plan.js';

/** A certificate of ours that can be presented now, with its key, in memory only. */
export interface PresentedCertificate {
  /** Of its version: another version never shares a connection or a token. */
  readonly versionId: string;
  readonly thumbprint: string;
  /** PEM. */
  readonly chain: string;
  /** PKCS#8 PEM. */
  readonly privateKey: string;
}

/** One revision of an external authentication with its secrets, opened. */
export interface OpenedAuthentication {
  readonly authentication: ExternalAuthentication;
  readonly configuration: Configuration;
  readonly secrets: ReadonlyMap<Slot, string>;
  readonly publicJwk: PublicKey | null;
}

/** Names a revision with its secrets: it never changes under the same key. */
export function keyOf({
  authentication: { tenantId, id, revision, credentialVersion },
}: Pick<OpenedAuthentication, 'authentication'>): string {
  return `${tenantId}/${id}/${revision}/${credentialVersion}`;
}

/**
 * Trust and certificate of one connection. Connections of another configuration, revision or certificate are never shared,
 * even where trust and certificate are the same.
 */
export function tlsOf(
  opened: Pick<OpenedAuthentication, 'authentication'>,
  { serverCertificate }: ConnectionSettings,
  presented: PresentedCertificate | null,
): OutboundTls {
  const pem = serverCertificate?.pem ?? null;
  return {
    ...(pem === null || serverCertificate === null
      ? {}
      : { ca: null, leaf: null, pins: { certificates: certificatesOf(pem), chain: serverCertificate.isPublicCA } }),
    ...(presented === null ? {} : { certificate: presented.chain, privateKey: presented.privateKey }),
    credentialVersion: `${keyOf(opened)}/${presented?.versionId ?? ''}`,
  };
}

function certificatesOf(pem: string): readonly string[] {
  const read = readChain(pem);
  return 'fault' in read ? [] : read.chain.map((certificate) => certificate.toString());
}
