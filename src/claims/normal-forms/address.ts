import { domainToASCII } from 'node:url';
import { type Normalised, normalised, refused } from './normalised.js';

const localPart = /^[^\s\p{C}"(),:;<>@[\\\]]+$/u;
const hostName = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/u;

/**
 * E-mail address (RFC 5321 §4.1.2 without quoted local parts and address literals; RFC 6531 for other scripts): the local
 * part as is, because only its own host knows what it equals, but NFC; the domain as lower-case A-labels (IDNA, UTS #46).
 */
export function normaliseAddress(text: string): Normalised {
  const address = text.trim();
  if (address === '') return refused('is empty');
  if (address.length > 320) return refused('is longer than an e-mail address can be');
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return refused('is no e-mail address (name@domain)');
  const local = address.slice(0, at).normalize('NFC');
  if (!localPart.test(local) || /^\.|\.\.|\.$/u.test(local)) {
    return refused('has a part before the @ that is not valid');
  }
  if (Buffer.byteLength(local) > 64) return refused('has a part before the @ that is longer than 64 bytes');
  const domain = asciiDomain(address.slice(at + 1));
  return domain === null ? refused('has a domain that is not valid') : normalised(`${local}@${domain}`);
}

function asciiDomain(domain: string): string | null {
  // domainToASCII is made for URLs: it would decode percent signs and read "0x7f.1" as an IP address.
  if (!/^[A-Za-z0-9.\-\u0080-\u{10ffff}]+$/u.test(domain)) return null;
  const ascii = domainToASCII(domain);
  return hostName.test(ascii) ? ascii : null;
}
