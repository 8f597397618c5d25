import ipaddr from 'ipaddr.js';

/** How a family of IPv6 addresses carries an IPv4 address: which bytes, and whether each bit is flipped. */
interface Carrier {
  readonly carries: (bytes: readonly number[]) => boolean;
  readonly at: number;
  readonly flipped?: true;
}

const startsWith =
  (...prefix: readonly number[]) =>
  (bytes: readonly number[]) =>
    prefix.every((byte, index) => bytes[index] === byte);

const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);

const carriers: readonly Carrier[] = [
  // IPv4-mapped, RFC 4291 §2.5.5.2
  { carries: startsWith(...zeros(10), 0xff, 0xff), at: 12 },
  // IPv4-translated, RFC 2765
  { carries: startsWith(...zeros(8), 0xff, 0xff, 0, 0), at: 12 },
  // NAT64, RFC 6052 and (as /96, the layout that translators use there) RFC 8215
  { carries: startsWith(0, 0x64, 0xff, 0x9b, ...zeros(8)), at: 12 },
  { carries: startsWith(0, 0x64, 0xff, 0x9b, 0, 1), at: 12 },
  // 6to4, RFC 3056
  { carries: startsWith(0x20, 0x02), at: 2 },
  // Teredo, RFC 4380 §4: the client's address, inverted
  { carries: startsWith(0x20, 0x01, 0, 0), at: 12, flipped: true },
  // ISATAP, RFC 5214 §6.1: under any prefix
  { carries: (bytes) => (bytes[8] === 0 || bytes[8] === 2) && startsWith(0, 0x5e, 0xfe)(bytes.slice(9)), at: 12 },
  // IPv4-compatible, RFC 4291 §2.5.5.1; `::` and `::1` are not
  {
    carries: (bytes) =>
      startsWith(...zeros(12))(bytes) && bytes.slice(12).some((byte, index) => byte > (index === 3 ? 1 : 0)),
    at: 12,
  },
];

/** The IPv4 address that packets to an IPv6 address end up at, where its spelling tells; else null. */
export function embeddedAddress(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  const carrier = carriers.find((candidate) => candidate.carries(bytes));
  if (carrier === undefined) return null;
  const mask = carrier.flipped === true ? 0xff : 0;
  return new ipaddr.IPv4(bytes.slice(carrier.at, carrier.at + 4).map((byte) => byte ^ mask));
}
