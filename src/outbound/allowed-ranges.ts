import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A range of OUTBOUND_ALLOWED_CIDRS. */
export type AllowedRange = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

/** One entry that is not a range, with what was expected. */
interface RangeFault {
  /** Position in the list, from 0. */
  readonly index: number;
  readonly message: string;
}

/**
 * Reads ranges in CIDR notation (RFC 4632, RFC 4291 §2.3), e.g. `10.0.0.0/8` or `fd00::/8`. Bits beyond the prefix are
 * ignored. Every fault is reported, not the first.
 */
export function readAllowedRanges(cidrs: readonly string[]): {
  readonly ranges: readonly AllowedRange[];
  readonly faults: readonly RangeFault[];
} {
  const ranges: AllowedRange[] = [];
  const faults: RangeFault[] = [];
  cidrs.forEach((cidr, index) => {
    const range = readRange(cidr);
    if (typeof range === 'string') faults.push({ index, message: range });
    else ranges.push(range);
  });
  return { ranges, faults };
}

function readRange(cidr: string): AllowedRange | string {
  const [base = '', prefix, ...rest] = cidr.split('/');
  const version = isIP(base);
  // ipaddr.js alone would also read 0177.1/8 and the like, which nobody means to write.
  if (version === 0 || base.includes('%')) {
    return `'${cidr}' is not a range: expected an IPv4 or IPv6 address in its usual spelling, e.g. 10.0.0.0/8 or fd00::/8`;
  }
  const longest = version === 4 ? 32 : 128;
  if (prefix === undefined) return `'${cidr}' has no prefix length: write ${cidr}/${longest} for this one address`;
  const length = Number(prefix);
  if (rest.length > 0 || !/^\d{1,3}$/.test(prefix) || length > longest) {
    return `'${cidr}' has no usable prefix length: expected a number from 0 to ${longest} after the slash`;
  }
  return [ipaddr.parse(base), length];
}
