import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { type ErrorCode, isErrorCode } from '../../errors/catalogue.js';
import {
  CallAuthentication,
  type CallCredentials,
  type CallNotAuthenticated,
} from '../../outbound/call-authentication.js';
import type { OutboundAnswer } from '../../outbound/outbound-call.js';
import { OutboundClient } from '../../outbound/outbound-client.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import { signatureHeaders } from '../signatures/sign.js';
import { judgeAnswer, type Verdict } from './judge-answer.js';
import { type KeptAnswer, keptAnswer, READ_BYTES } from './kept-answer.js';
import type { ListenerRoute } from './listener-route.js';

/** What is to be sent. */
export interface Message {
  /** The event's id, the same at every try. */
  readonly id: string;
  readonly body: string;
  /** Answers to what is about an erased person are not kept. */
  readonly erased: boolean;
}

/** What authenticated a try: names, never values. */
export interface TryAuthentication {
  /** Ids of the secrets that signed. */
  readonly standardWebhooks: readonly string[];
  readonly asymmetric: boolean;
  readonly docusign: readonly string[];
  readonly basic: boolean;
  readonly externalAuthentication: string | null;
  readonly certificateThumbprint: string | null;
  readonly token: 'client_credentials' | 'jwt_bearer' | null;
}

/** One try, made. */
export interface MadeTry {
  readonly id: string;
  readonly at: Date;
  readonly durationMs: number;
  /** null: no answer came. */
  readonly status: number | null;
  readonly verdict: Verdict | { readonly kind: 'not_sent'; readonly code: ErrorCode; readonly detail: string };
  /** JSON path of the setting at fault, where it is not the code's usual one. */
  readonly path: string | null;
  readonly authentication: TryAuthentication;
  readonly answer: KeptAnswer | null;
}

/** Failures that say nothing about the listener: nothing was sent, and the try does not count. */
const notTried: ReadonlySet<string> = new Set(['circuit_open', 'too_many_calls', 'aborted']);

/** One try of one delivery. The steps in order are those of `try`. */
@Injectable()
export class DeliveryTries {
  constructor(
    private readonly authentication: CallAuthentication,
    private readonly outbound: OutboundClient,
    private readonly clock: Clock,
  ) {}

  /**
   * 1. what the listener's URL needs is obtained: token, certificate, headers;
   * 2. the body is signed for this moment with every live key;
   * 3. it is posted, once more when a token was refused;
   * 4. the answer is judged;
   * 5. and cut to what may be kept.
   * Recording it is the caller's, with whatever else has ended meanwhile.
   */
  async try(route: ListenerRoute, message: Message): Promise<MadeTry> {
    const at = this.clock.now();
    const started = performance.now();
    const { configuration, tenantId } = route.listener;
    const call = { tenantId, url: configuration.url, method: 'POST' } as const;
    const credentials = await this.authentication.authenticate(call);
    if ('code' in credentials) return this.unauthenticated(route, credentials, at, started);
    const signed = signatureHeaders(route.keys, message.id, at, message.body);
    try {
      let used = credentials;
      let answer = await this.post(route, message, signed, used);
      if (answer.status === 401 && used.by !== null && used.by.token !== null) {
        const renewed = await this.authentication.authenticate({ ...call, refused: true });
        if ('code' in renewed) return this.unauthenticated(route, renewed, at, started);
        used = renewed;
        answer = await this.post(route, message, signed, used);
      }
      const verdict = judgeAnswer(answer, message.body, configuration.acknowledgement, this.clock.now());
      return {
        ...this.made(route, used, at, started),
        status: answer.status,
        verdict,
        answer: message.erased ? null : keptAnswer(answer, [...route.secrets, ...used.secrets]),
      };
    } catch (error) {
      if (!(error instanceof OutboundFailure)) throw error;
      return { ...this.made(route, credentials, at, started), verdict: verdictOf(error) };
    }
  }

  private post(
    { listener, host, headers }: ListenerRoute,
    { body }: Message,
    signed: Readonly<Record<string, string>>,
    credentials: CallCredentials,
  ): Promise<OutboundAnswer> {
    const { configuration, tenantId } = listener;
    return this.outbound.send({
      tenantId,
      target: { kind: 'listener', id: host },
      url: configuration.url,
      method: 'POST',
      headers: { ...headers, ...credentials.headers, 'content-type': 'application/json', ...signed },
      body,
      maxBytes: READ_BYTES,
      excess: 'cut',
      timeoutMs: configuration.timeoutSeconds * 1000,
      tls: credentials.tls,
    });
  }

  private unauthenticated(
    route: ListenerRoute,
    { code, path, detail }: CallNotAuthenticated,
    at: Date,
    started: number,
  ): MadeTry {
    const made = this.made(route, null, at, started);
    return { ...made, path, verdict: { kind: 'refused', code, detail, retryAfter: null } };
  }

  private made({ keys, listener }: ListenerRoute, credentials: CallCredentials | null, at: Date, started: number) {
    const by = credentials?.by ?? null;
    return {
      id: randomUUID(),
      at,
      durationMs: Math.round(performance.now() - started),
      status: null,
      path: null,
      answer: null,
      authentication: {
        standardWebhooks: keys.standardWebhooks.map(({ id }) => id),
        asymmetric: keys.asymmetric !== null,
        docusign: keys.docusign.map(({ id }) => id),
        basic: listener.configuration.basic !== null,
        externalAuthentication: by?.externalAuthentication ?? null,
        certificateThumbprint: by?.certificateThumbprint ?? null,
        token: by?.token ?? null,
      },
    } as const;
  }
}

function verdictOf({ reason, detail }: OutboundFailure): MadeTry['verdict'] {
  const name = `delivery.${reason}`;
  const code: ErrorCode = isErrorCode(name) ? name : 'delivery.aborted';
  return notTried.has(reason)
    ? { kind: 'not_sent', code, detail }
    : { kind: 'refused', code, detail, retryAfter: null };
}
