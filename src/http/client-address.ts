import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

const BRACKETED = /^\[([^\]]*)\](?::\d+)?$/;
const V4_WITH_PORT = /^([\d.]+):\d+$/;

/**
 * Reads an address as proxies write it: with a port, IPv6 in brackets or without, IPv4 inside IPv6, a zone, quotes.
 * @returns null for what is no address (`unknown`, a name, an obfuscated identifier of RFC 7239 §6.3)
 */
export function readAddress(text: string): Address | null {
  const entry = text.trim().replace(/^"(.*)"$/, '$1');
  const bare = BRACKETED.exec(entry)?.[1] ?? V4_WITH_PORT.exec(entry)?.[1] ?? entry;
  const [address = ''] = bare.split('%', 1);
  return isIP(address) === 0 ? null : ipaddr.process(address);
}

/** Whoever is at the other end. */
interface Connection {
  /** null: it cannot be told, e.g. because the connection is gone. */
  readonly address: Address | null;
  /** Normal form of the address. */
  readonly text: string;
  readonly isTrusted: boolean;
}

/** Tells addresses that lie in a list of addresses and CIDR blocks. */
export function addressesWithin(blocks: readonly string[]): (address: Address) => boolean {
  const ranges = blocks.map((block): [Address, number] => {
    if (block.includes('/')) return ipaddr.parseCIDR(block);
    const address = ipaddr.process(block);
    return [address, address.kind() === 'ipv4' ? 32 : 128];
  });
  return (address) => ranges.some(([base, bits]) => base.kind() === address.kind() && address.match(base, bits));
}

/**
 * Finds the address that a request counts for: that of the connection, or, where a trusted proxy holds it, the one that the proxy
 * put last into `X-Forwarded-For`, and so on as long as that is a trusted proxy itself. What a proxy names that is no address
 * counts as the proxy's own: a limit must not end where a text can be chosen freely.
 *
 * @param trustedProxies addresses and CIDR blocks
 * @returns a function to an address in its one normal form: no port, no brackets, IPv4 as such
 */
export function clientAddresses(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const isTrusted = addressesWithin(trustedProxies);
  // A connection keeps its address for as long as it is open, and most carry many requests.
  const read = new WeakMap<Socket, Connection>();
  const connectionOf = (socket: Socket): Connection => {
    const known = read.get(socket);
    if (known !== undefined) return known;
    const address = readAddress(socket.remoteAddress ?? '');
    const connection: Connection = {
      address,
      text: address?.toString() ?? 'unknown',
      isTrusted: address !== null && isTrusted(address),
    };
    read.set(socket, connection);
    return connection;
  };
  return (request) => {
    const connection = connectionOf(request.socket);
    let { address } = connection;
    if (address === null || !connection.isTrusted) return connection.text;
    // Node joins repeated headers in the order in which they came.
    const entries = String(request.headers['x-forwarded-for'] ?? '').split(',');
    while (isTrusted(address)) {
      const before = readAddress(entries.pop() ?? '');
      if (before === null) break;
      address = before;
    }
    return address.toString();
  };
}
