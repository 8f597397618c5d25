import { connect, type Socket } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.js';
import type { Demand } from './demand.js';
import { judgedAddresses, type ResolvedAddress, type Resolver, requireAllowed } from './judged-addresses.js';
import { OutboundFailure } from './outbound-failure.js';
import type { TlsTrust } from './tls-trust.js';
import { translateFailure } from './translate-failure.js';

interface ConnectorOptions {
  readonly policy: AddressPolicy;
  readonly resolve: Resolver;
  /** For look-up, TCP and TLS together. */
  readonly connectMs: number;
  readonly trust: TlsTrust;
  readonly demand: Demand;
}

/**
 * Opens connections for undici: resolve, judge every address, connect to one of them, judge where the socket really
 * ended up, and only then let a byte out (the first is TLS's ClientHello).
 *
 * A socket that undici keeps alive needs no second judgement: an established TCP connection cannot change its peer, and
 * whatever the name resolves to later concerns new connections only, which come here again.
 */
export function guardedConnector({
  policy,
  resolve,
  connectMs,
  trust,
  demand,
}: ConnectorOptions): buildConnector.connector {
  // Its own timeout is off because it would begin after the look-up and counts in steps of half a second.
  const handshake = buildConnector({ ...trust, timeout: 0 });

  return (target, callback) => {
    if (!demand.exists(`${target.protocol}//${target.host ?? target.hostname}`)) {
      // Not at once: undici expects the answer after this function has returned.
      queueMicrotask(() => {
        callback(new OutboundFailure('aborted', 'nobody waits for this connection'), null);
      });
      return;
    }
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
      const socket = openSocket(addresses, connectMs, Number(target.port) || (target.protocol === 'https:' ? 443 : 80));
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

/**
 * Several addresses are tried one after the other, families in turn (RFC 8305 §4, by Node), and only the judged ones: no
 * name is looked up again. Node gives an attempt up for the next one, so each gets a fair share of the time: its default
 * of 250 ms would drop a far-away server for an IPv6 address that leads nowhere.
 */
function openSocket(addresses: readonly ResolvedAddress[], connectMs: number, port: number): Socket {
  const [first] = addresses;
  if (addresses.length === 1 && first !== undefined) return connect({ host: first.address, port });
  return connect({
    host: 'judged',
    port,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(connectMs / addresses.length)),
    lookup: (_hostname, _options, answer) => {
      answer(null, [...addresses]);
    },
  });
}
