import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { type AllowedRange, readAllowedRanges } from './allowed-ranges.js';
import { embeddedAddress } from './embedded-address.js';

/**
 * `range` says which special range a refused address is in (names of ipaddr.js, `reserved` for what is not allocated,
 * `notAnAddress` for text in no usual spelling). For the log: an admin is never told where a name leads.
 */
type AddressVerdict = { readonly allowed: true } | { readonly allowed: false; readonly range: string };

const allowed: AddressVerdict = { allowed: true };

/** What IANA has given out as global unicast so far; everything beside it is refused, known to us or not. */
const globalUnicast: AllowedRange = [ipaddr.parse('2000::'), 3];

/**
 * Which addresses outbound calls may reach: public unicast ones (IANA special-purpose registries, RFC 6890), and those
 * that the operator names in OUTBOUND_ALLOWED_CIDRS.
 *
 * An IPv6 address that carries an IPv4 address (mapped, NAT64, 6to4, Teredo, ISATAP ...) needs both allowed. So an
 * operator behind NAT64 who allows `64:ff9b::/96` reaches public addresses through it, and still no private one.
 */
export class AddressPolicy {
  readonly #ranges: readonly AllowedRange[];

  /** @throws RangeError that lists every entry of `allowedCidrs` that is not a range. */
  constructor(allowedCidrs: readonly string[]) {
    const { ranges, faults } = readAllowedRanges(allowedCidrs);
    if (faults.length > 0) throw new RangeError(faults.map((fault) => fault.message).join('; '));
    this.#ranges = ranges;
  }

  /** Judges an address in its usual spelling. Any other spelling is refused: whoever resolves names writes none. */
  judge(address: string): AddressVerdict {
    if (isIP(address) === 0) return { allowed: false, range: 'notAnAddress' };
    return this.#judge(ipaddr.parse(address));
  }

  #judge(address: ipaddr.IPv4 | ipaddr.IPv6): AddressVerdict {
    const range = specialRange(address);
    if (range !== null && !this.#ranges.some((candidate) => contains(candidate, address))) {
      return { allowed: false, range };
    }
    const embedded = address instanceof ipaddr.IPv6 ? embeddedAddress(address) : null;
    return embedded === null ? allowed : this.#judge(embedded);
  }
}

/** Null for a public unicast address. */
function specialRange(address: ipaddr.IPv4 | ipaddr.IPv6): string | null {
  const range: string = address.range();
  if (range !== 'unicast') return range;
  return address instanceof ipaddr.IPv6 && !contains(globalUnicast, address) ? 'reserved' : null;
}

function contains([base, length]: AllowedRange, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  if (base instanceof ipaddr.IPv4) return address instanceof ipaddr.IPv4 && address.match(base, length);
  return address instanceof ipaddr.IPv6 && address.match(base, length);
}
