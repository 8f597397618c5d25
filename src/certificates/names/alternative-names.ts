import type { X509Certificate } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import { x509 } from '../certificate-libraries.js';

type Kind = 'dns' | 'url' | 'ip' | 'email';

const MAILBOX = /^(?<local>[^@\s]+)@(?<host>[^@\s]+)$/;
const HIERARCHICAL = /^(?<scheme>[A-Za-z][A-Za-z0-9+.-]*):\/\/(?<authority>[^/?#]*)(?<rest>.*)$/su;

/** Values of one kind in subjectAltName (RFC 5280 §4.2.1.6), as they are. */
function valuesOf(certificate: X509Certificate, kind: Kind): string[] {
  const extension = new (x509().X509Certificate)(certificate.raw).getExtension(x509().SubjectAlternativeNameExtension);
  return (extension?.names.items ?? []).filter(({ type }) => type === kind).map(({ value }) => value);
}

/** Scheme and host ignore case, nothing else does (RFC 5280 §7.4). */
function comparedUri(text: string): string {
  const { scheme, authority, rest } = HIERARCHICAL.exec(text)?.groups ?? {};
  if (scheme === undefined || authority === undefined || rest === undefined) return text;
  const at = authority.lastIndexOf('@') + 1;
  return `${scheme.toLowerCase()}://${authority.slice(0, at)}${authority.slice(at).toLowerCase()}${rest}`;
}

/** The part before the @ is compared as it is, the host ignores case (RFC 5280 §7.5). */
function comparedMailbox(text: string): string {
  const { local, host } = MAILBOX.exec(text)?.groups ?? {};
  return local === undefined || host === undefined ? text : `${local}@${host.toLowerCase()}`;
}

/** Addresses are compared as bytes (RFC 8705 §2.1.2); an IPv4 address is no IPv6 address that maps it. */
function comparedAddress(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.parse(text).toByteArray().join('.') : text;
}

const compared: Readonly<Record<Kind, (text: string) => string>> = {
  dns: (text) => text.toLowerCase(),
  url: comparedUri,
  ip: comparedAddress,
  email: comparedMailbox,
};

/** Whether a certificate names exactly this. A wildcard names itself only, and the common name is not looked at. */
export function hasAlternativeName(certificate: X509Certificate, kind: Kind, value: string): boolean {
  const wanted = compared[kind](value);
  return valuesOf(certificate, kind).some((one) => compared[kind](one) === wanted);
}
