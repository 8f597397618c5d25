import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../config/clock.js';
import { type ErrorCode, isErrorCode } from '../../errors/catalogue.js';
import { CountersignError } from '../../errors/countersign-error.js';
import {
  type AuthenticatedAnswer,
  type AuthenticatedBy,
  CallAuthentication,
} from '../../outbound/call-authentication.js';
import { OutboundFailure } from '../../outbound/outbound-failure.js';
import { signatureHeaders } from '../signatures/sign.js';
import { judgeAnswer, type Verdict } from './judge-answer.js';
import { type KeptAnswer, keptAnswer, READ_BYTES } from './kept-answer.js';
import type { ListenerRoute } from './listener-route.js';
import { refusesOwn, settingAtFault } from './setting-at-fault.js';

/** What is to be sent. */
export interface Message {
  /** The event's id, the same at every try. */
  readonly id: string;
  readonly body: string;
  /** Answers to what is about an erased person are not kept. */
  readonly erased: boolean;
}

/** What authenticated a try: names, never values. */
interface TryAuthentication {
  /** Ids of the secrets that signed. */
  readonly standardWebhooks: readonly string[];
  readonly asymmetric: boolean;
  readonly docusign: readonly string[];
  readonly basic: boolean;
  readonly externalAuthentication: string | null;
  readonly certificateThumbprint: string | null;
  readonly token: string | null;
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
  /** What authenticates tries that no external authentication is for: of a route always the same. */
  private readonly ownAuthentications = new WeakMap<ListenerRoute, TryAuthentication>();

  constructor(
    private readonly authentication: CallAuthentication,
    private readonly clock: Clock,
  ) {}

  /**
   * 1. the body is signed for this moment with every live key;
   * 2. it is posted with what the listener's URL needs besides: token, certificate, headers;
   * 3. the answer is judged;
   * 4. and cut to what may be kept.
   * Recording it is the caller's, with whatever else has ended meanwhile.
   * @param byHand somebody waits for the result: it is sent although calls to that host are paused, and of an empty answer that
   *   accepts the headers are kept too
   */
  async try(route: ListenerRoute, message: Message, byHand = false): Promise<MadeTry> {
    const at = this.clock.now();
    const started = performance.now();
    const { configuration } = route.listener;
    const signed = signatureHeaders(route.keys, message.id, at, message.body);
    try {
      const { answer, authenticatedBy, refusal, secrets } = await this.post(route, message, signed, byHand);
      const verdict = judgeAnswer(answer, message.body, configuration.acknowledgement, this.clock.now());
      return {
        ...this.made(route, authenticatedBy, at, started),
        status: answer.status,
        ...(refusal === null || verdict.kind !== 'refused' || refusesOwn(answer, configuration, authenticatedBy)
          ? { verdict, path: settingAtFault(answer, configuration) }
          : blamed(refusal)),
        // An empty answer that accepts has nothing to tell: most are such, and looking for secrets costs more than signing.
        answer:
          message.erased || (!byHand && verdict.kind === 'accepted' && answer.body.byteLength === 0)
            ? null
            : keptAnswer(answer, [...route.secrets, ...(secrets ?? [])]),
      };
    } catch (error) {
      const made = this.made(route, null, at, started);
      if (error instanceof OutboundFailure) return { ...made, verdict: verdictOf(error) };
      if (error instanceof CountersignError) return { ...made, ...blamed(error) };
      throw error;
    }
  }

  private post(
    { listener, url, host, headers }: ListenerRoute,
    { body }: Message,
    signed: Readonly<Record<string, string>>,
    despitePause: boolean,
  ): Promise<AuthenticatedAnswer> {
    const { configuration, tenantId } = listener;
    return this.authentication.send(
      {
        tenantId,
        target: { kind: 'listener', id: host },
        url,
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', ...signed },
        body,
        maxBytes: READ_BYTES,
        excess: 'cut',
        despitePause,
        timeoutMs: configuration.timeoutSeconds * 1000,
      },
      { carriesAuthorization: configuration.basic !== null, presentsCertificate: false },
    );
  }

  private made(route: ListenerRoute, by: AuthenticatedBy | null, at: Date, started: number) {
    return {
      id: randomUUID(),
      at,
      durationMs: Math.round(performance.now() - started),
      status: null,
      path: null,
      answer: null,
      authentication: by === null ? this.ownAuthentication(route) : authenticationOf(route, by),
    } as const;
  }

  private ownAuthentication(route: ListenerRoute): TryAuthentication {
    const known = this.ownAuthentications.get(route) ?? authenticationOf(route, null);
    this.ownAuthentications.set(route, known);
    return known;
  }
}

const authenticationOf = ({ keys, listener }: ListenerRoute, by: AuthenticatedBy | null): TryAuthentication => ({
  standardWebhooks: keys.standardWebhooks.map(({ id }) => id),
  asymmetric: keys.asymmetric !== null,
  docusign: keys.docusign.map(({ id }) => id),
  basic: listener.configuration.basic !== null,
  externalAuthentication: by?.externalAuthenticationId ?? null,
  certificateThumbprint: by?.certificateThumbprint ?? null,
  token: by?.token ?? null,
});

/** The external authentication is at fault: the path is one of its body. */
function blamed({ code, detail, faults }: CountersignError): Pick<MadeTry, 'verdict' | 'path'> {
  return { verdict: { kind: 'refused', code, detail: detail ?? '', retryAfter: null }, path: faults[0]?.path ?? null };
}

function verdictOf({ reason, detail }: OutboundFailure): MadeTry['verdict'] {
  const name = `delivery.${reason}`;
  const code: ErrorCode = isErrorCode(name) ? name : 'delivery.aborted';
  return notTried.has(reason)
    ? { kind: 'not_sent', code, detail }
    : { kind: 'refused', code, detail, retryAfter: null };
}
