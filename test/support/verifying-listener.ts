import type { IncomingMessage } from 'node:http';
import type { JWK } from 'jose';
import {
  type BoundToken,
  certificateOf,
  ListenerError,
  requireCertificateBoundToken,
  type VerifiedDelivery,
  verify,
} from '../../listener/src/index.js';
import { type LoopbackServer, type ServerTls, startLoopbackServer } from './http/loopback-server.js';

/** What a receiver knows of whoever sends to it. */
interface VerifyingOptions {
  readonly tls: ServerTls;
  /** Of Standard Webhooks. Set them before the first event. */
  readonly secrets?: string[];
  /** Of DocuSign's HMAC. */
  readonly docusignKeys?: string[];
  readonly issuer: string;
  readonly issuerKey: JWK;
  readonly audience: string;
  readonly scopes: readonly string[];
}

/** An event with everything that was verified of its request. */
export interface VerifiedEvent {
  readonly delivery: VerifiedDelivery;
  readonly token: BoundToken;
}

/** Somebody's workflow that takes an event only when signature, token and the token's certificate are right, by the package for receivers. */
export class VerifyingListener {
  readonly accepted: VerifiedEvent[] = [];
  /** Codes of what was refused. */
  readonly refused: string[] = [];
  private server!: LoopbackServer;
  private readonly known = new Set<string>();
  private readonly heard = new Set<(event: VerifiedEvent) => void>();

  private constructor(private readonly options: VerifyingOptions) {}

  static async start(options: VerifyingOptions): Promise<VerifyingListener> {
    const listener = new VerifyingListener(options);
    listener.server = await startLoopbackServer(
      (request, response) => {
        listener.receive(request).then(
          ({ receipt }) => response.writeHead(204, { 'webhook-receipt': receipt }).end(),
          (error: unknown) => {
            if (!(error instanceof ListenerError)) throw error;
            listener.refused.push(error.code);
            response.writeHead(error.status, { ...error.headers }).end();
          },
        );
      },
      { tls: options.tls },
    );
    return listener;
  }

  get origin(): string {
    return this.server.origin;
  }

  onEvent(hear: (event: VerifiedEvent) => void): void {
    this.heard.add(hear);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private async receive(request: IncomingMessage): Promise<VerifiedDelivery> {
    const { issuer, issuerKey, audience, scopes, secrets, docusignKeys } = this.options;
    const token = await requireCertificateBoundToken(request, {
      issuer,
      audience,
      tenant: null,
      scopes,
      certificate: certificateOf(request),
      keys: { keys: [issuerKey] },
    });
    const delivery = await verify(request, { secrets, docusignKeys, replayStore: this.known });
    if (!delivery.duplicate) {
      this.accepted.push({ delivery, token });
      for (const hear of this.heard) hear({ delivery, token });
    }
    return delivery;
  }
}
