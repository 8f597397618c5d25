import type { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { hasAlternativeName } from './names/alternative-names.js';
import { sameDistinguishedName } from './names/distinguished-name.js';
import { readDistinguishedName } from './names/read-distinguished-name.js';
import { subjectNameOf } from './names/subject-name.js';

/** What a client's certificate has to name (RFC 8705 §2.1.2), exactly one of them. */
export const subjectForms = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;

export type SubjectForm = (typeof subjectForms)[number];

/** Whom a certificate has to name. */
interface ExpectedSubject {
  readonly form: SubjectForm;
  readonly value: string;
}

interface Form {
  /** Why a value cannot be expected; null when it can. */
  fault(value: string): string | null;
  isOf(certificate: X509Certificate, value: string): boolean;
}

const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const VISIBLE = /^[\x21-\x7e]+$/;

const faultUnless = (isGood: boolean, expected: string): string | null => (isGood ? null : `must be ${expected}`);

const forms: Readonly<Record<SubjectForm, Form>> = {
  tls_client_auth_subject_dn: {
    fault(value) {
      const read = readDistinguishedName(value);
      return 'fault' in read ? read.fault : null;
    },
    isOf(certificate, value) {
      const read = readDistinguishedName(value);
      const subject = subjectNameOf(certificate);
      return 'name' in read && subject !== null && sameDistinguishedName(read.name, subject);
    },
  },
  tls_client_auth_san_dns: {
    fault: (value) =>
      value.includes('*')
        ? 'must be one name: a wildcard would be whoever is below it'
        : faultUnless(
            HOST.test(value),
            'a host name such as clm.partner.example, in its ASCII form, without a dot at the end',
          ),
    isOf: (certificate, value) => hasAlternativeName(certificate, 'dns', value),
  },
  tls_client_auth_san_uri: {
    fault: (value) =>
      faultUnless(
        VISIBLE.test(value) && /^[A-Za-z][A-Za-z0-9+.-]*:./.test(value),
        'an absolute URI such as spiffe://partner.example/clm',
      ),
    isOf: (certificate, value) => hasAlternativeName(certificate, 'url', value),
  },
  tls_client_auth_san_ip: {
    fault: (value) =>
      faultUnless(isIP(value) !== 0 && !value.includes('%'), 'one address such as 192.0.2.1 or 2001:db8::1'),
    isOf: (certificate, value) => hasAlternativeName(certificate, 'ip', value),
  },
  tls_client_auth_san_email: {
    fault: (value) =>
      faultUnless(VISIBLE.test(value) && /^[^@]+@[^@]+$/.test(value), 'an address such as clm@partner.example'),
    isOf: (certificate, value) => hasAlternativeName(certificate, 'email', value),
  },
};

/** Why a certificate cannot be expected to name this; null when it can. */
export function faultOfSubject({ form, value }: ExpectedSubject): string | null {
  return value.length > 1000 ? 'must be at most 1000 characters' : forms[form].fault(value);
}

/**
 * Whether a certificate names whom it has to: DNs by RFC 4517, host names without wildcards, addresses as bytes. Says nothing of
 * who has signed it.
 */
export function namesSubject(certificate: X509Certificate, { form, value }: ExpectedSubject): boolean {
  try {
    return forms[form].isOf(certificate, value);
  } catch {
    // An extension that cannot be read names nobody.
    return false;
  }
}
