import { connect, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.js';
import { judgedAddresses, type ResolvedAddress, type Resolver, requireAllowed } from './judged-addresses.js';
import { OutboundFailure } from './outbound-failure.js';
import type { TlsTrust } from './tls-trust.js';
import { translateFailure } from './translate-failure.js';

export interface ConnectorOptions {
  readonly policy: AddressPolicy;
  readonly resolve: Resolver;
  /** For look-up, TCP and TLS together. */
  readonly connectMs: number;
  readonly trust: TlsTrust;
}

/**
 * Opens connections for undici: resolve, judge every address, connect to one of them, judge where the socket really
 * ended up, and only then let a byte out (the first is TLS's ClientHello).
 *
 * A socket that undici keeps alive needs no second judgement: an established TCP connection cannot change its peer, and
 * whatever the name resolves to later concerns new connections only, which come here again.
 */
export function guardedConnector({ policy, resolve, connectMs, trust }: ConnectorOptions): buildConnector.connector {
  // Its own timeout is off because it would begin after the look-up and counts in steps of half a second.
  const handshake = buildConnector({ ...trust, timeout: 0 });

  return (target, callback) => {
    let tcp: Socket | null = null;
    let settled = false;
    const settle = (error: unknown, connected: Socket | null) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      if (connected !== null) {
        callback(null, connected);
        return;
      }
      tcp?.destroy();
      callback(translateFailure(error, { requestSent: false }), null);
    };
    const timer = setTimeout(() => {
      settle(
        new OutboundFailure('connect_timeout', `no connection to ${target.hostname} within ${connectMs} ms`),
        null,
      );
    }, connectMs);

    const dial = (addresses: readonly ResolvedAddress[]) => {
      if (settled) return;
      const socket = openSocket(addresses, Number(target.port) || (target.protocol === 'https:' ? 443 : 80));
      tcp = socket;
      // Stays for good: undici adds its own, and a late error of a given-up socket has nobody else to hear it.
      socket.on('error', (error) => {
        settle(error, null);
      });
      socket.once('connect', () => {
        try {
          requireAllowed(target.hostname, socket.remoteAddress ?? '', policy);
        } catch (refusal) {
          settle(refusal, null);
          return;
        }
        if (target.protocol !== 'https:') settle(null, socket.setNoDelay(true));
        else
          handshake({ ...target, httpSocket: socket }, (error, secured) => {
            // undici passes no second argument with an error.
            settle(error, error === null ? secured : null);
          });
      });
    };
    judgedAddresses(target.hostname, policy, resolve)
      .then(dial)
      .catch((error: unknown) => {
        settle(error, null);
      });
  };
}

/** Several addresses are tried as RFC 8305 says (Node does it), and only the judged ones: no name is looked up again. */
function openSocket(addresses: readonly ResolvedAddress[], port: number): Socket {
  const [first] = addresses;
  if (addresses.length === 1 && first !== undefined) return connect({ host: first.address, port });
  return connect({
    host: 'judged',
    port,
    autoSelectFamily: true,
    lookup: (_hostname, _options, answer) => {
      answer(null, [...addresses]);
    },
  });
}
