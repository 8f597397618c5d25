import { EventReceiver } from '../support/event-receiver.js';
import type { ApiAnswer, ApiClient } from '../support/service/api-client.js';
import { startTestService, type TestService, type TestServiceOptions } from '../support/service.js';

/** A delivery with its tries, as far as tests read it. */
export interface ReadDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly status: string;
  readonly type: string;
  readonly code: string | null;
  readonly tries: number;
  readonly nextTryAt: string | null;
  readonly erased: boolean;
  readonly attempts: readonly {
    readonly status: number | null;
    readonly code: string | null;
    readonly path: string | null;
    readonly answer: { readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
    readonly authentication: Readonly<Record<string, unknown>>;
  }[];
}

/** The service with a tenant of its own, which makes events by creating and cancelling signer authentications. */
export class ListenerWorld {
  private names = 0;
  private receivers: EventReceiver[] = [];

  private constructor(
    readonly service: TestService,
    readonly tenant: ApiClient,
  ) {}

  static async start(options: TestServiceOptions = {}): Promise<ListenerWorld> {
    const service = await startTestService(options);
    const world = new ListenerWorld(service, await service.newTenant('acme'));
    const provider = await world.tenant.post('/v1/providers', {
      name: 'idp',
      kind: 'oidc',
      issuer: 'https://idp.example',
      clientId: 'client',
      clientAuthentication: { method: 'none' },
      idToken: { mappings: [{ path: 'email', action: 'validate', target: 'recipient.email' }] },
    });
    if (provider.status !== 201) throw new Error(JSON.stringify(provider.body));
    return world;
  }

  async receiver(): Promise<EventReceiver> {
    const receiver = await EventReceiver.start();
    this.receivers.push(receiver);
    return receiver;
  }

  /** Makes a listener under a name of its own. @returns its name */
  async listen(receiver: { readonly url: string }, changes: Readonly<Record<string, unknown>> = {}): Promise<string> {
    return (await this.listenAnswer(receiver, changes)).name;
  }

  async listenAnswer(
    receiver: { readonly url: string },
    changes: Readonly<Record<string, unknown>> = {},
  ): Promise<{ name: string; answer: ApiAnswer }> {
    const name = `listener-${(this.names += 1)}`;
    const answer = await this.tenant.post('/v1/listeners', { name, url: receiver.url, ...changes });
    if (answer.status !== 201) throw new Error(`No listener was made: ${JSON.stringify(answer.body)}`);
    return { name, answer };
  }

  /** One event: an authentication is asked for. @returns its id */
  async ask(envelopeId: string, email = 'john@example.com', lastName = 'Doe'): Promise<string> {
    const created = await this.tenant.post('/v1/signer-authentications', {
      envelope: { id: envelopeId, name: 'Loan' },
      workstep: { id: `ws-of-${envelopeId}` },
      recipient: { email, firstName: 'John', lastName },
      providers: [{ name: 'idp' }],
    });
    if (created.status !== 201) throw new Error(JSON.stringify(created.body));
    return (created.body as { id: string }).id;
  }

  /** One more event of that authentication. */
  async cancel(id: string): Promise<void> {
    const answer = await this.tenant.post(`/v1/signer-authentications/${id}/cancel`);
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  }

  async deliveries(query: string): Promise<readonly ReadDelivery[]> {
    const answer = await this.tenant.get(`/v1/deliveries?${query}`);
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return (answer.body as { items: ReadDelivery[] }).items;
  }

  async delivery(id: string): Promise<ReadDelivery> {
    return (await this.tenant.get(`/v1/deliveries/${id}`)).body as ReadDelivery;
  }

  async read(name: string): Promise<Readonly<Record<string, unknown>> & { readonly revision: number }> {
    return (await this.tenant.get(`/v1/listeners/${name}`)).body as never;
  }

  /** Looks again and again until what is read fits. */
  async until<T>(read: () => Promise<T>, fits: (value: T) => boolean): Promise<T> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const value = await read();
      if (fits(value)) return value;
      if (Date.now() > deadline) throw new Error(`It does not come to fit: ${JSON.stringify(value).slice(0, 2000)}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async close(): Promise<void> {
    await this.service.close();
    for (const receiver of this.receivers) await receiver.close();
  }
}
