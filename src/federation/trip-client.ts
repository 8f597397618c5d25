import {
  allowInsecureRequests,
  Configuration,
  customFetch,
  type DPoPHandle,
  type ClientAuth as LibraryClientAuth,
  None,
} from 'openid-client';
import type { ClientAuth } from '../client-authentication/client.js';
import { clientAuthentication } from '../client-authentication/client-authentication.js';
import { exchangeOnce } from '../outbound/exchange-once.js';
import type { GuardedFetch, OutboundAnswer } from '../outbound/outbound-call.js';
import type { OutboundClient } from '../outbound/outbound-client.js';
import { dpopHandle } from './dpop/dpop-handle.js';
import { isKnownByCertificate, outboundProfile } from './outbound-profile.js';
import type { TripParts } from './trip-parts.js';

/** What a request of the library is made with. */
interface LibraryRequest {
  readonly configuration: Configuration;
  /** To be handed on as the library's options; empty when DPoP is off. */
  readonly options: { readonly DPoP?: DPoPHandle };
}

/** One request as a step of the trip makes it. */
interface TripRequest {
  /** What is called, which decides how much may come and whether our certificate is presented. */
  readonly called: 'token' | 'resource';
  readonly url: string;
  /** Whether the client authenticates by the body or the header fields of the request. */
  readonly authenticated: boolean;
  /** Whether a code is spent by it or before it, so that it is not kept waiting behind others. Default true. */
  readonly follows?: boolean;
  /** What sends it; default: the guard, without anything else. */
  readonly outbound?: Pick<OutboundClient, 'fetchFor'>;
  readonly make: (request: LibraryRequest) => Promise<unknown>;
  /** Told when all is ready and the request is about to leave. */
  readonly beforeSending?: () => void;
}

interface TripAnswer {
  readonly answer: OutboundAnswer;
  /** The server told a DPoP nonce that was not known (RFC 9449 §8 and §9): a request that may be repeated will have it. */
  readonly hasNewNonce: boolean;
}

const outsideOfARequest: GuardedFetch = () => Promise.reject(new Error('The library may send within a request only'));

/** An address without the query of its own. */
const bare = (address: string): string => address.split('?', 1)[0] ?? address;

/**
 * openid-client for one trip: it makes the requests, the guard sends each of them once, and the raw answer is handed back for us
 * to judge (decision 5). Requests of one trip follow one another.
 */
export class TripClient {
  /**
   * What builds addresses and request objects of this trip. Endpoints of the browser stand here without a query of their own: the
   * library would write it anew, and take it for parameters that are to be signed or pushed.
   */
  readonly configuration: Configuration;
  readonly #trip: TripParts;
  #authentication: ClientAuth = None();
  #busy = false;

  constructor(trip: TripParts) {
    const { metadata, provider } = trip;
    const { authorization_endpoint, end_session_endpoint, ...others } = metadata.server;
    const server = {
      ...others,
      authorization_endpoint: bare(authorization_endpoint),
      ...(end_session_endpoint === undefined ? {} : { end_session_endpoint: bare(end_session_endpoint) }),
    };
    const client = { use_mtls_endpoint_aliases: isKnownByCertificate(provider) };
    this.#trip = trip;
    // The library waits for what authenticates, though its type does not say so.
    const authenticate = ((...request) => this.#authentication(...request)) as LibraryClientAuth;
    this.configuration = new Configuration(server, provider.configuration.clientId, client, authenticate);
    // Which schemes may be called, and for how long, is the outbound guard's to decide.
    // oxlint-disable-next-line typescript/no-deprecated -- marked so to make it stand out; the guard refuses http
    allowInsecureRequests(this.configuration);
    this.configuration.timeout = 0;
    this.configuration[customFetch] = outsideOfARequest;
  }

  /**
   * Makes one request and hands back its answer, whatever the library thinks of it.
   * @throws OutboundFailure, CredentialFault
   */
  async ask({
    called,
    url,
    authenticated,
    follows = true,
    outbound,
    make,
    beforeSending,
  }: TripRequest): Promise<TripAnswer> {
    if (this.#busy) throw new Error('Requests of one trip follow one another');
    this.#busy = true;
    const { provider, signal, dpopNonces } = this.#trip;
    try {
      if (authenticated) this.#authentication = await this.#authenticate();
      const dpop = await dpopHandle(this.#trip, this.configuration);
      const options = dpop === undefined ? {} : { DPoP: dpop };
      const profile = {
        ...outboundProfile(provider, called, signal),
        follows,
        ...(called === 'token' && { shown: withoutIdToken }),
      };
      const answer = await exchangeOnce(outbound ?? this.#trip.outbound, profile, (fetch) => {
        this.configuration[customFetch] = (address, init) => {
          beforeSending?.();
          return fetch(address, init);
        };
        return make({ configuration: this.configuration, options });
      });
      return { answer, hasNewNonce: dpopNonces.learn(provider.id, url, answer.headers) };
    } finally {
      this.configuration[customFetch] = outsideOfARequest;
      this.#busy = false;
    }
  }

  #authenticate(): Promise<ClientAuth> {
    const { provider, metadata, imported, now } = this.#trip;
    const { clientId, clientAuthentication: method } = provider.configuration;
    const client = { clientId, method, credentials: provider.credentials, server: metadata.server };
    return clientAuthentication(client, { imported, now: now() });
  }
}

/**
 * What the library is shown of a token endpoint: that tokens were granted, without an ID token, whose claims it would judge though
 * an admin may have allowed them; and of a refusal the status only, since it would send again what asks for a DPoP nonce.
 */
function withoutIdToken({ status, headers, body }: OutboundAnswer): Response {
  const text = status === 200 ? new TextDecoder().decode(body) : '';
  return new Response(text === '' ? null : membersWithoutIdToken(text), { status, headers });
}

function membersWithoutIdToken(text: string): string {
  try {
    const { id_token: _unseen, ...members } = JSON.parse(text) as Record<string, unknown>;
    return JSON.stringify(members);
  } catch {
    return text;
  }
}
