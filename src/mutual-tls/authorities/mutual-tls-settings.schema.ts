import { z } from 'zod';
import { readChain } from '../../certificates/certificate-chain.js';
import { faultOfAuthority } from '../../certificates/judge-client-chain.js';
import { judgedBy } from '../../http/judged-by.js';
import { takesBack } from '../../http/sent-back.js';

/** More authorities than a tenant has partners whose own they are. */
const MOST_AUTHORITIES = 50;

function faultOfAuthorityText(text: string): string | null {
  const read = readChain(text);
  if ('fault' in read) return read.fault;
  return read.chain.length > 1
    ? 'must be one certificate: give each its own place in the list'
    : faultOfAuthority(read.chain[0]);
}

const authoritySchema = z.string().max(32_768).superRefine(judgedBy(faultOfAuthorityText));

const members = {
  clientCertificateAuthorities: z.array(authoritySchema).max(MOST_AUTHORITIES).default([]).meta({
    description:
      "Who may sign the certificates of this tenant's clients (`tls_client_auth`), one PEM certificate each; those of the deployment are trusted besides, those of other tenants never.",
  }),
  required: z.boolean().default(false).meta({
    description:
      "The tenant's OAuth clients are given, and may use, certificate-bound access tokens only (RFC 8705 §3).",
  }),
};

export const mutualTlsRequestSchema = takesBack(z.strictObject(members), 'MutualTlsSettingsRequest', [
  'revision',
  'authorities',
  'requiredByDeployment',
]);
export type MutualTlsRequest = z.output<typeof mutualTlsRequestSchema>;

export const mutualTlsAnswerSchema = z
  .strictObject({
    revision: z.int().min(0).meta({ description: 'Counts changes; the `ETag` is `"<revision>"`.' }),
    clientCertificateAuthorities: z.array(z.string()),
    required: z.boolean(),
    authorities: z
      .array(
        z.strictObject({
          subject: z.string().meta({ description: 'RFC 4514.' }),
          notAfter: z.iso.datetime(),
          thumbprint: z.string().meta({ description: 'base64url SHA-256 of the DER form.' }),
          of: z.enum(['tenant', 'deployment']),
        }),
      )
      .meta({ description: 'All that are trusted for the tenant, in words.' }),
    requiredByDeployment: z.boolean().meta({ description: '`MUTUAL_TLS_REQUIRED`.' }),
  })
  .meta({ id: 'MutualTlsSettings' });
